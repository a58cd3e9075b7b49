import type { Socket } from 'node:net';

/** Reads exactly `count` bytes, and leaves those behind them, which belong to the stream. */
export async function take(socket: Socket, count: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let missing = count; missing > 0;) {
    // All that is there: a new listener would hear of the rest at once, again and again.
    const part = socket.read(Math.min(missing, socket.readableLength)) as Buffer | null;
    if (part) {
      parts.push(part);
      missing -= part.length;
    } else if (socket.destroyed || socket.readableEnded) {
      throw new Error('closed too early');
    } else {
      await readable(socket);
    }
  }
  return Buffer.concat(parts);
}

function readable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close'];
    const wake = () => {
      for (const event of events) socket.off(event, wake);
      resolve();
    };
    for (const event of events) socket.on(event, wake);
  });
}
