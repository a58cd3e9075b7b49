// XEP-0490: Message Displayed Synchronization, version 1.0.1
// https://xmpp.org/extensions/xep-0490.html
import { Jid } from '../../base/jid.ts';
import { defineEvent, type Module, type Session } from '../stanza/session.ts';
import { xml } from '../stanza/xml.ts';
import { fetchPepItems, parsePepEvent, type PepItem, publishPrivately } from './0163-pep.ts';
import { buildStanzaId, parseStanzaIds, type StanzaId } from './0359-stanzaIds.ts';

const NS = 'urn:xmpp:mds:displayed:0';

/** The position up to which one of our clients has displayed a chat. */
export interface Displayed {
  /** The bare JID of the contact or room; the full one of an occupant. */
  readonly chat: Jid;
  /**
   * The last message displayed: by our own archive's id, in a room by the room's. One not in the
   * chat, or before the last known one, must be ignored (§5.1).
   */
  readonly stanzaId: StanzaId;
}

/** Another client of ours, or this one, has displayed a chat up to a message. */
export const displayedElsewhere = defineEvent<Displayed>('displayedElsewhere');

/** Fetches the displayed positions of all chats, once per sign-in (§4.4). @throws StanzaError */
export async function fetchDisplayed(session: Session): Promise<readonly Displayed[]> {
  return (await fetchPepItems(session, NS)).flatMap((item) => parseItem(item) ?? []);
}

/**
 * Publishes the displayed position of a chat, privately for our other clients.
 *
 * @throws StanzaError `feature-not-implemented` if the server cannot restrict access
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
      // Any account may have a node of this name and send us its events.
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
