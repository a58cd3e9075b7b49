// XEP-0145: Annotations, version 1.0
// https://xmpp.org/extensions/xep-0145.html
import { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedText, sendableText } from '../stanza/text.ts';
import { copyOf, type Element, xml } from '../stanza/xml.ts';
import { fetchPrivate, storePrivate } from './0049-privateStorage.ts';

const NS = 'storage:rosternotes';
const STORAGE = { name: 'storage', xmlns: NS };

/** A change of a note. */
export interface NoteChange {
  /** Blank to remove it. */
  readonly text: string;
  /** The note as it was read. */
  readonly before: string;
  /** When it is made, in ms since 1970. */
  readonly time: number;
}

/** Fetches the user's note on an entity; empty if there is none. @throws StanzaError */
export async function fetchNote(session: Session, jid: Jid): Promise<string> {
  return textOf(await fetchPrivate(session, STORAGE), jid);
}

/**
 * Stores the user's note on an entity. All notes are one element (§2): they are read again before,
 * and the others are written back as they are.
 *
 * @returns the note that another client has stored since ours was read, and then nothing is stored;
 *   `undefined` if it is
 * @throws StanzaError
 */
export async function storeNote(
  session: Session,
  jid: Jid,
  { text, before, time }: NoteChange,
): Promise<string | undefined> {
  const stored = await fetchPrivate(session, STORAGE);
  const now = textOf(stored, jid);
  const wanted = received(sendableText(text));
  if (now === wanted) return undefined;
  if (now !== received(before)) return now;
  const storage = stored ? copyOf(stored) : xml(STORAGE.name, { xmlns: NS });
  setText(storage, jid, wanted, new Date(time).toISOString());
  await storePrivate(session, storage);
  return undefined;
}

/** Not announced: it is a use of private storage. */
export const annotationsModule: Module = { xep: 'XEP-0145', features: [] };

/** There should be one note at most: the texts of several are one. */
function textOf(storage: Element | undefined, jid: Jid): string {
  const texts = notesOn(storage, jid).map((note) => received(note.text()));
  return texts.filter((text) => text !== '').join('\n');
}

function setText(storage: Element, jid: Jid, text: string, date: string): void {
  const [known, ...doubles] = notesOn(storage, jid);
  const dropped = new Set<Element | string | undefined>(
    text === '' ? [known, ...doubles] : doubles,
  );
  storage.children = storage.children.filter((child) => !dropped.has(child));
  if (text === '') return;
  const note = known ?? xml('note', { jid: jid.full, cdate: date });
  if (!known) storage.append(note);
  note.attrs['mdate'] = date;
  note.children = [text];
}

function notesOn(storage: Element | undefined, jid: Jid): readonly Element[] {
  const notes = storage?.getChildren('note', NS) ?? [];
  return notes.filter(({ attrs }) => Jid.parse(attrs['jid'] ?? '')?.equals(jid));
}

/** A note of the user's own is never cut. */
function received(text: string): string {
  return receivedText(text, Infinity).trim();
}
