import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HELLO, HELLO_MS, openPipe } from '../../../src/windows/pipe.ts';
import { PipeServer } from '../../../src/windows/pipeServer.ts';
import { until } from '../../support/client.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeLog } from '../../support/fakeSession.ts';

const record = { pipe: '', password: 'password', countersign: 'countersign' };

describe('PipeServer', () => {
  let folder: string;
  let server: Server;
  let clock: FakeClock;
  let log: FakeLog;
  let pipes: PipeServer;
  let sockets: Socket[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pipe-'));
    [clock, log, sockets] = [new FakeClock(), new FakeLog(), []];
    pipes = new PipeServer(clock, log);
    server = createServer((socket) => {
      pipes.accept(socket, record);
    }).listen(path.join(folder, 'pipe'));
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    pipes.dispose();
    server.close();
    await rm(folder, { recursive: true });
  });

  const open = async () => {
    const socket = connect(path.join(folder, 'pipe'));
    sockets.push(socket.on('error', () => undefined));
    await once(socket, 'connect');
    return socket;
  };

  it('A22: cuts off who does not say hello', async () => {
    const socket = await open();
    await until(() => clock.pending === 1);
    clock.advance(HELLO_MS - 1);
    assert.deepEqual(log.lines, []);
    clock.advance(1);
    await new Promise((resolve) => socket.resume().once('close', resolve));
    assert.match(String(log.lines[0]), /did not make itself known/u);
  });

  it('A22: cuts off who says much before, and reads no more of it', async () => {
    for (const head of ['', 'Content-Length: 1000000000\r\n\r\n']) {
      const socket = await open();
      let written = head.length;
      socket.write(head);
      const more = () => {
        while (!socket.destroyed && socket.write('x'.repeat(1000))) written += 1000;
      };
      socket.on('drain', more);
      more();
      await new Promise((resolve) => socket.resume().once('close', resolve));
      assert.ok(written < 10_000_000, `${written} bytes were taken`);
    }
    assert.match(String(log.lines[0]), /said too much before it was known/u);
    assert.equal(clock.pending, 0);
  });

  it('lets who has said hello take its time, and say much', async () => {
    const socket = await open();
    const pipe = openPipe(socket);
    pipe.listen();
    const answer = pipe.sendRequest(HELLO, record.password);
    pipes.serve({
      request: () => Promise.reject(new Error('no')),
      watch: () => ({ dispose() {} }),
    } as never);
    assert.equal(await answer, record.countersign);
    assert.equal(clock.pending, 0);
    await pipe.sendRequest('unknown', 'x'.repeat(100_000)).catch(() => undefined);
    assert.equal(socket.destroyed, false);
    pipe.dispose();
  });
});
