import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Disposable, onDispose } from '../../src/base/lifecycle.ts';

/** A server for one connection after another, each handled by `talk`; on the loopback. */
export async function streamProxy(
  talk: (socket: Socket) => Promise<void>,
): Promise<Disposable & { readonly port: number; readonly connections: () => number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const disposable = onDispose(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port, connections: () => sockets.size, dispose: () => disposable.dispose() };
}

/** Answers the SOCKS5 handshake, byte by byte. @returns the address asked for */
export async function shakeHands(
  socket: Socket,
  { method = [5, 0], reply = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0] } = {},
): Promise<string> {
  await take(socket, 3);
  await drip(socket, method);
  const [length = 0] = (await take(socket, 5)).subarray(4);
  const rest = await take(socket, length + 2);
  await drip(socket, reply);
  return String(rest.subarray(0, length));
}

async function drip(socket: Socket, bytes: readonly number[]): Promise<void> {
  socket.setNoDelay();
  for (const byte of bytes) {
    await new Promise<unknown>((resolve) => socket.write(Buffer.from([byte]), resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function take(socket: Socket, count: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let missing = count; missing > 0;) {
    const part = socket.read(Math.min(missing, socket.readableLength)) as Buffer | null;
    if (part) parts.push(part);
    else await once(socket, 'readable');
    missing -= part?.length ?? 0;
  }
  return Buffer.concat(parts);
}
