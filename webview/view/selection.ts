/** The row that a node in the list belongs to; a divider belongs to the row below it. */
function rowAt(list: HTMLElement, node: Node | null): HTMLElement | undefined {
  if (!node || node === list || !list.contains(node)) return undefined;
  let element = node instanceof Element ? node : node.parentElement;
  while (element && element.parentElement !== list) element = element.parentElement;
  while (element && !element.matches('.message')) element = element.nextElementSibling;
  return element instanceof HTMLElement ? element : undefined;
}

/**
 * The messages that must stay in the DOM: the focused one, which would lose the focus, and those
 * where a selection begins and ends. Rows between them may be removed (selectedWords.ts).
 */
export function keptRows(list: HTMLElement): string[] {
  const selection = document.getSelection();
  const nodes = [
    document.activeElement,
    ...(selection && !selection.isCollapsed ? [selection.anchorNode, selection.focusNode] : []),
  ];
  return nodes.flatMap((node) => rowAt(list, node)?.dataset['id'] ?? []);
}

/**
 * If a selection begins or ends in a row that is about to be removed from either end of the loaded
 * messages, extends it to that end of the list: otherwise it would move as rows come and go.
 *
 * @param before the messages whose rows are in the list now, in order
 * @param left the messages that remain
 */
export function keepSelection(
  list: HTMLElement,
  before: readonly string[],
  left: ReadonlySet<string>,
): void {
  // Looking at the selection makes the browser lay out what has been drawn so far.
  if (before.every((id) => left.has(id))) return;
  const selection = document.getSelection();
  const { anchorNode, focusNode } = selection ?? {};
  if (!selection || !anchorNode || !focusNode || selection.isCollapsed) return;
  const first = before.findIndex((id) => left.has(id));
  const last = before.findLastIndex((id) => left.has(id));
  const edgeFor = (node: Node): readonly [Node, number] | undefined => {
    const at = before.indexOf(rowAt(list, node)?.dataset['id'] ?? '');
    const { parentNode } = list;
    if (at < 0 || first < 0 || !parentNode) return undefined;
    const place = [...parentNode.childNodes].indexOf(list);
    if (at < first) return [parentNode, place];
    return at > last ? [parentNode, place + 1] : undefined;
  };
  const [anchor, focus] = [edgeFor(anchorNode), edgeFor(focusNode)];
  if (!anchor && !focus) return;
  selection.setBaseAndExtent(
    ...(anchor ?? ([anchorNode, selection.anchorOffset] as const)),
    ...(focus ?? ([focusNode, selection.focusOffset] as const)),
  );
}
