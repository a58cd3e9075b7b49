import { makeVisible } from '../../src/api/visible.ts';
import { endOf } from '../../src/base/graphemes.ts';
import { el, setText } from './dom.ts';

/** Names up to this length, in UTF-16 code units, are cut at their end. */
const SHORT = 16;
/** How much of the end of a longer name stays: what tells names apart is there, too. */
const END = 6;
/** Letters that neither join with their neighbours nor run from right to left. */
const SEPARABLE =
  /^(?:\P{L}|[\p{scx=Latin}\p{scx=Cyrillic}\p{scx=Greek}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}])*$/u;

/** Shows a name in an element that cuts a long one in its middle where there is not enough room. */
export function showName(element: HTMLElement, name: string): void {
  const visible = makeVisible(name);
  if (element.textContent === visible) return;
  const isCut = visible.length > SHORT && SEPARABLE.test(visible);
  element.classList.toggle('cut-in-middle', isCut);
  if (!isCut) {
    setText(element, name);
    return;
  }
  const end = endOf(visible, END);
  const start = visible.slice(0, visible.length - end.length);
  element.replaceChildren(el('span', 'name-start', {}, start), el('span', 'name-end', {}, end));
}

/** The tooltip of a name: the whole of it, and the address. */
export function nameTooltip(name: string, address: string): string {
  return name === address ? address : `${name}\n${address}`;
}
