import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';

/** Who is typing, in one sentence; empty for nobody. */
export function typingLine(head: ChatView | undefined): string {
  const typing =
    head?.room?.typing ?? (head?.composing === true ? [head.occupant?.nick ?? head.name] : []);
  const [one, other] = typing.map(makeVisible);
  if (one === undefined) return '';
  if (other === undefined) return `${one} is typing…`;
  return typing.length > 2 ? 'Several people are typing…' : `${one} and ${other} are typing…`;
}
