import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** How long the other side has to close what we closed. */
const CLOSE_GRACE_MS = 500;

/** A connected TCP, TLS or WebSocket connection. */
export interface Wire {
  /** Whether the other side's certificate was checked. */
  readonly secure: boolean;
  /** The plain TCP socket that STARTTLS goes on with; `undefined` on all others. */
  readonly plain: Socket | undefined;
  /**
   * Starts the delivery of bytes or frames, and of one end, for a WebSocket with its code (RFC 6455
   * §7.4.1). Result: stops it.
   */
  listen(data: (data: Buffer) => void, closed: (code?: number) => void): () => void;
  /** Whether more is read; what is not waits at the other side. */
  setReading(reading: boolean): void;
  write(text: string, done?: (error?: Error | null) => void): void;
  /** Closes politely, and by force after half a second. */
  end(): void;
  destroy(): void;
}

/** @param secure whether `socket` is TLS whose certificate was checked. */
export function socketWire(socket: Socket, secure: boolean): Wire {
  socket.setNoDelay(true);
  // An error is always followed by `close`, which is what counts.
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

/** @param socket open, over TLS whose certificate was checked. */
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

/** A {@link Wire} in the shape of the XMPP library's sockets; on STARTTLS its wire is exchanged. */
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

  /** Why the other side closed a WebSocket (RFC 6455 §7.4.1), once it has. */
  get closeCode(): number | undefined {
    return this.#closeCode;
  }

  /** Called by the library with what `socketParameters` returned. */
  connect(dial: () => Promise<Wire>): void {
    dial().then(
      (wire) => {
        this.attach(wire);
        this.emit('connect');
      },
      (error: unknown) => this.emit('error', error),
    );
  }

  /** Goes on with `wire`. */
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

  /** Hears no more of the present wire. */
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
