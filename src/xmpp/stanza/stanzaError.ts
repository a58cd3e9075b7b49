import { receivedText } from './text.ts';
import { type Element, localizedText, xml } from './xml.ts';

const NS_STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
/** Maximum length of a received text, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 1000;
/** Maximum length of a name; the longest condition of RFC 6120 §8.3.3 has 24. */
const MAX_NAME_LENGTH = 100;
const MAX_DETAILS = 20;
/** The conditions whose text is an address (RFC 6120 §8.3.3.5, §8.3.3.14). */
const MOVED: readonly string[] = ['gone', 'redirect'];
/** Maximum length of an address; a longer one is dropped, as a part of it is another address. */
const MAX_ADDRESS_LENGTH = 4096;

/** A stanza error (RFC 6120 §8.3), received, or in place of an answer that never arrived. */
export class StanzaError extends Error {
  /** The defined condition (RFC 6120 §8.3.3), such as `item-not-found`. */
  readonly condition: string;
  /** The error type: `auth`, `cancel`, `continue`, `modify` or `wait`. */
  readonly type: string;
  /** The sender's text, untrusted, at most 1,000 UTF-16 code units; may be empty. */
  readonly text: string;
  /** The new address that `gone` or `redirect` names, usually as a URI; may be empty. */
  readonly movedTo: string;
  /** The application-specific condition, if any, as `{namespace}name`. */
  readonly application: string | undefined;
  /** The texts of that condition's children by name, such as `max-file-size`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    condition: string,
    options: {
      type?: string;
      text?: string;
      movedTo?: string;
      application?: string | undefined;
      details?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(options.text ? `${condition}: ${options.text}` : condition);
    this.name = 'StanzaError';
    this.condition = condition;
    this.type = options.type ?? 'cancel';
    this.text = options.text ?? '';
    this.movedTo = options.movedTo ?? '';
    this.application = options.application;
    this.details = options.details ?? {};
  }
}

/** The stanza is too large for our server, or caused it to close the stream. */
export class Unsendable extends StanzaError {
  readonly why: 'size' | 'content';
  /** Maximum stanza size in bytes, if the server announces it. */
  readonly maxBytes: number | undefined;

  constructor(why: 'size' | 'content', maxBytes?: number) {
    super('policy-violation', { type: 'modify', text: `the server does not take its ${why}` });
    this.why = why;
    this.maxBytes = maxBytes;
  }
}

/** Parses the error of a stanza of type `error`, even if the sender omitted the payload. */
export function parseStanzaError(stanza: Element): StanzaError {
  const error = stanza.getChildElements().find((child) => child.getName() === 'error');
  if (!error) return new StanzaError('undefined-condition');
  let condition = 'undefined-condition';
  const text = receivedText(localizedText(error, 'text', NS_STANZAS) ?? '', MAX_TEXT_LENGTH);
  let movedTo = '';
  let application: string | undefined;
  const details: Record<string, string> = {};
  for (const child of error.getChildElements()) {
    const name = child.getName();
    if (name.length > MAX_NAME_LENGTH) continue;
    if (child.getNS() === NS_STANZAS) {
      if (name === 'text') continue;
      condition = name;
      if (MOVED.includes(name)) movedTo = parseAddress(child);
    } else if (application === undefined) {
      application = `{${child.getNS() ?? ''}}${name}`;
      for (const detail of child.getChildElements().slice(0, MAX_DETAILS)) {
        details[detail.getName()] = receivedText(detail.text(), MAX_TEXT_LENGTH);
      }
    }
  }
  return new StanzaError(condition, {
    type: error.attrs['type'] ?? 'cancel',
    text,
    movedTo,
    application,
    details,
  });
}

/**
 * Builds the `<error/>` element for an answer.
 *
 * @param application an application-specific condition (RFC 6120 §8.3.4), as `{namespace}name`
 */
export function buildStanzaError(condition: string, type: string, application?: string): Element {
  const [, xmlns, name] = /^\{(.*)\}(.+)$/u.exec(application ?? '') ?? [];
  const specific = name === undefined ? undefined : xml(name, { xmlns });
  return xml('error', { type }, xml(condition, { xmlns: NS_STANZAS }), specific);
}

function parseAddress(element: Element): string {
  const address = element.text().trim();
  return address.length <= MAX_ADDRESS_LENGTH ? address : '';
}
