import { fold, FoldedText } from '../../src/base/fold.ts';
import { SAID, textsIn } from './selectedWords.ts';

/** The name that bar.css knows the highlight by. */
const NAME = 'find';
/** More places in one text are only meant to keep the page busy. */
const MAX_MATCHES = 500;

/** The first place in `root` that is set off. */
export function firstMatchIn(root: HTMLElement): Range | undefined {
  for (const range of CSS.highlights.get(NAME) ?? []) {
    if (range instanceof Range && root.contains(range.startContainer)) return range;
  }
  return undefined;
}

/** Scrolls code that is wider than its card to what was found in it. */
export function revealInCode(match: Range): void {
  const code = match.startContainer.parentElement?.closest('.code');
  if (!code) return;
  const [view, box] = [code.getBoundingClientRect(), match.getBoundingClientRect()];
  if (box.left >= view.left && box.right <= view.right) return;
  code.scrollLeft += box.left - view.left - view.width / 3;
}

/** Sets off every place in `root` where `query` stands, as the host compares; changes no element. */
export function highlightMatches(root: HTMLElement, query: string): void {
  const wanted = fold(query);
  const said = wanted === '' ? [] : [...root.querySelectorAll(SAID)];
  const ranges = said.flatMap((element) => textOf(element).matches(wanted));
  CSS.highlights.set(NAME, new Highlight(...ranges));
}

/** Texts as they are compared; an element that shows something else is another one (parts.ts). */
const known = new WeakMap<Element, SearchedText>();

function textOf(element: Element): SearchedText {
  let text = known.get(element);
  if (!text) {
    text = new SearchedText(element);
    known.set(element, text);
  }
  return text;
}

/** What an element says, in one, whatever pieces it is in: links, styles, colours of code. */
class SearchedText {
  readonly #pieces: readonly { readonly text: Text; readonly at: number }[];
  readonly #folded: FoldedText;

  constructor(element: Element) {
    const texts = textsIn(element);
    let length = 0;
    this.#pieces = texts.map((text) => {
      const at = length;
      length += text.length;
      return { text, at };
    });
    this.#folded = new FoldedText(texts.map(({ data }) => data).join(''));
  }

  /** Where a folded text stands. */
  matches(wanted: string): Range[] {
    const ranges: Range[] = [];
    const { folded } = this.#folded;
    let at = folded.indexOf(wanted);
    while (at >= 0 && ranges.length < MAX_MATCHES) {
      const [start, end] = this.#folded.rangeOf(at, at + wanted.length);
      const range = new Range();
      range.setStart(...this.#placeOf(start));
      // The end of a piece is none of the next one, which may be on another line.
      const [text, offset] = this.#placeOf(end - 1);
      range.setEnd(text, offset + 1);
      ranges.push(range);
      at = folded.indexOf(wanted, at + wanted.length);
    }
    return ranges;
  }

  #placeOf(at: number): [text: Text, offset: number] {
    const piece = this.#pieces.findLast((each) => each.at <= at);
    if (!piece) throw new RangeError(`no text at ${at}`);
    return [piece.text, at - piece.at];
  }
}
