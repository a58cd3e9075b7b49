import type { Element } from './xml.ts';

const NS_LIMITS = 'urn:xmpp:stream-limits:0';
/** Maximum length of the markup around a name, value or text, and of an escaped character. */
const MAX_MARKUP = 6;

/** The limits announced by a server (XEP-0478 §3.1). */
export interface StreamLimits {
  /** Maximum size of a stanza, in bytes. */
  readonly maxBytes: number | undefined;
  /** Seconds without data from us after which it may close the stream. */
  readonly idleSeconds: number | undefined;
}

/** Parses the limits announced in `<stream:features/>`. */
export function parseLimits(features: Element): StreamLimits {
  const limits = features.getChild('limits', NS_LIMITS);
  const read = (name: string) => {
    const text = limits?.getChildText(name, NS_LIMITS)?.trim() ?? '';
    return /^[1-9][0-9]{0,9}$/u.test(text) ? Number(text) : undefined;
  };
  return { maxBytes: read('max-bytes'), idleSeconds: read('idle-seconds') };
}

/** The size of a stanza as it is sent, in bytes. */
export function bytesOf(stanza: Element): number {
  return Buffer.byteLength(stanza.toString());
}

/** Whether a stanza exceeds this size; for most an estimate decides without serializing them. */
export function isLarger(stanza: Element, bytes: number): boolean {
  return roughBytes(stanza) > bytes && bytesOf(stanza) > bytes;
}

/** An upper bound of {@link bytesOf}. */
function roughBytes(element: Element): number {
  const { attrs, children } = element;
  let bytes = (element.getName().length + MAX_MARKUP) * MAX_MARKUP;
  for (const [key, value] of Object.entries(attrs)) {
    if (value !== undefined) bytes += (key.length + value.length + 1) * MAX_MARKUP;
  }
  for (const child of children) {
    bytes += typeof child === 'string' ? child.length * MAX_MARKUP : roughBytes(child);
  }
  return bytes;
}
