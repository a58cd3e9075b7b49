import type { PrivateChatView } from '../../api/views.ts';
import { actOf, isAction } from '../../api/action.ts';
import { sayExcerpt } from '../../api/say.ts';
import { plural, t } from '../../base/l10n.ts';
import { type SenderText, unreadWords } from './notificationText.ts';
import { shownLine, shownWords } from './shownLine.ts';

/** The text of a notification of a private message, in one line; it is marked as private. */
export function privateChatText({ name, lastReceived }: PrivateChatView): string {
  const who = t('{name} (private)', { name: shownLine(name) });
  if (lastReceived?.fileName !== undefined)
    return t('{name} sends {file}', { name: who, file: shownLine(lastReceived.fileName) });
  const excerpt = sayExcerpt(lastReceived?.excerpt ?? '');
  return isAction(excerpt)
    ? `${who} ${shownLine(actOf(excerpt))}`
    : `${who}: ${shownLine(excerpt)}`;
}

/** The name and the words of a notification of a private message. */
export function privateSender({ name, lastReceived }: PrivateChatView): SenderText {
  const shown = shownLine(name);
  const words =
    lastReceived?.fileName === undefined
      ? shownWords(shown, sayExcerpt(lastReceived?.excerpt ?? ''))
      : t('Sends {file}', { file: shownLine(lastReceived.fileName) });
  return { name: t('{name} (private)', { name: shown }), words };
}

/** The text of a notification that summarizes private messages, in one line. */
export function privateChatsText(chats: readonly PrivateChatView[]): string {
  const [first, ...others] = chats;
  const messages = unreadWords(chats.reduce((sum, chat) => sum + chat.unread, 0));
  if (first && others.length === 0) return `${shownLine(first.name)}: ${messages}`;
  return plural(
    chats.length,
    ['{messages} from {count} person in rooms', '{messages} from {count} people in rooms'],
    { messages },
  );
}
