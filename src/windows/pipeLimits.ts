import type { Socket } from 'node:net';

/** Maximum number of bytes accepted before authentication. */
const MAX_UNAUTHENTICATED = 4096;
/** Maximum size of one message, and of all queued ones: V8 limits strings to 512 MiB. */
export const MAX_BYTES = 512 * 1024 * 1024;
/** Maximum size of queued changes: a window cut off for it gets a snapshot when it reconnects. */
const MAX_CHANGES_BYTES = 64 * 1024 * 1024;
/** Number of event loop turns without a message after which the read buffer is exhausted. */
const QUIET_TURNS = 2;
/** Overhead of an element of a list or an object, in bytes. */
const ELEMENT_BYTES = 8;

/**
 * Limits incoming data: cuts off a peer that sends more than a handshake before authentication, or
 * more than the maximum size of a message. Reading pauses while messages are being handled.
 */
export class IncomingLimit {
  readonly #socket: Socket;
  readonly #most: number;
  #isKnown = false;
  #received = 0;
  #handled = 0;

  /** Must be created before the pipe listens. */
  constructor(socket: Socket, cut: (why: string) => void, most = MAX_BYTES) {
    this.#socket = socket;
    this.#most = most;
    socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      if (this.#received - (this.#isKnown ? this.#handled : 0) > this.#limit) {
        cut(this.#isKnown ? 'it said too much at once' : 'it said too much before it was known');
        return;
      }
      socket.pause();
      this.#resumeAfter(QUIET_TURNS, this.#handled);
    });
  }

  /** Lifts the limit after authentication. */
  known(): void {
    this.#isKnown = true;
  }

  /** Records a message of this size, in bytes, as handled. */
  handled(bytes: number): void {
    this.#handled += bytes + `Content-Length: ${bytes}\r\n\r\n`.length;
  }

  get #limit(): number {
    return this.#isKnown ? this.#most : MAX_UNAUTHENTICATED;
  }

  #resumeAfter(turns: number, handled: number): void {
    setImmediate(() => {
      if (this.#handled !== handled) this.#resumeAfter(QUIET_TURNS, this.#handled);
      else if (turns > 1) this.#resumeAfter(turns - 1, handled);
      else this.#socket.resume();
    });
  }
}

/** Limits outgoing messages that the peer has not read yet. */
export class OutgoingLimit {
  readonly #most: { readonly messages: number; readonly bytes: number };
  #messages = 0;
  readonly #bytes = { change: 0, other: 0 };

  /** @param most maximum number of queued messages, and their maximum total size in bytes */
  constructor(most: { readonly messages: number; readonly bytes?: number }) {
    this.#most = { bytes: MAX_BYTES, ...most };
  }

  /**
   * Counts a message until it is sent.
   * @returns a function to call once it is; `undefined` if it exceeds the limit
   */
  admit(message: { readonly type: string }): (() => void) | undefined {
    const kind = message.type === 'change' ? 'change' : 'other';
    const most = Math.min(this.#most.bytes, kind === 'change' ? MAX_CHANGES_BYTES : MAX_BYTES);
    const bytes = weigh(message, most);
    if (this.#messages >= this.#most.messages || this.#bytes[kind] + bytes > most) return undefined;
    this.#messages += 1;
    this.#bytes[kind] += bytes;
    return () => {
      this.#messages -= 1;
      this.#bytes[kind] -= bytes;
    };
  }
}

/** Estimates the serialized size of a value in bytes; stops counting beyond `most`. */
function weigh(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length;
  // As base64.
  if (value instanceof Uint8Array) return Math.ceil((value.length * 4) / 3);
  if (typeof value !== 'object' || value === null) return ELEMENT_BYTES;
  let bytes = 0;
  for (const [key, part] of Object.entries(value)) {
    bytes += ELEMENT_BYTES + key.length + weigh(part, most - bytes);
    if (bytes > most) break;
  }
  return bytes;
}
