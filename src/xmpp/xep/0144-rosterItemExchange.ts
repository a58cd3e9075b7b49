// XEP-0144: Roster Item Exchange, version 1.1.1
// https://xmpp.org/extensions/xep-0144.html
import { Jid } from '../../base/jid.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { defineEvent, type Module } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedLine } from '../stanza/text.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'http://jabber.org/protocol/rosterx';
/** Maximum number of contacts taken of one suggestion; more are to be treated with suspicion (§6). */
export const MAX_SUGGESTED = 200;
const MAX_GROUPS = 20;
/** Maximum length of a name and of a group, in UTF-16 code units. */
const MAX_NAME_LENGTH = 256;

/** A contact that the sender suggests to add. */
export interface SuggestedContact {
  /** Bare. */
  readonly jid: Jid;
  /** In one line; empty if none is given. */
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ContactSuggestion {
  readonly from: Jid;
  /** At least one; of several with one JID, the last. */
  readonly contacts: readonly SuggestedContact[];
}

/** A sender suggests contacts, which are not checked: the user decides (§8.1). */
export const contactsSuggested = defineEvent<ContactSuggestion>('contactsSuggested');

/**
 * Parses the additions of a suggestion. Deletions and modifications are left out: users should not
 * suggest any (§7.1).
 */
export function parseSuggested(x: Element): readonly SuggestedContact[] {
  const contacts = new Map<string, SuggestedContact>();
  for (const item of x.getChildren('item', NS)) {
    if (contacts.size === MAX_SUGGESTED) break;
    const jid = Jid.parse(item.attrs['jid'] ?? '')?.toBare();
    const { action, name = '' } = item.attrs;
    // An unknown action counts as an addition (§3.1).
    if (!jid || action === 'delete' || action === 'modify') continue;
    const groups = item
      .getChildren('group', NS)
      .slice(0, MAX_GROUPS)
      .map((group) => receivedLine(group.text(), MAX_NAME_LENGTH))
      .filter((group) => group !== '');
    contacts.set(jid.bare, {
      jid,
      name: receivedLine(name, MAX_NAME_LENGTH),
      groups: [...new Set(groups)],
    });
  }
  return [...contacts.values()];
}

export const rosterItemExchangeModule: Module = {
  xep: 'XEP-0144',
  features: [NS],
  attach(session) {
    const owned = new DisposableStore();
    owned.add(
      session.onIq('set', 'x', NS, ({ from, payload }) => {
        const contacts = parseSuggested(payload);
        if (contacts.length === 0) throw new StanzaError('feature-not-implemented');
        session.emit(contactsSuggested, { from, contacts });
        return undefined;
      }),
    );
    owned.add(
      session.onStanza('message', ({ from, element }) => {
        if (['error', 'groupchat'].includes(element.attrs['type'] ?? '')) return;
        const x = element.getChild('x', NS);
        const contacts = x ? parseSuggested(x) : [];
        if (contacts.length > 0) session.emit(contactsSuggested, { from, contacts });
      }),
    );
    return owned;
  },
};
