import type { Element } from '../../stanza/xml.ts';
import { isNameStart, type Name, NameTable, parseName, skipNameCharacters } from './names.ts';
import { Namespaces } from './namespaces.ts';
import {
  AMPERSAND,
  APOSTROPHE,
  BRACKET,
  BYTE_ORDER_MARK,
  CARRIAGE_RETURN,
  EQUALS,
  GREATER,
  LESS,
  LINE_FEED,
  QUOTE,
  SEMICOLON,
  SLASH,
  TAB,
  checkCharacter,
  isPlain,
  isReferenceCharacter,
  skipSpace,
} from './characters.ts';
import { checkDeclaration, isSection, MARKUP_LENGTH, resolveReference } from './markup.ts';
import { StartTag } from './startTag.ts';
import { malformed } from '../streamFault.ts';

/** The context of the next character. */
const State = {
  Begin: 0,
  Prolog: 1,
  Declaration: 2,
  Text: 3,
  CData: 4,
  Reference: 5,
  StartName: 6,
  Tag: 7,
  EmptyTag: 8,
  AttributeName: 9,
  Equals: 10,
  Quote: 11,
  Value: 12,
  EndTag: 13,
} as const;
type State = (typeof State)[keyof typeof State];

/** Receives the tokens, in document order. */
export interface TokenListener {
  /** A start tag or an empty-element tag. `element` has attributes, but no parent or children. */
  open(element: Element): void;
  /** An end tag, or the end of an empty-element tag. */
  close(): void;
  /** A part of a text within the root; the next one may continue it. */
  text(part: string): void;
}

/**
 * A strict tokenizer of XML 1.0 (5th edition) with namespaces, without what RFC 6120 §11.1 forbids.
 *
 * It is optimized for speed: each character is read once, each state consumes as many as it can,
 * and a token split between chunks is either accumulated (names, values) or, where a few characters
 * decide, read again with the next chunk.
 */
export class Tokenizer {
  readonly #listener: TokenListener;
  readonly #names = new NameTable();
  readonly #namespaces = new Namespaces();
  #state: State = State.Begin;
  /** The names of the open elements, outermost first. */
  readonly #open: Name[] = [];
  #hadRoot = false;
  /** The end of the last chunk, if it is ambiguous. */
  #held = '';
  /** The part of a name, a reference or a declaration from earlier chunks. */
  #token = '';
  /** The same of a value, with references resolved. */
  #value = '';
  /** The context of the current reference. */
  #referrer: State = State.Text;
  /** The quote character that ends the current value. */
  #quote = QUOTE;
  /** Whether white space preceded the next character in a tag. */
  #spaced = false;
  /** Number of matched characters of the name in an end tag. */
  #matched = 0;
  readonly #tag = new StartTag();
  #remaining = 0;

  constructor(listener: TokenListener) {
    this.#listener = listener;
  }

  /** During a listener's call for a tag: the number of characters after it in the chunk. */
  get remaining(): number {
    return this.#remaining;
  }

  /** @param text the next chunk, which does not split a CR LF. @throws StreamFault */
  write(text: string): void {
    const chunk = this.#held + text;
    this.#held = '';
    let at = 0;
    while (at < chunk.length) at = this.#step(chunk, at);
  }

  /** Ends the document; another may follow. @throws StreamFault if it is incomplete */
  end(): void {
    const whole = this.#state === State.Text && this.#open.length === 0 && this.#held === '';
    if (!whole || !this.#hadRoot) throw malformed('an incomplete document');
    this.#state = State.Begin;
    this.#hadRoot = false;
  }

  /** @returns the index of the next step */
  #step(chunk: string, at: number): number {
    switch (this.#state) {
      case State.Begin:
        this.#state = State.Prolog;
        return chunk.charCodeAt(at) === BYTE_ORDER_MARK ? at + 1 : at;
      case State.Prolog:
        return this.#inProlog(chunk, at);
      case State.Declaration:
        return this.#inDeclaration(chunk, at);
      case State.Text:
        return this.#inText(chunk, at, false);
      case State.CData:
        return this.#inText(chunk, at, true);
      case State.Reference:
        return this.#inReference(chunk, at);
      case State.StartName:
        return this.#inStartName(chunk, at);
      case State.Tag:
        return this.#inTag(chunk, at);
      case State.EmptyTag:
        return this.#inEmptyTag(chunk, at);
      case State.AttributeName:
        return this.#inAttributeName(chunk, at);
      case State.Equals:
        return this.#inEquals(chunk, at);
      case State.Quote:
        return this.#inQuote(chunk, at);
      case State.Value:
        return this.#inValue(chunk, at);
      case State.EndTag:
        return this.#inEndTag(chunk, at);
    }
  }

