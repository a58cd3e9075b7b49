// XEP-0280: Message Carbons, version 1.0.1
// https://xmpp.org/extensions/xep-0280.html
import { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Module, Session } from '../stanza/session.ts';
import { xml } from '../stanza/xml.ts';
import { parseForwarded } from './0297-forwarding.ts';

const NS = 'urn:xmpp:carbons:2';

/** A copy of a message that another client of ours sent or received. */
export interface Carbon {
  readonly direction: 'sent' | 'received';
  readonly original: IncomingStanza;
}

/** Unwraps a carbon copy; only our own account may send one (§11), and never to a room. */
export function unwrapCarbon(
  { from, element, arrived }: IncomingStanza,
  session: Session,
): Carbon | undefined {
  if (!from.equals(session.account) || element.attrs['type'] === 'groupchat') return undefined;
  for (const direction of ['sent', 'received'] as const) {
    const wrapper = element.getChild(direction, NS);
    const original = wrapper && parseForwarded(wrapper, session, arrived);
    if (original && isOwn(original, direction, session)) return { direction, original };
  }
  return undefined;
}

/** Enables carbons until this stream's session ends. @throws StanzaError */
export async function enableCarbons(session: Session): Promise<void> {
  await session.request({ type: 'set', payload: xml('enable', { xmlns: NS }) });
}

/** Not announced: it is a feature of servers (§3). */
export const carbonsModule: Module = { xep: 'XEP-0280', features: [] };

/** Sent messages must be from us, received ones to us: else the server confused accounts. */
function isOwn(
  { from, element }: IncomingStanza,
  direction: Carbon['direction'],
  { account }: Session,
): boolean {
  const own = direction === 'sent' ? from : Jid.parse(element.attrs['to'] ?? account.bare);
  return own?.bare === account.bare;
}
