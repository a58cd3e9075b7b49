import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { formatList, t } from '../../src/base/l10n.ts';
import { el, setText } from './dom.ts';
import { showName } from './shownName.ts';

/** A sentence in parts: `names` may be cut, what stands around them may not. */
type Sentence = readonly [before: string, names: string, after: string];

/** The line that says who is typing; where it is narrow, names are cut, and not the verb. */
export class TypingLine {
  readonly #before = el('span', '');
  readonly #names = el('bdi', 'typing-names');
  readonly #after = el('span', '');
  readonly element = el(
    'div',
    'typing',
    { 'aria-live': 'polite', 'aria-atomic': 'true' },
    ...[this.#before, this.#names, this.#after],
  );

  render(head: ChatView | undefined): void {
    const [before, names, after] = typingSentence(head);
    setText(this.#before, before);
    showName(this.#names, names);
    setText(this.#after, after);
  }
}

/** Who is typing, in one sentence; empty for none. */
export function typingSentence(head: ChatView | undefined): Sentence {
  const typing =
    head?.room?.typing ?? (head?.composing === true ? [head.occupant?.nick ?? head.name] : []);
  const [name] = typing.map(makeVisible);
  if (name === undefined) return ['', '', ''];
  if (typing.length > 2) return [t('Several people are typing…'), '', ''];
  // The place of the names is the language's.
  return typing.length === 1
    ? around(t('{name} is typing…', { name: PLACE }), name)
    : around(t('{names} are typing…', { names: PLACE }), formatList(typing.map(makeVisible)));
}

/** Stands for the names. */
const PLACE = '\0';

function around(sentence: string, names: string): Sentence {
  const [before = '', after = ''] = sentence.split(PLACE);
  return [before, names, after];
}
