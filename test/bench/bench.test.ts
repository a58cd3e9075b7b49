import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { capture, run } from '../../scripts/processes.mjs';
import { setupWorkbenchHost } from '../../scripts/workbenchHost.mjs';
import { bodyOf } from './bodies.mjs';
import { histories } from './histories.mjs';
import { pipelines } from './pipeline.mjs';
import { measure, runClient, startLoadServer } from './run.mjs';

const N = 200;
const CHARS = Array.from({ length: N }, (_, index) => bodyOf(index).length).reduce((a, b) => a + b);

const EXPECTED = {
  L0: { seen: 1, chars: 0, bad: 0 },
  L1: { seen: N, chars: 0, bad: 0 },
  L2: { seen: N, chars: CHARS, bad: 0 },
  L3: { seen: N, chars: CHARS, bad: 0 },
  L4: { seen: N, chars: 0, bad: 0 },
  L5: { seen: N, chars: CHARS, bad: 0 },
  R2: { seen: N, chars: CHARS, bad: 0 },
  R3: { seen: N, chars: CHARS, bad: 0 },
} as const;
const LOADS = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5', 'R2', 'R3'] as const;

before('build the bundles', async function () {
  this.timeout(60_000);
  await run(process.execPath, ['esbuild.mjs']);
});

for (const client of ['peer.mjs', 'barePeer.mjs'] as const) {
  describe(`bench: ${client}`, () => {
    for (const load of LOADS) {
      it(`runs ${load}`, async () => {
        const server = await startLoadServer(load, N);
        try {
          const result = await measure(client, server.args);
          const { peer, ms, login_ms, lag_max_ms, lag_p99_ms, memory_mb, ...rest } = result;
          assert.equal(peer, client === 'peer.mjs' ? 'parley' : 'xmpp.js');
          for (const figure of [ms, login_ms, lag_max_ms, lag_p99_ms, memory_mb]) {
            assert.ok(figure > 0);
          }
          assert.deepEqual(rest, { load, n: N, ...EXPECTED[load] });
        } finally {
          await server.end();
        }
      });
    }
  });
}

describe('bench: peer.mjs', () => {
  it('signs in and no more where it is asked for nothing, and takes no notice of a WebSocket', async () => {
    const server = await startLoadServer('L0', 0);
    try {
      const args = [...server.args, '--ws', 'ws://127.0.0.1:1/ws'];
      const { load, n, seen } = await measure('peer.mjs', args);
      assert.deepEqual({ load, n, seen }, { load: 'L0', n: 0, seen: 1 });
    } finally {
      await server.end();
    }
  });
});

describe('bench: peer.mjs with a store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const load of ['L2', 'L3', 'L5', 'R2', 'R3'] as const) {
    it(`keeps what ${load} brings on disk, once`, async () => {
      const { node } = await setupWorkbenchHost(console.error);
      const server = await startLoadServer(load, N, { page: 30, rtt: 5 });
      try {
        const args = [...server.args, '--store', path.join(folder, 'history.sqlite')];
        const { seen, chars, searchable_ms, ms } = await measure('peer.mjs', args, node);
        assert.deepEqual({ seen, chars }, { seen: N, chars: CHARS });
        assert.ok((searchable_ms ?? 0) > ms);
        const script = `const { DatabaseSync } = require('node:sqlite');
          const history = new DatabaseSync(process.argv[1]);
          console.log(history.prepare('SELECT count(*) AS n FROM messages').get().n);`;
        assert.equal(await run(node, ['-e', script, args.at(-1) ?? '']), `${N}\n`);
      } finally {
        await server.end();
      }
    });
  }
});

describe('bench: store.mjs', () => {
  it('fills a history, opens chats and searches', async () => {
    const { node } = await setupWorkbenchHost(console.error);
    const lines = (await histories(node, [300])).trim().split('\n');
    assert.match(lines[0] ?? '', /^history, ms, usual \(worst\) +300$/u);
    assert.equal(lines.length, 20);
    for (const line of lines.slice(1)) assert.match(line, / {2}[\d,.]+( \([\d.]+\))?$/u);
  });
});

describe('bench: pipeline.mjs', () => {
  it('measures each way of coming, with a store, in memory and of the library by itself', async () => {
    const { node } = await setupWorkbenchHost(console.error);
    const lines = (await pipelines(node, { n: 100, rounds: 1 })).trim().split('\n');
    assert.equal(lines.length, 10);
    for (const line of lines.slice(1)) assert.match(line, /(?: +[\d,.]+){12}$/u);
  }).timeout(120_000);
});

describe('bench: chatTab.ts', () => {
  for (const [of, args] of [
    ['a contact', []],
    ['a room', ['--room']],
  ] as const) {
    it(`opens the tab of ${of} and scrolls`, async () => {
      const program = ['--import', 'tsx', 'test/bench/chatTab.ts'];
      const { code, output } = await capture(process.execPath, [...program, ...args, '1', '50']);
      assert.equal(code, 0, output);
      const line = output.split('\n').find((text) => text.startsWith('{')) ?? '';
      const { n, ...figures } = JSON.parse(line) as Record<string, number>;
      assert.equal(n, 50);
      assert.deepEqual(Object.keys(figures), [
        ...['shell', 'messages', 'frame', 'slowFrame', 'slowestFrame', 'nodes'],
      ]);
      for (const [name, figure] of Object.entries(figures)) assert.ok(figure > 0, name);
    });
  }
});

