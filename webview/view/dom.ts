import { makeVisible } from '../../src/api/visible.ts';
import type { Icon } from './icons.ts';

/** Helpers to build elements. Text only becomes text nodes, with invisible characters shown. */

/** Attributes whose text is presented to the user. */
const READ: readonly string[] = ['title', 'aria-label', 'placeholder', 'alt'];

type Child = Node | string | undefined;

/** Creates an element with a class, attributes and children; `undefined` children are skipped. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, READ.includes(name) ? makeVisible(value) : value);
  }
  for (const child of children) {
    if (child !== undefined) {
      element.append(typeof child === 'string' ? makeVisible(child) : child);
    }
  }
  return element;
}

/** A codicon. With a label it is an image of that name; without one it is decorative. */
export function icon(name: Icon, label?: string): HTMLElement {
  const attributes: Readonly<Record<string, string>> =
    label === undefined
      ? { 'aria-hidden': 'true' }
      : { role: 'img', 'aria-label': label, title: label };
  const element = el('span', '', attributes);
  showIcon(element, name);
  return element;
}

/** Makes an element that `icon` made show another one. */
export function showIcon(element: HTMLElement, name: Icon): void {
  element.className = `codicon codicon-${name}`;
}

/**
 * A small button inside a message. It is not in the tab order, which would otherwise run through
 * the whole history: Enter and the arrow keys reach it from the message.
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

/** Sets the text, touching the DOM only if it differs. */
export function setText(element: HTMLElement, text: string): void {
  const visible = makeVisible(text);
  if (element.textContent !== visible) element.textContent = visible;
}

/** Sets an element's accessible name and its tooltip. */
export function name(element: HTMLElement, label: string, tooltip = label): void {
  const [read, shown] = [makeVisible(label), makeVisible(tooltip)];
  if (element.getAttribute('aria-label') !== read) element.setAttribute('aria-label', read);
  if (element.title !== shown) element.title = shown;
}

/** Sets the children, in this order. Existing ones are not touched, nor is a selection in them. */
export function setChildren(parent: HTMLElement, children: readonly HTMLElement[]): void {
  const wanted = new Set<Node>(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let next = parent.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else parent.insertBefore(child, next);
  }
}

/** Replaces the children, unless the new ones look the same: then a selection in them stays. */
export function redraw(parent: HTMLElement, children: readonly HTMLElement[]): void {
  const { childNodes } = parent;
  const isSame = (child: Node, at: number) => child.isEqualNode(childNodes.item(at));
  if (childNodes.length === children.length && children.every(isSame)) return;
  parent.replaceChildren(...children);
}

/** Whether the element is in the page and visible. */
export function isShown(element: Element): boolean {
  return element.isConnected && element.checkVisibility();
}
