import { EventEmitter } from 'node:events';
import type { Element } from '../../stanza/xml.ts';
import { malformed, StreamFault } from '../streamFault.ts';
import { Tokenizer } from './tokenizer.ts';
import { Utf8Decoder } from './utf8.ts';

export const NS_STREAMS = 'http://etherx.jabber.org/streams';
const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
/** Maximum depth; a stanza has depth 1. Real ones stay below 20; code over the tree recurses. */
const MAX_DEPTH = 100;
/** Bounds the work between two checks of the limits, and what is parsed in vain after a stop. */
const PIECE_BYTES = 16 * 1024;

/** The events of a {@link StreamParser} and their arguments. */
export interface ParserEvents {
  start: [root: Element];
  element: [element: Element];
  end: [root: Element];
  error: [fault: StreamFault];
}

interface Parsed {
  readonly event: 'start' | 'element' | 'end';
  readonly element: Element;
}

/**
 * A strict parser of XML streams (RFC 6120 §11) and of WebSocket frames (RFC 7395 §3).
 *
 * Events: `start` (the root), `element` (a top-level element; its parent is the root, so that its
 * namespaces resolve), `end` (the root is closed), `error` (a {@link StreamFault}; it is the last).
 * However a stream of UTF-8 is split into writes, its events are the same. {@link write} does not
 * throw; a listener's own error is reported as uncaught and does not affect the stream.
 */
export class StreamParser extends EventEmitter<ParserEvents> {
  /** Maximum size of a top-level element, in bytes. May be changed at any time. */
  maxStanzaBytes: number;
  readonly #framed: boolean;
  readonly #decoder = new Utf8Decoder();
  readonly #tokenizer: Tokenizer;
  /** Events of the current piece so far; delivered when the tokenizer has returned. */
  #parsed: Parsed[] = [];
  #fault: StreamFault | undefined;
  #stopped = false;
  #root: Element | undefined;
  /** The innermost open element besides the root, if any. */
  #cursor: Element | undefined;
  #depth = 0;
  /** The current text, within the cursor. */
  #text = '';
  /** Number of characters after the last top-level tag of the current piece, if it has one. */
  #rest: number | undefined;
  /** Number of bytes since the last top-level tag. */
  #pendingBytes = 0;

  /** @param options.framed whether each write is a whole document (RFC 7395 §3.3.3), or blank */
  constructor(options: { framed: boolean; maxStanzaBytes: number }) {
    super();
    this.maxStanzaBytes = options.maxStanzaBytes;
    this.#framed = options.framed;
    this.#tokenizer = new Tokenizer({
      open: (element) => {
        this.#onOpen(element);
      },
      close: () => {
        this.#onClose();
      },
      text: (part) => {
        this.#onText(part);
      },
    });
  }

  /** Parses received data, split anywhere (or a whole document if framed). */
  write(data: Buffer | string): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (this.#framed) this.#writeDocument(bytes);
    else this.#writeBytes(bytes);
  }

  /** Stops all events, also those of bytes already written. Safe to call from a listener. */
  stop(): void {
    this.#stopped = true;
  }

  #writeBytes(bytes: Buffer): void {
    for (let offset = 0; offset < bytes.length && !this.#stopped;) {
      const budget = this.maxStanzaBytes - this.#pendingBytes;
      const piece = bytes.subarray(offset, offset + Math.min(PIECE_BYTES, Math.max(budget, 0)));
      if (piece.length === 0) {
        this.#fail('policy-violation', `an element of more than ${this.maxStanzaBytes} bytes`);
      } else {
        this.#writePiece(piece);
      }
      offset += piece.length;
      this.#deliver();
    }
  }

  #writePiece(piece: Buffer): void {
    this.#rest = undefined;
    this.#guard(() => {
      const text = this.#decoder.decode(piece);
      this.#tokenizer.write(text);
      if (this.#rest === undefined) this.#pendingBytes += piece.length;
      else {
        const rest = text.slice(text.length - this.#rest);
        this.#pendingBytes = Buffer.byteLength(rest) + this.#decoder.waiting;
      }
    });
  }

  #writeDocument(bytes: Buffer): void {
    if (this.#stopped) return;
    if (bytes.length > this.maxStanzaBytes) {
      this.#fail('policy-violation', `a frame of more than ${this.maxStanzaBytes} bytes`);
    } else if (!isBlank(bytes)) {
      this.#guard(() => {
        this.#tokenizer.write(this.#decoder.decodeWhole(bytes));
        if (!this.#decoder.broken) this.#tokenizer.end();
      });
    }
    this.#deliver();
  }

  /** Prevents a crash by errors other than faults. */
  #guard(action: () => void): void {
    try {
      action();
      if (this.#decoder.broken) throw malformed('not UTF-8');
    } catch (error) {
      this.#fault ??= error instanceof StreamFault ? error : malformed('unreadable XML');
    }
  }

  #deliver(): void {
    const parsed = this.#parsed;
    this.#parsed = [];
    for (const { event, element } of parsed) {
      if (this.#stopped) return;
      if (event === 'end') this.#stopped = true;
      this.#report(() => this.emit(event, element));
    }
    if (this.#fault && !this.#stopped) {
      this.#stopped = true;
      const fault = this.#fault;
      if (this.listenerCount('error') > 0) this.#report(() => this.emit('error', fault));
    }
  }

  #report(emit: () => void): void {
    try {
      emit();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #fail(condition: string, detail: string): void {
    this.#fault ??= new StreamFault(condition, detail);
  }

  #onOpen(element: Element): void {
    this.#endText();
    if (!this.#framed && !this.#root) {
      if (!element.is('stream', NS_STREAMS)) {
        throw new StreamFault('invalid-namespace', 'the root is not a stream');
      }
      this.#root = element;
      this.#found('start', element);
      return;
    }
    if (this.#cursor) append(this.#cursor, element);
    element.parent = this.#cursor ?? this.#root ?? null;
    this.#cursor = element;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new StreamFault('policy-violation', `elements nested more than ${MAX_DEPTH} deep`);
    }
  }

  #onClose(): void {
    this.#endText();
    const element = this.#cursor;
    if (element && this.#depth > 1) {
      this.#cursor = element.parent ?? undefined;
      this.#depth -= 1;
    } else if (element) {
      this.#cursor = undefined;
      this.#depth = 0;
      this.#found(this.#topLevelEvent(element), element);
    } else if (this.#root) {
      this.#found('end', this.#root);
    }
  }

  #found(event: Parsed['event'], element: Element): void {
    this.#rest = this.#tokenizer.remaining;
    this.#parsed.push({ event, element });
  }

  #topLevelEvent(element: Element): Parsed['event'] {
    if (this.#framed && element.is('open', NS_FRAMING)) return 'start';
    return this.#framed && element.is('close', NS_FRAMING) ? 'end' : 'element';
  }

  #onText(part: string): void {
    if (this.#cursor) this.#text += part;
    else if (/[^ \t\r\n]/u.test(part)) throw malformed('text between stanzas');
  }

  #endText(): void {
    if (this.#text === '') return;
    if (this.#cursor) append(this.#cursor, this.#text);
    this.#text = '';
  }
}

/** Most elements have one child: an array that grows reserves space for 16 more. */
function append(parent: Element, child: Element | string): void {
  if (parent.children.length === 0) parent.children = [child];
  else parent.children.push(child);
}

/** Whether a frame is blank, such as a keepalive. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
