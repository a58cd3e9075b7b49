import { type Element, xml } from './xml.ts';

export const NS_STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** A stanza error (RFC 6120 §8.3), received, or standing for an answer that never came. */
export class StanzaError extends Error {
  /** The defined condition (RFC 6120 §8.3.3), such as `item-not-found`. */
  readonly condition: string;
  /** What the sender advises: `auth`, `cancel`, `continue`, `modify` or `wait`. */
  readonly type: string;
  /** The other side's own words, untrusted; may be empty. */
  readonly text: string;
  /** Name and namespace of the application's own condition, if any, as `{namespace}name`. */
  readonly application: string | undefined;
  /** The text of the application's own condition's children by name, such as `max-file-size`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    condition: string,
    options: {
      type?: string;
      text?: string;
      application?: string | undefined;
      details?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(options.text ? `${condition}: ${options.text}` : condition);
    this.name = 'StanzaError';
    this.condition = condition;
    this.type = options.type ?? 'cancel';
    this.text = options.text ?? '';
    this.application = options.application;
    this.details = options.details ?? {};
  }
}

/** Reads the error of a stanza of type `error`, also where the sender left out the payload. */
export function parseStanzaError(stanza: Element): StanzaError {
  const error = stanza.getChildElements().find((child) => child.name === 'error');
  if (!error) return new StanzaError('undefined-condition');
  let condition = 'undefined-condition';
  let text = '';
  let application: string | undefined;
  const details: Record<string, string> = {};
  for (const child of error.getChildElements()) {
    if (child.getNS() === NS_STANZAS) {
      if (child.name === 'text') text = child.text();
      else condition = child.name;
    } else {
      application ??= `{${child.getNS() ?? ''}}${child.name}`;
      for (const detail of child.getChildElements()) details[detail.name] = detail.text();
    }
  }
  return new StanzaError(condition, {
    type: error.attrs['type'] ?? 'cancel',
    text,
    application,
    details,
  });
}

/** Builds the `<error/>` element for an answer. */
export function buildStanzaError(condition: string, type: string): Element {
  return xml('error', { type }, xml(condition, { xmlns: NS_STANZAS }));
}
