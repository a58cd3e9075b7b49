import { EventEmitter } from 'node:events';
import type { SaxesTagNS } from 'saxes';
import { type Element, xml } from '../xml.ts';
import { Tokenizer } from './tokenizer.ts';

const NS_STREAMS = 'http://etherx.jabber.org/streams';
const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
/** A stanza is depth 1. Real ones stay below 20; code that walks the tree recurses. */
const MAX_DEPTH = 100;
/** Attributes are gathered in one go: a tag of 4 MiB of them would block for most of a second. */
const MAX_ATTRIBUTES = 256;
/** Bounds the work between two looks at the limits, and what is parsed in vain after a stop. */
const PIECE_BYTES = 16 * 1024;

/** A stream that cannot go on: what its `<stream:error/>` is to say (RFC 6120 §4.9.3). */
export class StreamFault extends Error {
  /** The defined condition, such as `not-well-formed`, `restricted-xml` or `policy-violation`. */
  readonly condition: string;

  /** @param detail our own words, never the server's. */
  constructor(condition: string, detail: string) {
    super(`The server broke the rules of XMPP (${condition}: ${detail}).`);
    this.name = 'StreamFault';
    this.condition = condition;
  }
}

/** The events of a {@link StreamParser} and what they carry. */
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
 * However a stream of UTF-8 is cut into writes, its events are the same. Nothing is thrown out of
 * {@link write}; a listener's own error is reported as uncaught and does not harm the stream.
 */
export class StreamParser extends EventEmitter<ParserEvents> {
  /** The most bytes that one top-level element may have. May be changed at any time. */
  maxStanzaBytes: number;
  readonly #framed: boolean;
  readonly #tokenizer = new Tokenizer({
    attribute: () => {
      this.#onAttribute();
    },
    openTag: (tag) => {
      this.#onOpenTag(tag);
    },
    closeTag: () => {
      this.#onCloseTag();
    },
    text: (text) => {
      this.#onText(text);
    },
    error: (error) => {
      this.#onSyntaxError(error);
    },
    encoding: (name) => {
      if (name && name.toLowerCase() !== 'utf-8') this.#fail('unsupported-encoding', 'not UTF-8');
    },
    restricted: (what) => {
      this.#fail('restricted-xml', what);
    },
  });
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** What the piece at work gave so far; delivered when the tokenizer has returned. */
  #parsed: Parsed[] = [];
  #fault: StreamFault | undefined;
  #stopped = false;
  #root: Element | undefined;
  /** The innermost open element, if any is open besides the root. */
  #cursor: Element | undefined;
  #depth = 0;
  /** Of the tag at work. */
  #attributes = 0;
  /** Characters written so far, counted as the tokenizer counts its position. */
  #written = 0;
  /** The tokenizer's position after the last top-level tag. */
  #boundary = 0;
  /** Bytes since then. */
  #pendingBytes = 0;

  /** @param options.framed each write is one whole document (RFC 7395 §3.3.3). */
  constructor(options: { framed: boolean; maxStanzaBytes: number }) {
    super();
    this.maxStanzaBytes = options.maxStanzaBytes;
    this.#framed = options.framed;
  }

  /** Takes what came from the network, cut anywhere (or a whole document where framed). */
  write(data: Buffer | string): void {
    if (this.#framed) this.#writeDocument(data);
    else this.#writeBytes(typeof data === 'string' ? Buffer.from(data) : data);
  }

  /** Ends all events, also those of bytes already written. Safe to call from a listener. */
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
    this.#guard(() => {
      const text = this.#decoder.decode(piece, { stream: true });
      this.#tokenizer.write(text);
      this.#written += text.length;
      const rest = this.#written - this.#boundary;
      if (rest > text.length) this.#pendingBytes += piece.length;
      else this.#pendingBytes = Buffer.byteLength(text.slice(text.length - rest));
    });
  }

  #writeDocument(data: Buffer | string): void {
    if (this.#stopped) return;
    if (Buffer.byteLength(data) > this.maxStanzaBytes) {
      this.#fail('policy-violation', `a frame of more than ${this.maxStanzaBytes} bytes`);
    } else {
      this.#guard(() => {
        this.#tokenizer.write(typeof data === 'string' ? data : this.#decoder.decode(data)).close();
      });
    }
    this.#deliver();
  }

  /** The decoder throws on what is not UTF-8; whatever else is thrown here is no reason to crash. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail('not-well-formed', error instanceof TypeError ? 'not UTF-8' : 'unreadable XML');
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

  #onSyntaxError(error: Error): void {
    if (this.#fault) return;
    // A wrong end tag is reported only after the element it pretends to close was closed.
    const last = this.#parsed.at(-1);
    if (last && last.event !== 'start' && this.#tokenizer.position === this.#boundary) {
      this.#parsed.pop();
    }
    // What follows the colon are the server's words.
    this.#fail('not-well-formed', error.message.split(/[.:]/u, 1)[0] ?? '');
  }

  #onAttribute(): void {
    this.#attributes += 1;
    if (this.#attributes > MAX_ATTRIBUTES) {
      this.#fail('policy-violation', `more than ${MAX_ATTRIBUTES} attributes`);
    }
  }

  #onOpenTag(tag: SaxesTagNS): void {
    if (this.#fault) return;
    this.#attributes = 0;
    const element = new xml.Element(tag.name);
    for (const { name, value } of Object.values(tag.attributes)) element.attrs[name] = value;
    if (!this.#framed && !this.#root) {
      if (tag.uri !== NS_STREAMS || tag.local !== 'stream') {
        this.#fail('invalid-namespace', 'the root is not a stream');
        return;
      }
      this.#root = element;
      this.#boundary = this.#tokenizer.position;
      this.#parsed.push({ event: 'start', element });
      return;
    }
    if (this.#cursor) this.#cursor.append(element);
    else element.parent = this.#root ?? null;
    this.#cursor = element;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      this.#fail('policy-violation', `elements nested more than ${MAX_DEPTH} deep`);
    }
  }

  #onCloseTag(): void {
    if (this.#fault) return;
    const element = this.#cursor;
    if (element && this.#depth > 1) {
      this.#cursor = element.parent ?? undefined;
      this.#depth -= 1;
      return;
    }
    this.#boundary = this.#tokenizer.position;
    if (element) {
      this.#parsed.push({ event: this.#topLevelEvent(element), element });
      this.#cursor = undefined;
      this.#depth = 0;
    } else if (this.#root) {
      this.#parsed.push({ event: 'end', element: this.#root });
    }
  }

  #topLevelEvent(element: Element): Parsed['event'] {
    if (this.#framed && element.is('open', NS_FRAMING)) return 'start';
    return this.#framed && element.is('close', NS_FRAMING) ? 'end' : 'element';
  }

  #onText(text: string): void {
    if (this.#fault) return;
    if (this.#cursor) this.#cursor.t(text);
    else if (/[^ \t\r\n]/u.test(text)) this.#fail('not-well-formed', 'text between stanzas');
  }
}
