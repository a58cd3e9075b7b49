/** The name that bar.css knows the highlight by. */
const NAME = 'find';

/** The first place in `root` that is set off. */
export function firstMatchIn(root: HTMLElement): AbstractRange | undefined {
  for (const range of CSS.highlights.get(NAME) ?? []) {
    if (root.contains(range.startContainer)) return range;
  }
  return undefined;
}

/** Sets off every place in `root` where `query` stands, whatever its case; changes no element. */
export function highlightMatches(root: HTMLElement, query: string): void {
  const wanted = query.toLocaleLowerCase();
  const ranges: Range[] = [];
  for (const content of wanted === '' ? [] : root.querySelectorAll('.text, .code, .file-name')) {
    const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = (node.nodeValue ?? '').toLocaleLowerCase();
      // A few letters change their length with their case: there, nothing is set off.
      if (text.length !== node.nodeValue?.length) continue;
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
}
