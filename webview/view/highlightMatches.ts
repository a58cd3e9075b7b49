import { fold, FoldedText } from '../../src/base/fold.ts';
import { SAID, textsIn } from './selectedWords.ts';

/** The name of the highlight in bar.css. */
const NAME = 'find';
/** Maximum number of matches per text; more could only serve to block the page. */
const MAX_MATCHES = 500;

/** The first highlighted match in `root`. */
export function firstMatchIn(root: HTMLElement): Range | undefined {
  for (const range of CSS.highlights.get(NAME) ?? []) {
    if (range instanceof Range && root.contains(range.startContainer)) return range;
  }
  return undefined;
}

/** Scrolls code that is wider than its card to the match. */
export function revealInCode(match: Range): void {
  const code = match.startContainer.parentElement?.closest('.code');
  if (!code) return;
  const [view, box] = [code.getBoundingClientRect(), match.getBoundingClientRect()];
  if (box.left >= view.left && box.right <= view.right) return;
  code.scrollLeft += box.left - view.left - view.width / 3;
}

/** Highlights all matches of `query` in `root`, as the host compares, without changing the DOM. */
export function highlightMatches(root: HTMLElement, query: string): void {
  const wanted = fold(query);
  const said = wanted === '' ? [] : [...root.querySelectorAll(SAID)];
  const ranges = said.flatMap((element) => textOf(element).matches(wanted));
  CSS.highlights.set(NAME, new Highlight(...ranges));
}

/** Folded texts; elements are replaced when their content changes (parts.ts). */
const known = new WeakMap<Element, SearchedText>();

function textOf(element: Element): SearchedText {
  let text = known.get(element);
  if (!text) {
    text = new SearchedText(element);
    known.set(element, text);
  }
  return text;
}

/** The text of an element, concatenated from its nodes: links, styles, highlighted code. */
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

  /** The ranges of a folded text. */
  matches(wanted: string): Range[] {
    const ranges: Range[] = [];
    const { folded } = this.#folded;
    let at = folded.indexOf(wanted);
    while (at >= 0 && ranges.length < MAX_MATCHES) {
      const [start, end] = this.#folded.rangeOf(at, at + wanted.length);
      const range = new Range();
      range.setStart(...this.#placeOf(start));
      // The end must not move to the start of the next node, which may be on another line.
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
