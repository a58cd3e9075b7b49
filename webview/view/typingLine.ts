import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

/** Who is typing, in one sentence; empty for nobody. */
export function typingLine(head: ChatView | undefined): string {
  const typing =
    head?.room?.typing ?? (head?.composing === true ? [head.occupant?.nick ?? head.name] : []);
  const [one, other] = typing.map(makeVisible);
  if (one === undefined) return '';
  if (other === undefined) return t('{name} is typing…', { name: one });
  return typing.length > 2
    ? t('Several people are typing…')
    : t('{one} and {other} are typing…', { one, other });
}
