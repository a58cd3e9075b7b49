import { SaxesParser } from 'saxes';

const NS_STREAMS = 'http://etherx.jabber.org/streams';
const MAX_DEPTH = 100;
const MAX_ATTRIBUTES = 256;

/**
 * What `saxes` does not check: a local part begins like a name (Namespaces in XML 1.0 §4 [7], [11]),
 * so that `a:1` is none. The ranges are those of XML 1.0 §2.3 [4].
 */
const NAME_START =
  /^[A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]/u;

/** What became of a document: the events, one line each, and the end. */
export interface Reading {
  readonly events: readonly string[];
  /** The condition of the stream error, `ended` or `whole`, or `open` where more may come. */
  readonly outcome: string;
  /** The end tags that the open elements lack. */
  readonly closers: string;
  /**
   * Whether a namespace has white space around it, which `saxes` takes off before it compares.
   * Namespaces in XML 1.0 §2.3: they are compared character by character.
   */
  readonly spaced: boolean;
}

/** An element, with its text put together. */
export interface Tree {
  /** Without its prefix. */
  readonly name: string;
  readonly uri: string;
  readonly attributes: readonly (readonly [name: string, value: string | undefined])[];
  readonly children: (Tree | string)[];
}

/** Adds text as a part of the text that stands last. */
export function addText({ children }: Tree, part: string): void {
  const last = children.at(-1);
  if (part === '') return;
  if (typeof last === 'string') children[children.length - 1] = last + part;
  else children.push(part);
}

class Refusal extends Error {}

/**
 * What `saxes`, with the restrictions and caps of a stream parser on top, makes of a text: each piece
 * of XML that counts goes through it, so that it can tell whether another parser is right.
 */
export function readWithSaxes(
  text: string,
  options: { framed: boolean; broken: boolean },
): Reading {
  const events: string[] = [];
  const open: Tree[] = [];
  const outer = options.framed ? 0 : 1;
  let spaced = false;
  let attributes = 0;
  let boundary = -1;
  const hasEnded = () => events.at(-1) === 'end';
  const refuse = (condition: string) => {
    throw new Refusal(condition);
  };
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && encoding.toLowerCase() !== 'utf-8') refuse('unsupported-encoding');
  });
  parser.on('comment', () => refuse('restricted-xml'));
  parser.on('processinginstruction', () => refuse('restricted-xml'));
  parser.on('doctype', () => refuse('restricted-xml'));
  parser.on('attribute', ({ name, prefix, value }) => {
    if ((name === 'xmlns' || prefix === 'xmlns') && value !== value.trim()) spaced = true;
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES) refuse('policy-violation');
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    const list = Object.values(tag.attributes);
    if ([tag, ...list].some(({ local }) => !NAME_START.test(local))) refuse('not-well-formed');
    const node: Tree = {
      name: tag.local,
      uri: tag.uri,
      attributes: list.map(({ name, value }) => [name, value] as const),
      children: [],
    };
    if (open.length < outer) {
      if (tag.uri !== NS_STREAMS || tag.local !== 'stream') refuse('invalid-namespace');
      events.push(`start ${JSON.stringify(node)}`);
      boundary = parser.position;
    } else if (open.length > outer) open.at(-1)?.children.push(node);
    open.push(node);
    if (open.length - outer > MAX_DEPTH) refuse('policy-violation');
  });
  parser.on('closetag', () => {
    const node = open.pop();
    if (!node || hasEnded()) return;
    if (open.length === outer) {
      boundary = parser.position;
      events.push(`element ${JSON.stringify(node)}`);
    } else if (open.length < outer) {
      boundary = parser.position;
      events.push('end');
    }
  });
  const onText = (part: string) => {
    const node = open.length > outer ? open.at(-1) : undefined;
    if (node) addText(node, part);
    else if (/[^ \t\r\n]/u.test(part)) refuse('not-well-formed');
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('error', () => {
    // It tells of a wrong end tag after it closed the element that this pretends to close.
    if (parser.position === boundary && !events.at(-1)?.startsWith('start')) {
      events.pop();
    }
    refuse('not-well-formed');
  });
  let outcome = 'open';
  try {
    parser.write(text);
    if (options.broken) refuse('not-well-formed');
    if (options.framed) {
      parser.close();
      outcome = 'whole';
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    outcome = error.message;
  }
  if (hasEnded()) outcome = 'ended';
  const closers = open.map(({ name }) => `</${name}>`).reverse();
  return { events, outcome, closers: closers.join(''), spaced };
}
