import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { getEventListeners, once } from 'node:events';
import { createServer, Socket, type AddressInfo } from 'node:net';
import { ConnectionError } from '../../../../../src/xmpp/stream/connectionError.ts';
import { openSocket } from '../../../../../src/xmpp/stream/net/openSocket.ts';
import { FakeClock } from '../../../../support/fakeClock.ts';
import { settle } from '../../../../support/settle.ts';

const address = (text: string): LookupAddress => ({
  address: text,
  family: text.includes(':') ? 6 : 4,
});

/** A host whose addresses answer, in ms, as `answers` says: with an error, a connection, or never. */
class Host {
  readonly clock = new FakeClock();
  readonly sockets = new Map<string, Socket>();
  readonly started: string[] = [];
  readonly #answers: Record<string, readonly [ms: number, error?: string]>;

  constructor(answers: Record<string, readonly [ms: number, error?: string]>) {
    this.#answers = answers;
  }

  open(signal = new AbortController().signal): Promise<Socket> {
    return openSocket('host', 5222, signal, {
      clock: this.clock,
      lookup: () => Promise.resolve(Object.keys(this.#answers).map(address)),
      connect: ({ address: text }) => {
        const socket = new Socket();
        this.sockets.set(text, socket);
        this.started.push(`${text} ${this.clock.monotonic()}`);
        const [ms, error] = this.#answers[text] ?? [Infinity];
        if (ms === Infinity) return socket;
        this.clock.after(ms, () => {
          if (socket.destroyed) return;
          if (error === undefined) socket.emit('connect');
          else socket.emit('error', Object.assign(new Error(error), { code: error }));
        });
        return socket;
      },
    });
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      await settle();
      this.clock.advance(50);
    }
    await settle();
  }
}

async function codeOf(opening: Promise<Socket>): Promise<string> {
  const error: unknown = await opening.catch((reason: unknown) => reason);
  assert.ok(error instanceof ConnectionError);
  return error.code;
}

describe('openSocket', () => {
  it('waits for a slow handshake where there is no way to the other address', async () => {
    for (const order of [
      ['192.0.2.1', '2001:db8::1'],
      ['2001:db8::1', '192.0.2.1'],
    ]) {
      const answers = { '192.0.2.1': [3000], '2001:db8::1': [0, 'ENETUNREACH'] } as const;
      const host = new Host(
        Object.fromEntries(Object.entries(answers).toSorted(([a]) => (a === order[0] ? -1 : 1))),
      );
      const opening = host.open();
      await host.pass(3100);
      assert.equal(await opening, host.sockets.get('192.0.2.1'));
    }
  });

  it('leaves nothing behind at the signal', async () => {
    const { signal } = new AbortController();
    for (const answer of [[0], [0, 'ECONNREFUSED']] as const) {
      const host = new Host({ '192.0.2.1': answer });
      const opening = host.open(signal).catch(() => undefined);
      await host.pass(50);
      await opening;
      assert.deepEqual(getEventListeners(signal, 'abort'), []);
    }
  });

  it('tries the families by turns, each address with a start of 250 ms, and lets go of the rest', async () => {
    const host = new Host({
      '2001:db8::1': [Infinity],
      '2001:db8::2': [Infinity],
      '192.0.2.1': [Infinity],
      '192.0.2.2': [1000],
    });
    const opening = host.open();
    await host.pass(2000);
    assert.deepEqual(host.started, [
      '2001:db8::1 0',
      '192.0.2.1 250',
      '2001:db8::2 500',
      '192.0.2.2 750',
    ]);
    assert.equal(await opening, host.sockets.get('192.0.2.2'));
    for (const [text, socket] of host.sockets) {
      assert.equal(socket.destroyed, text !== '192.0.2.2', text);
    }
    assert.equal(host.clock.pending, 0);
  });

  it('goes on at once when an address fails, and tells the error that says most', async () => {
    const host = new Host({
      '2001:db8::1': [0, 'ENETUNREACH'],
      '192.0.2.1': [0, 'ECONNREFUSED'],
    });
    const opening = codeOf(host.open());
    await host.pass(100);
    assert.equal(await opening, 'server-refused');
    assert.ok(
      host.started.every((start) => Number(start.split(' ')[1]) <= 50),
      host.started.join(),
    );
    const offline = new Host({
      '2001:db8::1': [0, 'ENETUNREACH'],
      '192.0.2.1': [0, 'ENETUNREACH'],
    });
    const failing = codeOf(offline.open());
    await offline.pass(100);
    assert.equal(await failing, 'offline');
  });

  it('gives up when it is told to', async () => {
    const host = new Host({ '192.0.2.1': [Infinity], '2001:db8::1': [Infinity] });
    const giveUp = new AbortController();
    const opening = codeOf(host.open(giveUp.signal));
    await host.pass(300);
    giveUp.abort();
    assert.equal(await opening, 'stopped');
    assert.ok([...host.sockets.values()].every(({ destroyed }) => destroyed));
    assert.equal(host.clock.pending, 0);
  });

  it('reaches real addresses', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const name of ['localhost', '127.0.0.1']) {
      const socket = await openSocket(name, port, new AbortController().signal);
      assert.equal(socket.remotePort, port);
      socket.destroy();
    }
    server.close();
    await once(server, 'close');
  });
});
