import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HELLO, openPipe, PING } from '../../../src/windows/pipe.ts';
import { connectPipe } from '../../../src/windows/pipeClient.ts';
import { until } from '../../support/client.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeLog } from '../../support/fakeSession.ts';

describe('connectPipe', () => {
  let folder: string;
  let server: Server;
  let sockets: Socket[];
  /** What the owner answers; nothing where it is missing. */
  let answers: Map<string, string>;
  let pings: number;
  let stuck: number;
  let clock: FakeClock;
  let log: FakeLog;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pipe-'));
    [sockets, answers, pings, stuck] = [[], new Map([[HELLO, 'countersign']]), 0, 0];
    clock = new FakeClock();
    log = new FakeLog();
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      const pipe = openPipe(socket);
      for (const method of [HELLO, PING]) {
        pipe.onRequest(method, () => {
          if (method === PING) pings += 1;
          return answers.get(method) ?? new Promise<string>(() => undefined);
        });
      }
      pipe.listen();
    }).listen(path.join(folder, 'pipe'));
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });

  /** As the system does to what a killed process had not read. */
  const reset = (socket: Socket) => socket.destroy(new Error('read ECONNRESET'));
  const open = async () => {
    const socket = connect(path.join(folder, 'pipe'));
    sockets.push(socket);
    await once(socket, 'connect');
    const record = { pipe: '', password: 'password', countersign: 'countersign' };
    return connectPipe(socket, record, { clock, log, onStuck: () => (stuck += 1) });
  };

  it('stays while the owner gives signs of life, and leaves one that gives none', async () => {
    answers.set(PING, 'here');
    const { closed } = await open();
    for (let beat = 1; beat <= 3; beat++) {
      await until(() => pings === beat && clock.pending === 1 && clock.nextIn === 2000);
      if (beat === 3) answers.delete(PING);
      clock.advance(2000);
    }
    await until(() => pings === 4);
    clock.advance(3999);
    assert.deepEqual([log.lines, stuck], [[], 0]);
    clock.advance(1);
    await closed;
    assert.deepEqual([log.lines.length, stuck], [1, 1]);
  });

  it('F13: finds an owner stuck who is there and says nothing at all', async () => {
    answers.clear();
    const opening = open();
    opening.catch(() => undefined);
    await until(() => clock.pending === 2);
    clock.advance(4000);
    await assert.rejects(opening, /got disposed/u);
    await until(() => clock.pending === 0);
    assert.equal(stuck, 1);
  });

  it('gives up an owner who lives and does not answer, or answers otherwise', async () => {
    answers.set(PING, 'here');
    answers.set(HELLO, 'something else');
    await assert.rejects(open(), /somebody else answers/u);
    answers.delete(HELLO);
    const opening = open();
    opening.catch(() => undefined);
    for (let beat = 0; beat < 8; beat++) {
      await until(() => clock.pending === 2 && clock.nextIn !== undefined && clock.nextIn <= 2000);
      clock.advance(2000);
    }
    await assert.rejects(opening, /got disposed/u);
    await until(() => clock.pending === 0);
    assert.equal(stuck, 0);
  });

  it('ends with the owner, however that ends', async () => {
    answers.set(PING, 'here');
    for (const end of [(socket: Socket) => socket.destroy(), reset]) {
      const { closed } = await open();
      for (const socket of sockets) end(socket);
      await closed;
    }
  });
});
