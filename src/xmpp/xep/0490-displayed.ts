// XEP-0490: Message Displayed Synchronization, version 1.0.1
// https://xmpp.org/extensions/xep-0490.html
import { Jid } from '../../base/jid.ts';
import { defineEvent, type Module, type Session } from '../stanza/session.ts';
import { xml } from '../stanza/xml.ts';
import { fetchPepItems, parsePepEvent, type PepItem, publishPrivately } from './0163-pep.ts';
import { buildStanzaId, parseStanzaIds, type StanzaId } from './0359-stanzaIds.ts';

const NS = 'urn:xmpp:mds:displayed:0';

/** How far one of our clients has shown a chat to the user. */
export interface Displayed {
  /** The bare JID of the contact or room; the full one of an occupant. */
  readonly chat: Jid;
  /**
   * The last message shown: by our own archive's id, in a room by the room's. One that the chat
   * does not have, or that comes before the last one known, is to be ignored (§5.1).
   */
  readonly stanzaId: StanzaId;
}

/** Another client of ours, or this one, has shown a chat up to a message. */
export const displayedElsewhere = defineEvent<Displayed>('displayedElsewhere');

/** Fetches how far every chat was shown, once per sign-in (§4.4). @throws StanzaError */
export async function fetchDisplayed(session: Session): Promise<readonly Displayed[]> {
  return (await fetchPepItems(session, NS)).flatMap((item) => parseItem(item) ?? []);
}

/**
 * Tells our other clients how far a chat was shown, and nobody else.
 *
 * @throws StanzaError `feature-not-implemented` where the server could not keep others from it.
 */
export async function publishDisplayed(session: Session, displayed: Displayed): Promise<void> {
  const { chat, stanzaId } = displayed;
  const payload = xml('displayed', { xmlns: NS }, buildStanzaId(stanzaId));
  await publishPrivately(session, NS, { id: chat.full, payload });
}

export const displayedModule: Module = {
  xep: 'XEP-0490',
  features: [`${NS}+notify`],
  attach: (session) =>
    session.onStanza('message', ({ from, element }) => {
      // Anybody may have a node of this name and send us its events.
      if (!from.equals(session.account)) return;
      for (const item of parsePepEvent(element, NS)) {
        const displayed = parseItem(item);
        if (displayed) session.emit(displayedElsewhere, displayed);
      }
    }),
};

function parseItem({ id, payload }: PepItem): Displayed | undefined {
  const chat = Jid.parse(id);
  const [stanzaId] = payload.is('displayed', NS) ? parseStanzaIds(payload) : [];
  return chat && stanzaId ? { chat, stanzaId } : undefined;
}
