import { el } from '../dom.ts';
import { onKey } from '../keys.ts';

let sections = 0;

/** A part of the tab with a heading. */
export function renderSection(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  const id = `section-${String(sections++)}`;
  return el(
    'section',
    'details-section',
    { 'aria-labelledby': id },
    el('h2', 'details-heading', { id }, title),
    ...children,
  );
}

/** What is known of something, by its label. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Called when the value is clicked: then it is a link. */
  readonly open?: (() => void) | undefined;
}

/** A list of facts; those without a value are left out. */
export function renderFacts(facts: readonly Fact[]): HTMLElement {
  const known = facts.filter(({ value }) => value !== '');
  return el(
    'dl',
    'details-facts',
    known.length === 0 ? { hidden: '' } : {},
    ...known.flatMap(({ label, value, open }) => [
      el('dt', 'details-label', {}, label),
      el('dd', 'details-value', { dir: 'auto' }, open ? renderLink(value, open) : value),
    ]),
  );
}

/** A link without an address, so that the page cannot navigate: the panel opens it. */
function renderLink(text: string, open: () => void): HTMLElement {
  const link = el('a', 'details-link', { role: 'link', tabindex: '0' }, text);
  link.addEventListener('click', open);
  onKey(link, (event) => {
    if (event.key === 'Enter') open();
  });
  return link;
}
