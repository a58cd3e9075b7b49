import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ownAddresses } from '../../../../src/xmpp/files/directHosts.ts';
import { Socks5Listener } from '../../../../src/xmpp/files/socks5Listener.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const ADDRESS = 'c0ffee'.padEnd(40, '0');
const GREETING = [5, 1, 0];

function request(address: string): number[] {
  return [5, 1, 0, 3, address.length, ...Buffer.from(address), 0, 0];
}

describe('listening for a SOCKS5 bytestream (XEP-0065)', () => {
  let clock: FakeClock;
  let listener: Socks5Listener;
  let sockets: Socket[];

  beforeEach(async () => {
    clock = new FakeClock();
    sockets = [];
    const opened = await Socks5Listener.open(['127.0.0.1', '203.0.113.1'], ADDRESS, clock);
    assert.ok(opened);
    listener = opened;
  });
  afterEach(() => {
    listener.dispose();
    for (const socket of sockets) socket.destroy();
  });

  /** A connection, once it is made. */
  async function connected(): Promise<Socket> {
    const [at] = listener.addresses;
    assert.ok(at);
    const socket = connect(at.port, at.host);
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  /** All that is answered until the end of the connection. */
  async function answerTo(socket: Socket, ...bytes: number[]): Promise<readonly number[]> {
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    const closed = once(socket, 'close');
    socket.write(Buffer.from(bytes));
    await closed;
    return [...Buffer.concat(parts)];
  }

  it('is only at addresses of ours, at a port that is free', () => {
    assert.deepEqual(
      listener.addresses.map(({ host }) => host),
      ['127.0.0.1'],
    );
    assert.ok((listener.addresses[0]?.port ?? 0) > 1023);
  });

  it('takes the peer, byte by byte, and what comes behind its handshake', async () => {
    const socket = await connected();
    socket.setNoDelay();
    for (const byte of [...GREETING, ...request(ADDRESS)]) {
      await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
    }
    socket.write('abc');
    const taken = await listener.take();
    listener.dispose();
    const [part] = (await once(taken, 'data')) as [Buffer];
    assert.equal(String(part), 'abc');
    taken.destroy();
    await assert.rejects(connected(), { code: 'ECONNREFUSED' });
  });

  it('A46: refuses another address, and a second connection', async () => {
    const wrong = await answerTo(await connected(), ...GREETING, ...request('x'.repeat(40)));
    assert.deepEqual(wrong.slice(0, 4), [5, 0, 5, 2]);
    const first = await connected();
    first.write(Buffer.from([...GREETING, ...request(ADDRESS)]));
    const taken = await listener.take();
    const second = await answerTo(await connected(), ...GREETING, ...request(ADDRESS));
    assert.deepEqual(second.slice(0, 4), [5, 0, 5, 2]);
    assert.equal(taken.destroyed, false);
    taken.destroy();
  });

  const others = {
    'another version': [4, 1, 0],
    'a web browser': [...Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    'a client that wants a password': [5, 1, 2],
  };
  for (const [what, bytes] of Object.entries(others)) {
    it(`A46: says nothing to ${what}`, async () => {
      assert.deepEqual(await answerTo(await connected(), ...bytes), []);
    });
  }

  for (const [what, bytes] of Object.entries({
    'another command': [5, 2, 0, 3, 1, 97, 0, 0],
    'another type of address': [5, 1, 0, 1, 127, 0, 0, 1, 0, 0],
  })) {
    it(`A46: ends over ${what}`, async () => {
      assert.deepEqual(await answerTo(await connected(), ...GREETING, ...bytes), [5, 0]);
    });
  }

  it('A46: ends silent connections after five seconds', async () => {
    const socket = await connected();
    const answered = once(socket, 'data');
    socket.write(Buffer.from(GREETING));
    await answered;
    const closed = once(socket, 'close');
    clock.advance(5000);
    await closed;
  });

  it('A46: lets the peer in however many connections others make', async () => {
    const silent = [];
    for (let n = 0; n < 20; n++) silent.push(once(await connected(), 'close'));
    const socket = await connected();
    socket.write(Buffer.from([...GREETING, ...request(ADDRESS)]));
    (await listener.take()).destroy();
    // Eight are left at most, the peer among them.
    await Promise.all(silent.slice(0, 13));
    listener.dispose();
    await Promise.all(silent);
  });

  it('A46: offers no address of a loopback, a link or a container', () => {
    const address = (ip: string, internal = false) => ({
      address: ip,
      netmask: '',
      mac: '',
      cidr: null,
      internal,
      ...(ip.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
    });
    const found = ownAddresses({
      lo: [address('127.0.0.1', true), address('::1', true)],
      eth0: [address('192.168.1.2'), address('fe80::1'), address('2001:db8::2')],
      wlan0: [address('169.254.3.4')],
      docker0: [address('172.17.0.1')],
      'br-0123456789ab': [address('172.18.0.1')],
    });
    assert.deepEqual(found, ['192.168.1.2', '2001:db8::2']);
  });
});
