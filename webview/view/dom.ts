/** Small helpers to build elements. Text only ever becomes text nodes. */

type Child = Node | string | undefined;

/** An element with a class, attributes and children; children that are `undefined` are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A codicon. With a label it is an image with that name; without one it is decoration. */
export function icon(name: string, label?: string): HTMLElement {
  return el(
    'span',
    `codicon codicon-${name}`,
    label === undefined
      ? { 'aria-hidden': 'true' }
      : { role: 'img', 'aria-label': label, title: label },
  );
}

/**
 * A small button inside a message. It is left out of the tab order, which would otherwise run
 * through the whole history: from the message, Enter and the arrow keys reach it.
 */
export function rowButton(label: string, className: string, onClick: () => void): HTMLElement {
  const button = el('button', `row-button ${className}`, { type: 'button', tabindex: '-1' }, label);
  button.addEventListener('click', onClick);
  return button;
}

/** Shows `element` only while `shown`. */
export function toggle(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) element.hidden = !shown;
}

/** Sets the text, touching the DOM only where it differs. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
