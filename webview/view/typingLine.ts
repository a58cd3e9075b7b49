import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { formatList, t } from '../../src/base/l10n.ts';

/** Who is typing, in one sentence; empty for none. */
export function typingLine(head: ChatView | undefined): string {
  const typing =
    head?.room?.typing ?? (head?.composing === true ? [head.occupant?.nick ?? head.name] : []);
  const [name] = typing.map(makeVisible);
  if (name === undefined) return '';
  if (typing.length === 1) return t('{name} is typing…', { name });
  return typing.length > 2
    ? t('Several people are typing…')
    : t('{names} are typing…', { names: formatList(typing.map(makeVisible)) });
}
