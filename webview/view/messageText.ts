import { el } from './dom.ts';
import { linkify } from './linkify.ts';
import { makeVisible } from './visible.ts';

export interface LinkActions {
  openLink(url: string): void;
}

/** A message's text as text nodes, with its links as buttons in all but looks. */
export function renderText(body: string, actions: LinkActions): HTMLElement {
  const text = el('div', 'text', { dir: 'auto' });
  for (const segment of linkify(body)) {
    if (segment.kind === 'text') {
      text.append(makeVisible(segment.text));
      continue;
    }
    const { url, host } = segment;
    // Without an href the page cannot go anywhere; the panel opens the link after its own checks.
    const link = el('a', 'link', { role: 'link', tabindex: '-1', title: url }, segment.text);
    link.addEventListener('click', () => {
      actions.openLink(url);
    });
    text.append(link);
    if (host !== undefined) text.append(el('span', 'link-host', {}, ` (leads to ${host})`));
  }
  return text;
}
