import { withSender } from '../../src/api/action.ts';
import { offerWords } from '../../src/api/offerWords.ts';
import { say } from '../../src/api/say.ts';
import type { MessageView, OfferView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { plural, t } from '../../src/base/l10n.ts';
import { deliveryLabel, readByLine } from './deliveryMark.ts';
import { formatTime } from './format.ts';
import { filesOf } from './messageFiles.ts';
import { repliedName } from './replyQuote.ts';

/** What is said of an offered file that has not ended. */
const OFFER_STATES: Readonly<Partial<Record<OfferView['state'], () => string>>> = {
  offered: () => t('waits for your answer'),
  running: () => t('being received'),
};

/** The accessible name of the whole message. @param readBy the names of those in a room who have read it */
export function describeMessage(message: MessageView, readBy: readonly string[]): string {
  const { delivery, error, edited, refused, reply, reactions } = message;
  const parts = [
    senderName(message),
    formatTime(message.time),
    message.mentionsUs === true && t('mentions you'),
    reply && t('in reply to {name}', { name: repliedName(reply) }),
    message.damaged === true && damagedText(),
    wordsOf(message),
    edited !== undefined && t('edited'),
    reactions && t('reactions {emoji}', { emoji: reactions.map(({ emoji }) => emoji).join(' ') }),
    readBy.length > 0 ? readByLine(readBy) : delivery && deliveryLabel(delivery),
    error && makeVisible(say(error)),
    refused && makeVisible(say(refused)),
  ];
  return parts.filter(Boolean).join(', ');
}

function wordsOf(message: MessageView): string {
  const { file, notice, offer, outgoing, retracted } = message;
  if (retracted === true) return describeRemoval(message);
  if (file && offer && outgoing)
    return makeVisible(t('file {name}, sent directly', { name: file.name }));
  if (file && offer) {
    const state = OFFER_STATES[offer.state]?.() ?? offerWords(offer, senderName(message));
    return makeVisible(t('offered file {name}, {state}', { name: file.name, state }));
  }
  const files = filesOf(message);
  const caption = file && message.body === file.url ? '' : message.body;
  const names = files.map(({ name }) => name).join(', ');
  const words = [
    notice ? say(notice.text) : '',
    withSender(caption, senderName(message)),
    names && plural(files.length, ['file {names}', '{count} files {names}'], { names }),
  ];
  return makeVisible(words.filter((text) => text !== '').join(' '));
}

export function senderName(message: MessageView): string {
  return message.outgoing ? t('You') : makeVisible(message.senderName);
}

/** What is shown instead of a message that was taken back. */
export function describeRemoval({ moderated }: MessageView): string {
  if (!moderated) return t('Message deleted');
  const reason = makeVisible(moderated.reason);
  return reason === ''
    ? t('Removed by a moderator')
    : t('Removed by a moderator: {reason}', { reason });
}

export function damagedText(): string {
  return t('A part of this message cannot be read any more');
}
