import type { MessageView } from '../../src/api/views.ts';

/** A selection over more messages than this is not kept whole; it would fill the page. */
const MAX_SELECTED = 200;

/**
 * The messages that must stay in the page: the one with the focus, which would lose it, and those
 * with selected text, which could not be copied.
 */
export function selectedRows(
  list: HTMLElement,
  messages: readonly MessageView[],
  indices: { indexOf(id: string): number | undefined },
): string[] {
  const rowOf = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    const row = element && list.contains(element) ? element.closest<HTMLElement>('.message') : null;
    return row?.dataset['id'];
  };
  const focused = rowOf(document.activeElement);
  const kept = focused === undefined ? [] : [focused];
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return kept;
  const [one, other] = [selection.anchorNode, selection.focusNode].map((node) => {
    const id = rowOf(node);
    return id === undefined ? undefined : indices.indexOf(id);
  });
  if (one === undefined || other === undefined) return kept;
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  if (to - from < MAX_SELECTED) kept.push(...messages.slice(from, to + 1).map(({ id }) => id));
  return kept;
}
