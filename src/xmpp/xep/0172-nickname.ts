// XEP-0172: User Nickname, version 1.1
// https://xmpp.org/extensions/xep-0172.html
import type { Module, Session } from '../stanza/session.ts';
import { receivedLine, sendableText } from '../stanza/text.ts';
import { xml } from '../stanza/xml.ts';
import { fetchPepItems, publishShared, retractPepItem } from './0163-pep.ts';

const NS = 'http://jabber.org/protocol/nick';
const CURRENT = 'current';
/** In UTF-16 code units. */
const MAX_LENGTH = 256;

/** Fetches our own nickname (§4.4); empty if there is none. @throws StanzaError */
export async function fetchNickname(session: Session): Promise<string> {
  const item = (await fetchPepItems(session, NS)).at(-1);
  const nick = item?.payload.is('nick', NS) ? item.payload.text() : '';
  return receivedLine(nick, MAX_LENGTH);
}

/** Publishes our own nickname for those who see our presence; empty removes it. @throws StanzaError */
export async function publishNickname(session: Session, nickname: string): Promise<void> {
  if (nickname === '') {
    for (const { id } of await fetchPepItems(session, NS)) await retractPepItem(session, NS, id);
    return;
  }
  const payload = xml('nick', { xmlns: NS }, sendableText(nickname));
  await publishShared(session, NS, { id: CURRENT, payload });
}

/** Not announced: nicknames of others are not followed. */
export const nicknameModule: Module = { xep: 'XEP-0172', features: [] };
