import type { Socket } from 'node:net';

/** How much may be said before one is known, in bytes. */
const MOST_BEFORE = 4096;
/** Of one message, and of all that wait: a text of more cannot be held (V8's limit is 512 MiB). */
export const MAX_BYTES = 512 * 1024 * 1024;
/** Of changes that wait: their reader gets a snapshot of all when it comes again. */
const MAX_CHANGES_BYTES = 64 * 1024 * 1024;
/** After so many turns of the event loop without a message, none is left of what was read. */
const QUIET_TURNS = 2;
/** What an element of a list or an object costs besides what it holds. */
const ELEMENT_BYTES = 8;

/**
 * Limits what comes: cuts off who says more than a greeting before it is known, or more than any
 * message has without ending one. Nothing more is read while messages wait to be dealt with.
 */
export class IncomingLimit {
  readonly #socket: Socket;
  readonly #most: number;
  #isKnown = false;
  #received = 0;
  #handled = 0;

  /** To be made before the pipe listens. */
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

  /** From now on it may say much. */
  known(): void {
    this.#isKnown = true;
  }

  /** A message of so many bytes is being dealt with. */
  handled(bytes: number): void {
    this.#handled += bytes + `Content-Length: ${bytes}\r\n\r\n`.length;
  }

  get #limit(): number {
    return this.#isKnown ? this.#most : MOST_BEFORE;
  }

  #resumeAfter(turns: number, handled: number): void {
    setImmediate(() => {
      if (this.#handled !== handled) this.#resumeAfter(QUIET_TURNS, this.#handled);
      else if (turns > 1) this.#resumeAfter(turns - 1, handled);
      else this.#socket.resume();
    });
  }
}

/** Limits what waits for the other end to read it. */
export class OutgoingLimit {
  readonly #most: { readonly messages: number; readonly bytes: number };
  #messages = 0;
  readonly #bytes = { change: 0, other: 0 };

  /** @param most how many messages may wait, and of how many bytes together. */
  constructor(most: { readonly messages: number; readonly bytes?: number }) {
    this.#most = { bytes: MAX_BYTES, ...most };
  }

  /**
   * Counts a message until it is sent. Result: says that it was; `undefined` where it is one too many.
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

/** About the bytes of a value as text; beyond `most` it is not looked at any further. */
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
