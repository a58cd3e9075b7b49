import type { Socket } from 'node:net';
import { userError } from '../../base/userError.ts';
import { cancelled, TransferError } from '../transferError.ts';
import type { ByteStream } from '../byteStream.ts';

/** For the peer, or the proxy, to close after the last byte, in milliseconds. */
const CLOSE_MS = 10_000;

/** A stream over a connected socket (XEP-0065). */
export class Socks5Stream implements ByteStream {
  readonly input: AsyncIterable<Uint8Array>;
  readonly #socket: Socket;
  #isDestroyed = false;
  #hasEnded = false;

  /** @param socket paused, after its handshake */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.input = this.#read();
    socket.once('end', () => {
      this.#hasEnded = true;
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#watch();
    this.#checkOpen();
    if (this.#socket.write(bytes)) return;
    await this.#event('drain');
    this.#checkOpen();
  }

  async end(): Promise<void> {
    this.#watch();
    const socket = this.#socket;
    this.#checkOpen();
    // Prosody's proxy may keep the last bytes until the sender has closed its direction.
    const finished = new Promise<boolean>((resolve) => {
      socket.once('close', () => {
        resolve(false);
      });
      socket.end(() => {
        resolve(socket.writableFinished);
      });
    });
    if (!(await finished)) throw this.#reason();
    const patience = setTimeout(() => socket.destroy(), CLOSE_MS);
    await this.#event('end');
    clearTimeout(patience);
    socket.destroy();
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#socket.destroy();
  }

  async *#read(): AsyncGenerator<Uint8Array, void> {
    const chunks = this.#socket.iterator({ destroyOnReturn: false });
    try {
      for await (const chunk of chunks) yield chunk as Buffer;
    } catch {
      throw this.#reason();
    }
    if (!this.#hasEnded) throw this.#reason();
  }

  /** Notices that the peer closes, when only written to. */
  #watch(): void {
    if (this.#socket.listenerCount('readable') === 0) this.#socket.resume();
  }

  /** @throws TransferError */
  #checkOpen(): void {
    if (this.#socket.destroyed || this.#hasEnded) throw this.#reason();
  }

  #reason(): TransferError {
    if (this.#isDestroyed || this.#hasEnded) return cancelled();
    return new TransferError(userError('offline.transfer'));
  }

  /** Resolves at this event, or when the connection is over. */
  #event(name: 'drain' | 'end'): Promise<void> {
    const events = [name, 'end', 'close'];
    return new Promise((resolve) => {
      if (this.#hasEnded || this.#socket.destroyed) resolve();
      const wake = () => {
        for (const event of events) this.#socket.off(event, wake);
        resolve();
      };
      for (const event of events) this.#socket.on(event, wake);
    });
  }
}
