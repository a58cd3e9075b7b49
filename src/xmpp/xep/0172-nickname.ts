// XEP-0172: User Nickname, version 1.1
// https://xmpp.org/extensions/xep-0172.html
import type { Module, Session } from '../stanza/session.ts';
import { receivedLine, sendableText } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';
import { fetchPepItems, publishShared, retractPepItem } from './0163-pep.ts';

const NS = 'http://jabber.org/protocol/nick';
const CURRENT = 'current';
/** In UTF-16 code units. */
const MAX_LENGTH = 256;

/** What the sender calls themselves (§4.1), in one line; empty if they do not say. Anybody may take any. */
export function parseNickname(element: Element): string {
  return receivedLine(childText(element, 'nick', NS) ?? '', MAX_LENGTH);
}

/** Builds what we call ourselves, for a subscription request; `undefined` for an empty one. */
export function buildNickname(nickname: string): Element | undefined {
  return nickname === '' ? undefined : xml('nick', { xmlns: NS }, sendableText(nickname));
}

/** Fetches our own nickname (§4.4); empty if there is none. @throws StanzaError */
export async function fetchNickname(session: Session): Promise<string> {
  const item = (await fetchPepItems(session, NS)).at(-1);
  const nick = item?.payload.is('nick', NS) ? item.payload.text() : '';
  return receivedLine(nick, MAX_LENGTH);
}

/** Publishes our own nickname for those who see our presence; empty removes it. @throws StanzaError */
export async function publishNickname(session: Session, nickname: string): Promise<void> {
  const payload = buildNickname(nickname);
  if (payload) {
    await publishShared(session, NS, { id: CURRENT, payload });
    return;
  }
  for (const { id } of await fetchPepItems(session, NS)) await retractPepItem(session, NS, id);
}

/** Not announced: nicknames of others are not followed, only shown where they come with a request. */
export const nicknameModule: Module = { xep: 'XEP-0172', features: [] };
