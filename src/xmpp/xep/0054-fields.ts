// XEP-0054: vcard-temp, version 1.3.0: fields as text, read and changed in place
// https://xmpp.org/extensions/xep-0054.html#dtd
import { receivedLine, receivedText, sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';

/** Maximum lengths of a received field, in UTF-16 code units. */
const MAX_LINE = 256;
const MAX_TEXT = 4096;
/** Maximum number of elements of one name that are looked at. */
const MAX_ELEMENTS = 100;

/**
 * The name of a field's element in the card, and of the one with its text in that, if any; `or` is
 * another name for the former, which is read but not added.
 */
export interface FieldPath {
  readonly outer: string;
  readonly inner?: string;
  readonly or?: string;
}

/** The first text at a path that is not blank; empty if there is none. */
export function readField(card: Element, path: FieldPath, isText: boolean): string {
  const said = textsAt(card, path).map((element) => received(element.text(), isText));
  return said.find((text) => text !== '') ?? '';
}

/**
 * Sets the text that {@link readField} finds, or removes it if it is to be empty. All else in the
 * card stays, and so does a text that is the same.
 */
export function writeField(card: Element, path: FieldPath, text: string, isText: boolean): void {
  if (readField(card, path, isText) === received(text, isText)) return;
  const found = textsAt(card, path);
  const shown = found.find((element) => received(element.text(), isText) !== '');
  const sent = sendableText(text).trim();
  if (sent === '') {
    // All of them, or the next one would take its place.
    for (const element of found) remove(card, element);
  } else if (shown ?? found[0]) {
    const target = shown ?? found[0];
    if (target) target.children = [sent];
  } else {
    append(card, path, sent);
  }
}

function received(text: string, isText: boolean): string {
  return isText ? receivedText(text, MAX_TEXT).trim() : receivedLine(text, MAX_LINE);
}

/** The elements whose text the field may be. */
function textsAt(card: Element, { outer, inner, or }: FieldPath): readonly Element[] {
  const xmlns = card.getNS();
  const others = or === undefined ? [] : card.getChildren(or, xmlns);
  const outers = [...card.getChildren(outer, xmlns), ...others].slice(0, MAX_ELEMENTS);
  if (inner === undefined) return outers;
  return outers.flatMap((element) => element.getChildren(inner, xmlns).slice(0, 1));
}

function append(card: Element, { outer, inner }: FieldPath, text: string): void {
  if (inner === undefined) {
    card.append(xml(outer, null, text));
    return;
  }
  const existing = card.getChild(outer, card.getNS());
  if (existing) existing.append(xml(inner, null, text));
  else card.append(xml(outer, null, xml(inner, null, text)));
}

/** Removes an element, and what is around it in the card if that says nothing else. */
function remove(card: Element, element: Element): void {
  const { parent } = element;
  if (!parent) return;
  parent.children = parent.children.filter((child) => child !== element);
  if (parent !== card && parent.text().trim() === '' && !parent.getChildElements().some(says)) {
    remove(card, parent);
  }
}

/** Whether there is any text in an element; a flag such as `<HOME/>` has none. */
function says(element: Element): boolean {
  return element.text().trim() !== '' || element.getChildElements().some(says);
}