describe('bench: userTable.ts', () => {
  it('filters, sorts and scrolls users, of whom few are in the page', async () => {
    const program = ['--import', 'tsx', 'test/bench/userTable.ts'];
    const { code, output } = await capture(process.execPath, [...program, '1', '2000']);
    assert.equal(code, 0, output);
    const line = output.split('\n').find((text) => text.startsWith('{')) ?? '';
    const { n, ...figures } = JSON.parse(line) as Record<string, number>;
    assert.equal(n, 2000);
    assert.deepEqual(Object.keys(figures), [
      ...['key', 'slowestKey', 'sort', 'frame', 'slowFrame', 'slowestFrame', 'nodes'],
    ]);
    for (const [name, figure] of Object.entries(figures)) assert.ok(figure > 0, name);
    assert.ok((figures['nodes'] ?? 0) < 1000, output);
  });
});

describe('bench: parsers.ts', () => {
  it('reads with each of the three, in two sizes of chunks', async () => {
    const program = ['--import', 'tsx', 'test/bench/parsers.ts'];
    const { code, output } = await capture(process.execPath, [...program, '1', '200']);
    assert.equal(code, 0, output);
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    const figures = lines.map((line) => JSON.parse(line) as { parser: string; mbps: number });
    const parsers = ['parley', 'saxes', 'xmpp.js'];
    assert.deepEqual(
      figures.map(({ parser }) => parser),
      [...parsers, ...parsers],
    );
    for (const { parser, mbps } of figures) assert.ok(mbps > 0, parser);
  });
});

describe('bench: files.ts', () => {
  it('moves a file both ways, as Parley does it and as a plain copy', async () => {
    const program = ['--import', 'tsx', 'test/bench/files.ts'];
    const { code, output } = await capture(process.execPath, [...program, '1', '1']);
    assert.equal(code, 0, output);
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    const figures = lines.map((line) => JSON.parse(line) as Record<'direction' | 'client', string>);
    // Not every machine has it.
    const ofAll = figures.filter(({ client }) => client !== 'curl');
    assert.deepEqual(
      ofAll.map(({ direction, client }) => `${direction} ${client}`),
      [
        ...['download parley', 'download copy', 'upload parley', 'upload copy'],
        ...['upload to Prosody parley', 'upload to ejabberd parley'],
      ],
    );
  });
});

describe('bench: peer.mjs without TLS', () => {
  const OPTIONS = {
    host: '127.0.0.1',
    port: '1',
    jid: 'bench@localhost',
    password: 'bench',
    load: 'L0',
    n: '1',
  };
  const peer = (options: Readonly<Record<string, string>>) =>
    runClient(
      'peer.mjs',
      Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    );

  for (const host of ['192.0.2.1', '0.0.0.0', '::', 'example.org', '127.0.0.1.example.org']) {
    it(`refuses the host ${host}`, async () => {
      const { code, output } = await peer({ ...OPTIONS, host });
      assert.equal(code, 2);
      assert.match(output, /^parley: .* is not a loopback address[^\n]*\.\n$/u);
    });
  }

  it('refuses options that it does not know', async () => {
    const { code, output } = await peer({ ...OPTIONS, tls: 'no' });
    assert.equal(code, 2);
    assert.match(output, /^parley: Unknown option '--tls'\.\n$/u);
  });

  it('refuses loads that it does not know', async () => {
    const { code, output } = await peer({ ...OPTIONS, load: 'L9' });
    assert.equal(code, 2);
    assert.match(output, /^parley: There is no load "L9"[^\n]*\n$/u);
  });

  it('refuses a load of nothing', async () => {
    const { code, output } = await peer({ ...OPTIONS, load: 'L2', n: '0' });
    assert.equal(code, 2);
    assert.match(output, /^parley: --n must be a whole number, 1 or more; "0" is not\.\n$/u);
  });

  it('says in one line that there is no server', async () => {
    const { code, output } = await peer(OPTIONS);
    assert.equal(code, 1);
    assert.match(output, /^parley: [^\n]+\n$/u);
  });

  describe('where only PLAIN is offered', () => {
    let server: Awaited<ReturnType<typeof startLoadServer>>;
    before(async () => {
      server = await startLoadServer('L0', 1, { mechanism: 'PLAIN' });
    });
    after(() => server.end());

    it('keeps the password to itself', async () => {
      const { code, output } = await runClient('peer.mjs', server.args);
      assert.equal(code, 1);
      assert.match(output, /^parley: The server wants the password in clear text[^\n]+\n$/u);
    });
  });
});

describe('bench: click.ts', () => {
  it('opens a chat, and the smallest tab, in a workbench', async () => {
    const program = ['--import', 'tsx', 'test/bench/click.ts'];
    const { code, output } = await capture(process.execPath, [...program, '1']);
    assert.equal(code, 0, output);
    const line = output.split('\n').find((text) => text.startsWith('{')) ?? '';
    type Steps = Record<'frame' | 'page' | 'shell' | 'messages', number>;
    const { floor, ...chat } = JSON.parse(line) as Steps & { readonly floor: Steps };
    for (const { frame, page, shell, messages } of [floor, chat]) {
      assert.ok(frame > 0 && page >= frame && shell >= page && messages > shell, line);
    }
  }).timeout(180_000);
});
