import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StreamParser } from '../../src/xmpp/stream/xml/parser.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { addText, type Reading, readWithSaxes, type Tree } from './saxesStream.ts';
import { buildDocument, Dice, mutate } from './xmlDocuments.ts';

const MAX_BYTES = 1024 * 1024;

/** What decides, one of them, about a construct that one parser refuses sooner than the other. */
const COMPLETIONS = [
  ...['', ';', '>', "'>", '">', "=''>", ' x="">', '-->', '?>', ']>', '">]>', "'>]>", ']]>'],
  // An instruction, a comment and a declaration within a document type, begun or about to end.
  ...['?>]>', '-->]>', '->]>', '>]>'],
  ...['<a/>', '[CDATA[]]>', 'a;', '65;', "'?>", '"?>', 'xxxxxxxxx'],
];

/** What one run saw. */
export interface Tally {
  documents: number;
  accepted: number;
  refused: number;
  unfinished: number;
  /** Where one refused sooner, and rightly. */
  later: number;
  /** Where `saxes` is wrong. */
  known: number;
}

/**
 * Compares our parser with `saxes` on random documents and streams, whole and cut at random.
 * @param runs how many. @throws on the first that they do not read alike, with the seed
 */
export function checkAgreement(runs: number, seed: number): Tally {
  const tally: Tally = { documents: 0, accepted: 0, refused: 0, unfinished: 0, later: 0, known: 0 };
  fc.assert(
    fc.property(fc.integer(), (number) => {
      compare(new Dice(number), tally);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  return tally;
}

/**
 * Compares them on each character of the first plane and on many others, at the start of a name,
 * within one and in text. Result: how many characters both take at the three places.
 */
export function checkCharacters(): number[] {
  const places = ['<?/>', '<a?/>', '<a>?</a>'];
  return places.map((place) => {
    let taken = 0;
    for (let code = 0; code <= 0x10ffff; code += code < 0x10000 ? 1 : 1021) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const text = place.replace('?', () => String.fromCodePoint(code));
      const ours = readWithOurs([Buffer.from(text)], true);
      const theirs = readWithSaxes(text, { framed: true, broken: false });
      const alike = sameEvents(ours, theirs) && sameOutcome(ours, theirs);
      if (!alike) assert.deepEqual({ ...ours, code }, { ...theirs, code });
      if (ours.outcome === 'whole') taken += 1;
    }
    return taken;
  });
}

function compare(dice: Dice, tally: Tally): void {
  const framed = dice.once(3);
  let text = buildDocument(dice, { stream: !framed });
  for (let count = dice.pick([0, 0, 1, 1, 2]); count > 0; count -= 1) text = mutate(text, dice);
  const bytes = Buffer.from(text);
  if (dice.once(20) && bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
  const ours = readWithOurs([bytes], framed);
  assert.deepEqual(readWithOurs(cut(bytes, dice), framed), ours, 'cutting must change nothing');
  const { good, broken } = decode(bytes, framed);
  const read = readWithSaxes(good, { framed, broken });
  // No document, and passed over as a frame.
  const isBlank = framed && !broken && /^[ \t\r\n]*$/u.test(good);
  const theirs = isBlank ? { ...read, outcome: 'whole' } : read;
  tally.documents += 1;
  if (ours.outcome === 'open') tally.unfinished += 1;
  else if (ours.outcome === 'ended' || ours.outcome === 'whole') tally.accepted += 1;
  else tally.refused += 1;
  if (sameEvents(ours, theirs) && sameOutcome(ours, theirs)) return;
  if (theirs.spaced) {
    tally.known += 1;
    return;
  }
  const settled = !framed && sameEvents(ours, theirs) && isSettled(bytes, ours, theirs);
  if (!settled) assert.deepEqual({ ...theirs, text: good }, { ...ours, text: good });
  tally.later += 1;
}

function sameEvents(one: Reading, other: Reading): boolean {
  return JSON.stringify(one.events) === JSON.stringify(other.events);
}

/** A comment is refused where it begins, whatever else is wrong with it. */
function sameOutcome(ours: Reading, theirs: Reading): boolean {
  const both = `${ours.outcome} ${theirs.outcome}`;
  return ours.outcome === theirs.outcome || both === 'restricted-xml not-well-formed';
}

/**
 * Whether the parser that still waits for more refuses the stream in the end, and gives nothing else
 * before, whatever comes: the other one was right, only sooner.
 */
function isSettled(bytes: Buffer, ours: Reading, theirs: Reading): boolean {
  const waits = ours.outcome === 'open' ? ours : theirs;
  if (waits.outcome !== 'open') return false;
  const readOn = (more: string) =>
    waits === ours
      ? readWithOurs([bytes, Buffer.from(more)], false)
      : readWithSaxes(`${bytes.toString()}${more}`, { framed: false, broken: false });
  const readings = COMPLETIONS.map((completion) => readOn(completion + theirs.closers));
  return (
    readings.every((reading) => sameEvents(reading, waits)) &&
    readings.some(({ outcome }) => outcome !== 'open')
  );
}

function readWithOurs(chunks: readonly Buffer[], framed: boolean): Reading {
  const events: string[] = [];
  let outcome = framed ? 'whole' : 'open';
  const parser = new StreamParser({ framed, maxStanzaBytes: MAX_BYTES });
  parser.on('start', (root) => events.push(`start ${JSON.stringify(treeOf(root))}`));
  parser.on('element', (element) => events.push(`element ${JSON.stringify(treeOf(element))}`));
  parser.on('end', () => {
    events.push('end');
    outcome = 'ended';
  });
  parser.on('error', ({ condition }) => (outcome = condition));
  if (framed) parser.write(Buffer.concat(chunks));
  else for (const chunk of chunks) parser.write(chunk);
  return { events, outcome, closers: '', spaced: false };
}

function treeOf(element: Element): Tree {
  const attributes = Object.entries(element.attrs);
  const uri = element.getNS() ?? '';
  const tree: Tree = { name: element.getName(), uri, attributes, children: [] };
  for (const child of element.children) {
    if (typeof child === 'string') addText(tree, child);
    else tree.children.push(treeOf(child));
  }
  return tree;
}

/** Into many bytes each, into single bytes, or all sorts. */
function cut(bytes: Buffer, dice: Dice): Buffer[] {
  const chunks: Buffer[] = [];
  const longest = dice.pick([1, 2, 3, 7, 40, 400]);
  for (let at = 0; at < bytes.length;) {
    const to = at + 1 + dice.below(longest);
    chunks.push(bytes.subarray(at, to));
    at = to;
  }
  return chunks;
}

/** The text before what is no UTF-8, or no whole character, which breaks a document only. */
function decode(bytes: Buffer, framed: boolean): { good: string; broken: boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let good = '';
  try {
    return { good: decoder.decode(bytes), broken: false };
  } catch {
    // Once more, to find out where.
  }
  try {
    for (const byte of bytes) good += decoder.decode(Buffer.of(byte), { stream: true });
    return { good, broken: framed };
  } catch {
    return { good, broken: true };
  }
}
