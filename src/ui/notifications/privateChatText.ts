import type { PrivateChatView } from '../../api/views.ts';
import { actOf, isAction } from '../../api/action.ts';
import { sayExcerpt } from '../../api/say.ts';
import { counted } from '../rooms/roomText.ts';
import type { SenderText } from './notificationText.ts';
import { shownLine, shownWords } from './shownLine.ts';

/** The text of a notification of a private message, in one line; it is marked as private. */
export function privateChatText({ name, lastReceived }: PrivateChatView): string {
  const who = `${shownLine(name)} (private)`;
  if (lastReceived?.fileName !== undefined)
    return `${who} sends ${shownLine(lastReceived.fileName)}`;
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
      : `Sends ${shownLine(lastReceived.fileName)}`;
  return { name: `${shown} (private)`, words };
}

/** The text of a notification that summarizes private messages, in one line. */
export function privateChatsText(chats: readonly PrivateChatView[]): string {
  const [first, ...others] = chats;
  const unread = counted(
    chats.reduce((sum, chat) => sum + chat.unread, 0),
    'unread message',
  );
  if (first && others.length === 0) return `${shownLine(first.name)}: ${unread}`;
  return `${unread} from ${chats.length} people in rooms`;
}
