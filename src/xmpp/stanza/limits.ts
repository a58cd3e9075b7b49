import type { Element } from './xml.ts';

const NS_LIMITS = 'urn:xmpp:stream-limits:0';
/** Of the markup around a name, a value or a text; and of a character that has to be escaped. */
const MOST_MARKUP = 6;

/** What a server says that it takes (XEP-0478 §3.1). */
export interface StreamLimits {
  /** The most bytes of one stanza. */
  readonly maxBytes: number | undefined;
  /** After so many seconds in which nothing came from us it may end the stream. */
  readonly idleSeconds: number | undefined;
}

/** Reads the limits that `<stream:features/>` announce. */
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

/** Whether a stanza is larger than so many bytes; of most it is seen without writing them out. */
export function isLarger(stanza: Element, bytes: number): boolean {
  return roughBytes(stanza) > bytes && bytesOf(stanza) > bytes;
}

/** No less than {@link bytesOf}. */
function roughBytes(element: Element): number {
  const { attrs, children } = element;
  let bytes = (element.getName().length + MOST_MARKUP) * MOST_MARKUP;
  for (const [key, value] of Object.entries(attrs)) {
    if (value !== undefined) bytes += (key.length + value.length + 1) * MOST_MARKUP;
  }
  for (const child of children) {
    bytes += typeof child === 'string' ? child.length * MOST_MARKUP : roughBytes(child);
  }
  return bytes;
}
