import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPipe } from '../../../src/windows/pipe.ts';
import { IncomingLimit, OutgoingLimit } from '../../../src/windows/pipeLimits.ts';
import { until } from '../../support/client.ts';

const MAX = 256 * 1024;

const frame = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
const notification = (params: unknown) =>
  frame(JSON.stringify({ jsonrpc: '2.0', method: 'note', params }));

describe('IncomingLimit', () => {
  let folder: string;
  let server: Server;
  let theirs: Socket;
  let ours: Socket;
  let heard: number;
  let cut: string[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pipe-'));
    [heard, cut] = [0, []];
    const accepted = new Promise<Socket>((resolve) => {
      server = createServer(resolve).listen(path.join(folder, 'pipe'));
    });
    await once(server, 'listening');
    theirs = connect(path.join(folder, 'pipe')).on('error', () => undefined);
    ours = (await accepted).on('error', () => undefined);
    const limit = new IncomingLimit(
      ours,
      (why) => {
        cut.push(why);
        ours.destroy();
      },
      MAX,
    );
    limit.known();
    const pipe = openPipe(ours, (bytes) => {
      limit.handled(bytes);
    });
    pipe.onNotification('note', () => {
      heard += 1;
    });
    pipe.listen();
  });
  afterEach(async () => {
    theirs.destroy();
    ours.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('A22: reads no more while messages wait, however small and many they are', async () => {
    const one = notification(1);
    const count = Math.ceil((8 * MAX) / one.length);
    theirs.write(one.repeat(count));
    await until(
      () => heard === count || cut.length > 0,
      60_000,
      () => `${heard} of ${count}`,
    );
    assert.deepEqual(cut, []);
  });

  it('takes any number of messages as large as may be, and what comes right after them', async () => {
    const large = notification('x'.repeat(MAX - 70 * 1024));
    for (let n = 0; n < 20; n++) theirs.write(large + notification(n));
    await until(
      () => heard === 40 || cut.length > 0,
      60_000,
      () => `${heard} of 40`,
    );
    assert.deepEqual(cut, []);
  });

  for (const [what, text] of [
    ['a message that is larger', notification('x'.repeat(2 * MAX))],
    [
      'a message that is announced as larger',
      `Content-Length: 99999999999\r\n\r\n${'x'.repeat(2 * MAX)}`,
    ],
    ['a head without an end', 'x'.repeat(2 * MAX)],
  ] as const) {
    it(`A22: cuts off who sends ${what}`, async () => {
      theirs.write(text);
      await until(
        () => cut.length > 0,
        10_000,
        () => `${heard} heard`,
      );
      assert.deepEqual([cut, heard], [['it said too much at once'], 0]);
    });
  }
});

describe('OutgoingLimit', () => {
  const result = (value: unknown) => ({ type: 'result', id: 1, result: value });

  it('A22: counts messages, and bytes of whatever they hold, until they are sent', () => {
    const bytes = 10_000;
    for (const value of [
      'x'.repeat(3000),
      new Uint8Array(2250),
      { body: 'x'.repeat(2980) },
      Array.from({ length: 300 }, () => 1),
      [[['x'.repeat(1500)], { a: { b: 'x'.repeat(1450) } }]],
    ]) {
      const limit = new OutgoingLimit({ messages: 100, bytes });
      const [first] = [1, 2, 3].map(() => limit.admit(result(value)));
      assert.ok(first);
      assert.equal(limit.admit(result(value)), undefined);
      first();
      assert.ok(limit.admit(result(value)));
    }
    const few = new OutgoingLimit({ messages: 3 });
    const sent = [1, 2, 3].map(() => few.admit(result(null)));
    assert.equal(few.admit(result(null)), undefined);
    sent[0]?.();
    assert.ok(few.admit(result(null)));
  });

  it('A22: has changes wait beside a large answer, and few of them', () => {
    const limit = new OutgoingLimit({ messages: 1000 });
    const file = new Uint8Array(100 * 1024 * 1024);
    assert.ok(limit.admit(result(file)));
    const change = { type: 'change', change: 'x'.repeat(1024 * 1024) };
    let taken = 0;
    while (limit.admit(change)) taken += 1;
    assert.equal(taken, 63);
    assert.ok(limit.admit(result(file)));
    assert.ok(limit.admit(result(file)));
    assert.equal(limit.admit(result(file)), undefined);
  });
});
