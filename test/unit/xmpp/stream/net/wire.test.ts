import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketWire } from '../../../../../src/xmpp/stream/net/wire.ts';

const FRAMES = 2000;
/** What a socket may hold already is delivered all the same. */
const HELD_BYTES = 256 * 1024;

describe('webSocketWire', () => {
  it('leaves with the other side what is not read, and loses nothing', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const frame = 'x'.repeat(1024);
    server.on('connection', (peer) => {
      for (let n = 0; n < FRAMES; n++) peer.send(`${n} ${frame}`);
    });
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const wire = webSocketWire(socket);
    const heard: number[] = [];
    const ended = new Promise<void>((resolve) => {
      wire.listen(
        (data) => {
          if (heard.push(parseInt(data.toString(), 10)) === 1) wire.setReading(false);
          if (heard.length === FRAMES) resolve();
        },
        () => {
          resolve();
        },
      );
    });
    await once(socket, 'message');
    await delay(50);
    const { length } = heard;
    assert.ok(length * frame.length <= HELD_BYTES, `${length} frames`);
    await delay(50);
    assert.equal(heard.length, length);
    wire.setReading(true);
    await ended;
    assert.deepEqual(
      heard,
      Array.from({ length: FRAMES }, (_, n) => n),
    );
    wire.destroy();
    server.close();
  });
});
