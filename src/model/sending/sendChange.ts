import { Jid } from '../../base/jid.ts';
import { type OutgoingMessage, sendChatMessage } from '../../xmpp/im/outgoingMessage.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { sendRetraction } from '../../xmpp/xep/0424-retraction.ts';
import { sendReactions } from '../../xmpp/xep/0444-reactions.ts';
import type { Answered, Change } from '../history.ts';

/** Sends a change of an earlier message. @throws StanzaError `not-connected` */
export function sendChange(session: Session, to: Jid, change: Change): void {
  const { id, ref } = change;
  switch (change.kind) {
    case 'correction': {
      const { body, reply } = change;
      sendChatMessage(session, {
        id,
        to,
        body,
        replaces: ref.id,
        // It replaces all of the message, so that what this answered has to be said again.
        ...(reply && { reply: replyTo(reply) }),
      });
      break;
    }
    case 'retraction':
      sendRetraction(session, { id, to, retracts: ref.id });
      break;
    case 'reactions':
      sendReactions(session, { id, to, reactions: { id: ref.id, emojis: change.emojis } });
      break;
  }
}

/** How a message of ours says which one it answers. */
export function replyTo({ ref, excerpt }: Answered): NonNullable<OutgoingMessage['reply']> {
  const to = Jid.parse(ref.sender);
  return { id: ref.id, ...(to && { to }), ...(excerpt !== '' && { quoted: excerpt }) };
}
