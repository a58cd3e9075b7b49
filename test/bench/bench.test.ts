import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { capture, run } from '../../scripts/processes.mjs';
import { bodyOf } from './bodies.mjs';
import { measure, runClient, startLoadServer } from './run.mjs';

const N = 200;
const CHARS = Array.from({ length: N }, (_, index) => bodyOf(index).length).reduce((a, b) => a + b);

const EXPECTED = {
  L0: { seen: 1, chars: 0, bad: 0 },
  L1: { seen: N, chars: 0, bad: 0 },
  L2: { seen: N, chars: CHARS, bad: 0 },
  L5: { seen: N, chars: CHARS, bad: 0 },
} as const;
const LOADS = ['L0', 'L1', 'L2', 'L5'] as const;

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
          const { peer, ms, login_ms, ...rest } = await measure(client, server.args);
          assert.equal(peer, client === 'peer.mjs' ? 'parley' : 'xmpp.js');
          assert.ok(ms > 0 && login_ms > 0);
          assert.deepEqual(rest, { load, n: N, ...EXPECTED[load] });
        } finally {
          await server.end();
        }
      });
    }
  });
}

describe('bench: chatTab.ts', () => {
  it('opens the tab and scrolls', async () => {
    const program = ['--import', 'tsx', 'test/bench/chatTab.ts'];
    const { code, output } = await capture(process.execPath, [...program, '1', '50']);
    assert.equal(code, 0, output);
    const line = output.split('\n').find((text) => text.startsWith('{')) ?? '';
    const { n, ...figures } = JSON.parse(line) as Record<string, number>;
    assert.equal(n, 50);
    assert.deepEqual(Object.keys(figures), [
      ...['shell', 'messages', 'frame', 'slowFrame', 'slowestFrame'],
    ]);
    for (const [name, ms] of Object.entries(figures)) assert.ok(ms > 0, name);
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

  it('says in one line that there is no server', async () => {
    const { code, output } = await peer(OPTIONS);
    assert.equal(code, 1);
    assert.match(output, /^parley: [^\n]+\n$/u);
  });

  describe('where only PLAIN is offered', () => {
    let server: Awaited<ReturnType<typeof startLoadServer>>;
    before(async () => {
      server = await startLoadServer('L0', 1, 'PLAIN');
    });
    after(() => server.end());

    it('keeps the password to itself', async () => {
      const { code, output } = await runClient('peer.mjs', server.args);
      assert.equal(code, 1);
      assert.match(output, /^parley: The server wants the password in clear text[^\n]+\n$/u);
    });
  });
});
