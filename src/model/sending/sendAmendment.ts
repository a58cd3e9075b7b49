import { Jid } from '../../base/jid.ts';
import { type OutgoingContent, sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { sendRetraction } from '../../xmpp/xep/0424-retraction.ts';
import { sendReactions } from '../../xmpp/xep/0444-reactions.ts';
import type { ReplyTarget, Amendment, Content } from '../history.ts';

/** Sends an amendment of an earlier message. @throws StanzaError `not-connected` */
export function sendAmendment(session: Session, to: Jid, change: Amendment): void {
  const { id, ref } = change;
  switch (change.kind) {
    case 'correction':
      sendChatMessage(session, { id, to, replaces: ref.id, ...toStanza(change.content) });
      break;
    case 'retraction':
      sendRetraction(session, { id, to, retracts: ref.id });
      break;
    case 'reactions':
      sendReactions(session, { id, to, reactions: { id: ref.id, emojis: change.emojis } });
      break;
  }
}

/** The content of an outgoing stanza; a file without an address is left out. */
export function toStanza({ body, file, reply }: Content): OutgoingContent {
  const url = file?.url;
  return {
    body,
    ...(url !== undefined && { file: { ...file, url } }),
    ...(reply && { reply: replyTo(reply) }),
  };
}

/** The reply part of an outgoing message. */
function replyTo({ ref, excerpt }: ReplyTarget): NonNullable<OutgoingContent['reply']> {
  const to = Jid.parse(ref.sender);
  return { id: ref.id, ...(to && { to }), ...(excerpt !== '' && { quoted: excerpt }) };
}
