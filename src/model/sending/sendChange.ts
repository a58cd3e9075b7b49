import type { Jid } from '../../base/jid.ts';
import { type OutgoingMessage, sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { sendRetraction } from '../../xmpp/xep/0424-retraction.ts';
import { sendReactions } from '../../xmpp/xep/0444-reactions.ts';
import type { Answered, Change } from '../history.ts';

/** Sends a change of an earlier message. @throws StanzaError `not-connected` */
export function sendChange(session: Session, to: Jid, change: Change): void {
  const { id, originId } = change;
  switch (change.kind) {
    case 'correction': {
      const { body, reply } = change;
      sendChatMessage(session, {
        id,
        to,
        body,
        replaces: originId,
        // It replaces all of the message, so that what this answered has to be said again.
        ...(reply && { reply: replyTo(session, to, reply) }),
      });
      break;
    }
    case 'retraction':
      sendRetraction(session, { id, to, retracts: originId });
      break;
    case 'reactions':
      sendReactions(session, { id, to, reactions: { id: originId, emojis: change.emojis } });
      break;
  }
}

/** How a message of ours says which one it answers. */
export function replyTo(
  session: Session,
  chat: Jid,
  { outgoing, originId, excerpt }: Answered,
): NonNullable<OutgoingMessage['reply']> {
  const to = outgoing ? session.account : chat;
  return { id: originId, to, ...(excerpt !== '' && { quoted: excerpt }) };
}
