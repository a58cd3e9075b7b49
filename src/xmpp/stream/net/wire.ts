import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Timeout for the peer to close a connection that we closed, in milliseconds. */
const CLOSE_GRACE_MS = 500;

/** A connected TCP, TLS or WebSocket connection. */
export interface Wire {
  /** Whether the peer's certificate was verified. */
  readonly secure: boolean;
  /** The plain TCP socket for STARTTLS; `undefined` for other wires. */
  readonly plain: Socket | undefined;
  /**
   * Starts the delivery of bytes or frames, and of the close, for a WebSocket with its code (RFC
   * 6455 §7.4.1).
   * @returns a function that stops it
   */
  listen(data: (data: Buffer) => void, closed: (code?: number) => void): () => void;
  /** Sets whether data is read; unread data waits at the peer. */
  setReading(reading: boolean): void;
  write(text: string, done?: (error?: Error | null) => void): void;
  /** Closes gracefully, and forcibly after half a second. */
  end(): void;
  destroy(): void;
}

/** @param secure whether `socket` is TLS whose certificate was verified */
export function socketWire(socket: Socket, secure: boolean): Wire {
  socket.setNoDelay(true);
  // An error is always followed by `close`, which is handled.
  socket.on('error', () => undefined);
  return {
    secure,
    plain: secure ? undefined : socket,
    listen(data, closed) {
      const end = () => {
        closed();
      };
      socket.on('data', data).once('close', end);
      return () => socket.off('data', data).off('close', end);
    },
    setReading: (reading) => (reading ? socket.resume() : socket.pause()),
    write: (text, done) => socket.write(text, done),
    end() {
      socket.end();
      setTimeout(() => socket.destroy(), CLOSE_GRACE_MS).unref();
    },
    destroy: () => socket.destroy(),
  };
}

/** @param socket open, over TLS whose certificate was verified */
export function webSocketWire(socket: WebSocket): Wire {
  socket.on('error', () => undefined);
  return {
    secure: true,
    plain: undefined,
    listen(data, closed) {
      // `binaryType` is `nodebuffer` unless set otherwise, so every message is one Buffer.
      const message = (frame: unknown) => {
        data(frame as Buffer);
      };
      socket.on('message', message).once('close', closed);
      return () => socket.off('message', message).off('close', closed);
    },
    setReading(reading) {
      if (reading) socket.resume();
      else socket.pause();
    },
    write(text, done) {
      socket.send(text, done);
    },
    end() {
      socket.close();
      setTimeout(() => {
        socket.terminate();
      }, CLOSE_GRACE_MS).unref();
    },
    destroy() {
      socket.terminate();
    },
  };
}

/** Adapts a {@link Wire} to the XMPP library's sockets; STARTTLS replaces the wire. */
export class WireSocket extends EventEmitter {
  #wire: Wire | undefined;
  #unlisten: (() => void) | undefined;
  #closeCode: number | undefined;

  get secure(): boolean {
    return this.#wire?.secure === true;
  }

  get plain(): Socket | undefined {
    return this.#wire?.plain;
  }

  /** The code with which the peer closed a WebSocket (RFC 6455 §7.4.1), once it has. */
  get closeCode(): number | undefined {
    return this.#closeCode;
  }

  /** Called by the library with the result of `socketParameters`. */
  connect(dial: () => Promise<Wire>): void {
    dial().then(
      (wire) => {
        this.attach(wire);
        this.emit('connect');
      },
      (error: unknown) => this.emit('error', error),
    );
  }

  /** Replaces the current wire with `wire`. */
  attach(wire: Wire): void {
    this.detach();
    this.#wire = wire;
    this.#unlisten = wire.listen(
      (data) => this.emit('data', data),
      (code) => {
        this.#closeCode = code;
        this.emit('close');
      },
    );
  }

  /** Stops listening to the current wire. */
  detach(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
  }

  setReading(reading: boolean): void {
    this.#wire?.setReading(reading);
  }

  write(text: string, done?: (error?: Error | null) => void): void {
    if (this.#wire) this.#wire.write(text, done);
    else done?.(new Error('not connected'));
  }

  end(): void {
    this.#wire?.end();
  }

  destroy(): void {
    this.#wire?.destroy();
  }
}
