// XEP-0199: XMPP Ping, version 2.0.1
// https://xmpp.org/extensions/xep-0199.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:ping';

/** Waits for a sign of life from `to`. @throws StanzaError also when it lives but knows no ping. */
export async function ping(session: Session, to: Jid): Promise<void> {
  await session.request({ type: 'get', to, payload: xml('ping', { xmlns: NS }) });
}

export const pingModule: Module = {
  xep: 'XEP-0199',
  features: [NS],
  attach: (session) => session.onIq('get', 'ping', NS, () => undefined),
};
