// Megabytes a second of files that go directly to another client (XEP-0047, XEP-0065), in ours and
// through a real server, beside plain copies between two sockets: of this machine, and through the same proxy.
// Usage: streams.ts <rounds> <MiB>; prints a line of JSON for each way.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Jid } from '../../src/base/jid.ts';
import type { ByteStream } from '../../src/xmpp/byteStream.ts';
import { expectSocks5, openSocks5 } from '../../src/xmpp/files/socks5.ts';
import { connectStreamHost } from '../../src/xmpp/files/socks5Client.ts';
import type { XmppLink } from '../../src/xmpp/link.ts';
import type { Session } from '../../src/xmpp/stanza/session.ts';
import { xml } from '../../src/xmpp/stanza/xml.ts';
import { expectInBand, IN_BAND_BLOCK, openInBand } from '../../src/xmpp/xep/0047-inBand.ts';
import { NS } from '../../src/xmpp/xep/0047-stream.ts';
import { activateProxy, findProxies, streamAddress } from '../../src/xmpp/xep/0065-socks5.ts';
import { openSession, SERVERS } from '../servers/scene.ts';
import { median } from './statistics.mjs';

const MIB = 2 ** 20;
const WRITE_BYTES = 64 * 1024;
const MAX_BLOCK = 65_535;
/** The size of blocks that XEP-0047 §5 recommends, and other clients use. */
const PLAIN_BLOCK = 4096;
/** In band, of the file that goes by sockets: a server copies each byte some times, as text. */
const IN_BAND_SHARE = 1 / 16;
const { signal } = new AbortController();

interface Ends {
  readonly sender: ByteStream;
  readonly receiver: ByteStream;
}

interface Peers {
  readonly ada: Session;
  readonly bob: Session;
  readonly from: Jid;
  readonly to: Jid;
}

const [rounds = 1, mib = 64] = process.argv.slice(2).map(Number);
const content = randomBytes(mib * MIB);
const few = content.subarray(0, Math.ceil(content.length * IN_BAND_SHARE));
let streams = 0;
let isDirect = false;

print('none', 'plain copy, TCP', await rate(content.length, copy));
for (const [name, start] of SERVERS) {
  const server = await start();
  const links: XmppLink[] = [];
  try {
    for (const user of ['ada', 'bob']) {
      await server.addUser(user, 'secret');
      // Bob reaches an address of Ada's while she allows it.
      links.push(await openSession(server, user, () => (isDirect ? ['127.0.0.1'] : [])));
    }
    const [ada, bob] = links.map(({ session }) => session);
    if (!ada?.jid || !bob?.jid) throw new Error('offline');
    const peers: Peers = { ada, bob, from: ada.jid, to: bob.jid };
    const socks5 = () => overSocks5(peers);
    print(name, 'SOCKS5, proxy', await rate(content.length, () => transfer(socks5, content)));
    print(name, 'plain copy, proxy', await rate(content.length, () => copyByProxy(peers)));
    isDirect = true;
    print(name, 'SOCKS5, direct', await rate(content.length, () => transfer(socks5, content)));
    isDirect = false;
    const alone = await rate(few.length, () => transfer(() => inBand(peers, true), few));
    print(name, 'in band, one block at a time', alone);
    print(name, 'in band', await rate(few.length, () => transfer(() => inBand(peers), few)));
  } finally {
    for (const link of links) await link.stop();
    await server.stop();
  }
}

/** The median of all rounds, in MB/s. */
async function rate(bytes: number, run: () => Promise<void>): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await run();
    rates.push(bytes / 1000 / (performance.now() - began));
  }
  return median(rates);
}

function print(server: string, way: string, mbps: number): void {
  console.log(JSON.stringify({ server, way, mbps }));
}

function copy(): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.resume().on('end', () => {
        server.close();
        resolve();
      });
    }).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      pipeline(pieces(content), connect(port, '127.0.0.1')).catch(reject);
    });
  });
}

/** What the proxy takes at most: from one plain socket to another. */
async function copyByProxy({ ada, from, to }: Peers): Promise<void> {
  const sid = `p${(streams += 1)}`;
  const [proxy] = await findProxies(ada);
  if (!proxy) throw new Error('no proxy');
  const connectTo = () =>
    connectStreamHost(proxy, streamAddress(sid, from, to), () => true, signal);
  // The target is who connects first.
  const [target, requester] = [await connectTo(), await connectTo()];
  await activateProxy(ada, proxy, sid, to);
  let received = 0;
  target.on('data', ({ length }: Buffer) => (received += length));
  await Promise.all([once(target, 'close'), pipeline(pieces(content), requester)]);
  if (received !== content.length) throw new Error(`${received} bytes came`);
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += WRITE_BYTES) yield bytes.subarray(at, at + WRITE_BYTES);
}

async function transfer(open: () => Promise<Ends>, bytes: Buffer): Promise<void> {
  const { sender, receiver } = await open();
  const received = (async () => {
    let received = 0;
    for await (const piece of receiver.input) received += piece.length;
    if (received !== bytes.length) throw new Error(`${received} bytes came`);
  })();
  for (const piece of pieces(bytes)) await sender.write(piece);
  await Promise.all([sender.end(), received]);
  receiver.destroy();
}

async function overSocks5({ ada, bob, from, to }: Peers): Promise<Ends> {
  const sid = `s${(streams += 1)}`;
  const expected = expectSocks5(bob, from, sid, signal);
  const sender = await openSocks5(ada, to, sid, signal);
  return { sender, receiver: await expected };
}

/** @param isAlone whether a block waits for the answer to the one before it */
async function inBand({ ada, bob, from, to }: Peers, isAlone = false): Promise<Ends> {
  const sid = `i${(streams += 1)}`;
  const expected = expectInBand(bob, from, sid, { blockSize: MAX_BLOCK, signal });
  const blockSize = isAlone ? PLAIN_BLOCK : IN_BAND_BLOCK;
  const sender = await openInBand(ada, to, sid, { blockSize });
  const receiver = await expected;
  return { sender: isAlone ? oneByOne(ada, to, sid, sender) : sender, receiver };
}

/** Sends as the plainest client does (XEP-0047 §2.2). */
function oneByOne(session: Session, to: Jid, sid: string, stream: ByteStream): ByteStream {
  let seq = 0;
  return {
    input: stream.input,
    write: async (bytes) => {
      for (let at = 0; at < bytes.length; at += PLAIN_BLOCK) {
        const text = Buffer.from(bytes.subarray(at, at + PLAIN_BLOCK)).toString('base64');
        const payload = xml('data', { xmlns: NS, sid, seq: String(seq++ % 65_536) }, text);
        await session.request({ type: 'set', to, payload });
      }
    },
    end: () => stream.end(),
    destroy: () => {
      stream.destroy();
    },
  };
}
