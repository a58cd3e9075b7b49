import type { FoundMessageView } from '../api/views.ts';
import { filesOf, type Message } from '../model/history.ts';

/** Maximum number of files that are named. */
const MOST_NAMED = 5;

/** What a message is called that shares files. */
export function fileNamesOf(
  message: Pick<Message, 'file' | 'moreFiles'>,
): Pick<FoundMessageView, 'fileName'> {
  const names = filesOf(message).map(({ name }) => name);
  if (names.length === 0) return {};
  const more = names.length > MOST_NAMED ? ['…'] : [];
  return { fileName: [...names.slice(0, MOST_NAMED), ...more].join(', ') };
}