  /** Defers the rest of the chunk until the next one. */
  #hold(chunk: string, at: number): number {
    this.#held = chunk.slice(at);
    return chunk.length;
  }

  /** At the start of the document, where an XML declaration may occur. */
  #inProlog(chunk: string, at: number): number {
    const start = chunk.slice(at, at + 6);
    if ('<?xml'.startsWith(start)) return this.#hold(chunk, at);
    if (!/^<\?xml[ \t\r\n?]/u.test(start)) {
      this.#state = State.Text;
      return at;
    }
    this.#state = State.Declaration;
    return at + 5;
  }

  #inDeclaration(chunk: string, at: number): number {
    const end = chunk.indexOf('?', at);
    this.#token += chunk.slice(at, end < 0 ? undefined : end);
    if (end < 0) return chunk.length;
    if (end + 1 === chunk.length) return this.#hold(chunk, end);
    if (chunk.charCodeAt(end + 1) !== GREATER) throw malformed('a bad XML declaration');
    checkDeclaration(this.#takeToken());
    this.#state = State.Text;
    return end + 2;
  }

  #inText(chunk: string, from: number, cdata: boolean): number {
    let returns = false;
    let at = from;
    for (; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (isPlain(code)) continue;
      switch (code) {
        case LESS:
          if (cdata) break;
          this.#giveText(chunk, from, at, returns);
          return this.#beginMarkup(chunk, at);
        case AMPERSAND:
          if (cdata) break;
          this.#giveText(chunk, from, at, returns);
          if (this.#open.length === 0) throw malformed('text outside of the root');
          return this.#beginReference(at);
        case BRACKET:
          if (chunk.startsWith(']]>', at)) {
            // §2.4: not allowed in text.
            if (!cdata) throw malformed('the end of no CDATA section');
            this.#giveText(chunk, from, at, returns);
            this.#state = State.Text;
            return at + 3;
          }
          if (at + 3 > chunk.length && ']]'.startsWith(chunk.slice(at))) {
            this.#giveText(chunk, from, at, returns);
            return this.#hold(chunk, at);
          }
          break;
        case CARRIAGE_RETURN:
          returns = true;
          break;
        default:
          checkCharacter(code);
      }
    }
    this.#giveText(chunk, from, at, returns);
    return at;
  }

  /** @param returns whether line ends must be normalized to line feeds (§2.11) */
  #giveText(chunk: string, from: number, to: number, returns: boolean): void {
    if (from === to) return;
    const part = chunk.slice(from, to);
    if (this.#open.length > 0) {
      this.#listener.text(returns ? part.replace(/\r\n?/gu, '\n') : part);
    } else if (/[^ \t\r\n]/u.test(part)) throw malformed('text outside of the root');
  }

  /** @param at index of the `<` */
  #beginMarkup(chunk: string, at: number): number {
    if (at + 1 === chunk.length) return this.#hold(chunk, at);
    switch (chunk.charAt(at + 1)) {
      case '/':
        if (this.#open.length === 0) throw malformed('an end tag too many');
        this.#state = State.EndTag;
        this.#matched = 0;
        return at + 2;
      case '!':
      case '?':
        if (!isSection(chunk.slice(at, at + MARKUP_LENGTH), this.#hadRoot)) {
          return this.#hold(chunk, at);
        }
        if (this.#open.length === 0) throw malformed('text outside of the root');
        this.#state = State.CData;
        return at + MARKUP_LENGTH;
      default:
        if (this.#hadRoot && this.#open.length === 0) throw malformed('more than one root');
        this.#state = State.StartName;
        return at + 1;
    }
  }

  /** @param at index of the `&` */
  #beginReference(at: number): number {
    this.#referrer = this.#state;
    this.#state = State.Reference;
    return at + 1;
  }

  #inReference(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length && isReferenceCharacter(chunk.charCodeAt(at))) at += 1;
    this.#token += chunk.slice(from, at);
    if (at === chunk.length) return at;
    if (chunk.charCodeAt(at) !== SEMICOLON) throw malformed('a reference that does not end');
    const character = resolveReference(this.#takeToken());
    this.#state = this.#referrer;
    if (this.#referrer === State.Value) this.#value += character;
    else this.#listener.text(character);
    return at + 1;
  }

  /** @returns the name that ends in this chunk, or `undefined` if the next one may continue it */
  #readName(chunk: string, from: number, to: number): Name | undefined {
    if (this.#token === '' && from < chunk.length && !isNameStart(chunk.codePointAt(from) ?? 0)) {
      throw malformed('a bad name');
    }
    if (to === chunk.length) {
      this.#token += chunk.slice(from, to);
      return undefined;
    }
    const name =
      this.#token === ''
        ? this.#names.find(chunk, from, to)
        : parseName(this.#takeToken() + chunk.slice(from, to));
    if (!name) throw malformed('a bad name');
    return name;
  }

  #inStartName(chunk: string, from: number): number {
    const end = skipNameCharacters(chunk, from);
    const name = this.#readName(chunk, from, end);
    if (!name) return end;
    this.#tag.begin(name);
    this.#spaced = false;
    this.#state = State.Tag;
    return end;
  }

  /** After the element's name or an attribute. */
  #inTag(chunk: string, at: number): number {
    const end = skipSpace(chunk, at);
    if (end > at) this.#spaced = true;
    if (end === chunk.length) return end;
    switch (chunk.charCodeAt(end)) {
      case GREATER:
        this.#openElement(chunk, end + 1);
        return end + 1;
      case SLASH:
        this.#state = State.EmptyTag;
        return end + 1;
      default:
        if (!this.#spaced) throw malformed('no white space before an attribute');
        this.#state = State.AttributeName;
        return end;
    }
  }

  #inEmptyTag(chunk: string, at: number): number {
    if (chunk.charCodeAt(at) !== GREATER) throw malformed('a slash within a tag');
    this.#openElement(chunk, at + 1);
    this.#closeElement(chunk, at + 1);
    return at + 1;
  }

  #inAttributeName(chunk: string, from: number): number {
    const end = skipNameCharacters(chunk, from);
    const name = this.#readName(chunk, from, end);
    if (!name) return end;
    this.#tag.addAttribute(name);
    this.#state = State.Equals;
    return end;
  }

  #inEquals(chunk: string, at: number): number {
    const end = skipSpace(chunk, at);
    if (end === chunk.length) return end;
    if (chunk.charCodeAt(end) !== EQUALS) throw malformed('an attribute without a value');
    this.#state = State.Quote;
    return end + 1;
  }

  #inQuote(chunk: string, at: number): number {
    const end = skipSpace(chunk, at);
    if (end === chunk.length) return end;
    this.#quote = chunk.charCodeAt(end);
    if (this.#quote !== QUOTE && this.#quote !== APOSTROPHE) {
      throw malformed('an attribute value without quotes');
    }
    this.#state = State.Value;
    return end + 1;
  }

  #inValue(chunk: string, from: number): number {
    let spaces = false;
    let at = from;
    for (; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (isPlain(code)) continue;
      if (code === this.#quote) {
        this.#addValue(chunk, from, at, spaces);
        this.#tag.setValue(this.#value);
        this.#value = '';
        this.#spaced = false;
        this.#state = State.Tag;
        return at + 1;
      }
      switch (code) {
        case AMPERSAND:
          this.#addValue(chunk, from, at, spaces);
          return this.#beginReference(at);
        case LESS:
          throw malformed('a "<" in an attribute value');
        case TAB:
        case LINE_FEED:
        case CARRIAGE_RETURN:
          spaces = true;
          break;
        default:
          checkCharacter(code);
      }
    }
    this.#addValue(chunk, from, at, spaces);
    return at;
  }

  /** @param spaces whether white space must be normalized to spaces (§3.3.3) */
  #addValue(chunk: string, from: number, to: number, spaces: boolean): void {
    const part = chunk.slice(from, to);
    this.#value += spaces ? part.replace(/\r\n|[\t\n\r]/gu, ' ') : part;
  }

  /** @param end index after the tag */
  #openElement(chunk: string, end: number): void {
    const tag = this.#tag;
    tag.enter(this.#namespaces, this.#open.push(tag.name));
    this.#hadRoot = true;
    this.#state = State.Text;
    this.#remaining = chunk.length - end;
    this.#listener.open(tag.element);
  }

  #closeElement(chunk: string, end: number): void {
    this.#namespaces.leave(this.#open.length);
    this.#open.pop();
    this.#state = State.Text;
    this.#remaining = chunk.length - end;
    this.#listener.close();
  }

  #inEndTag(chunk: string, from: number): number {
    let at = from;
    const name = this.#open.at(-1)?.text ?? '';
    if (this.#matched < name.length) {
      const part = Math.min(name.length - this.#matched, chunk.length - at);
      const expected =
        part === name.length ? name : name.slice(this.#matched, this.#matched + part);
      if (!chunk.startsWith(expected, at)) throw malformed('a wrong end tag');
      this.#matched += part;
      at += part;
    }
    at = skipSpace(chunk, at);
    if (at === chunk.length) return at;
    if (chunk.charCodeAt(at) !== GREATER) throw malformed('a wrong end tag');
    this.#closeElement(chunk, at + 1);
    return at + 1;
  }

  #takeToken(): string {
    const token = this.#token;
    this.#token = '';
    return token;
  }
}
