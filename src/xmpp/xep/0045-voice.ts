// XEP-0045: Multi-User Chat, version 1.35.5: voice requests (§7.13)
// https://xmpp.org/extensions/xep-0045.html#requestvoice
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { xml } from '../stanza/xml.ts';
import { buildSubmission } from './0004-dataForms.ts';
import { NS_MUC } from './0045-user.ts';

const FORM_TYPE = `${NS_MUC}#request`;

/**
 * Asks the moderators of a room for voice. Errors name the id.
 *
 * @throws StanzaError `not-connected`
 */
export function requestVoice(
  session: Session,
  { id, room }: { readonly id: string; readonly room: Jid },
): void {
  const form = buildSubmission({ FORM_TYPE: [FORM_TYPE], 'muc#role': ['participant'] });
  session.send(xml('message', { id, to: room.bare }, form));
}
