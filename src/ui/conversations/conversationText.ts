import { actOf, isAction } from '../../api/action.ts';
import { sayExcerpt } from '../../api/say.ts';
import type { ConversationView, LastMessageView } from '../../api/views.ts';
import { shorten } from '../../base/graphemes.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { formatNumber, plural, t } from '../../base/l10n.ts';
import { oneLine } from '../../base/oneLine.ts';

/** Maximum length of what a row says of a conversation, in UTF-16 code units. */
const MAX_WORDS = 160;

/** What a row says of a conversation, on one line: who is typing, the draft, or the last words. */
export function latestWords({ kind, typing, draft, last }: ConversationView): string {
  if (typing.length > 0) {
    return kind === 'room' ? t('{names} typing…', { names: typingNames(typing) }) : t('typing…');
  }
  if (draft !== undefined) return shortened(t('Draft: {text}', { text: draft }));
  return last ? shortened(lastWords(last)) : '';
}

function typingNames([one = '', other, ...others]: readonly string[]): string {
  if (other === undefined) return oneLine(one);
  return others.length === 0
    ? oneLine(t('{names} and {last}', { names: one, last: other }))
    : plural(others.length + 2, ['{count} person', '{count} people']);
}

function lastWords({ outgoing, senderName = '', hasFailed, ...last }: LastMessageView): string {
  const author = outgoing ? t('You') : senderName;
  const words = wordsOf(last);
  if (isAction(words)) return `${author} ${actOf(words)}`.trimStart();
  const written = author === '' ? words : `${author}: ${words}`;
  return hasFailed ? t('Not sent: {text}', { text: words }) : written;
}

function wordsOf({
  isDeleted,
  fileName,
  excerpt,
}: Pick<LastMessageView, 'isDeleted' | 'fileName' | 'excerpt'>): string {
  if (isDeleted) return t('Message deleted');
  return fileName ?? sayExcerpt(excerpt);
}

function shortened(text: string): string {
  return shorten(oneLine(text).trim(), MAX_WORDS);
}

/** How many there are, such as `2 unread, 1 mentions you`; empty for none. */
export function unreadWords({ unread, mentions }: ConversationView): string {
  return [
    ...(unread > 0 ? [t('{count} unread', { count: formatNumber(unread) })] : []),
    ...(mentions > 0 ? [plural(mentions, ['{count} mentions you', '{count} mention you'])] : []),
  ].join(', ');
}

/** What sets a conversation apart, such as `pinned, muted`; empty for nothing. */
export function optionWords(conversation: ConversationView): string {
  const { isArchived, isPinned, level } = conversation;
  return [
    ...(isPinned ? [t({ message: 'pinned', comment: ['a chat'] })] : []),
    // By the user, or by the notification level of the room.
    ...(level === 'never' ? [t({ message: 'muted', comment: ['a chat'] })] : []),
    ...(isArchived ? [t({ message: 'archived', comment: ['a chat'] })] : []),
  ].join(', ');
}

/** What is known of a conversation, a line each. */
export function conversationLines(
  conversation: ConversationView,
  shownTime: (time: number) => string,
): readonly string[] {
  const { id, name, last, level, mutedUntil } = conversation;
  const until =
    typeof mutedUntil === 'number'
      ? t('Muted until {time}', { time: shownTime(mutedUntil) })
      : t({ message: 'Muted', comment: ['a chat'] });
  return [
    name,
    ...(name === shownAddress(id) ? [] : [shownAddress(id)]),
    ...(last ? [`${shownTime(last.time)}: ${shortened(lastWords(last))}`] : []),
    ...(level === 'never' ? [until] : []),
  ];
}
