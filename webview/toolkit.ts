/** The editor-like controls, whose library (controls.ts) may be loaded later: until then a page's style sheet shows them. */
import { icon, name } from './view/dom.ts';
import type { Icon } from './view/icons.ts';

export function createButton(
  label: string,
  onClick: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', appearance);
  button.append(label);
  button.addEventListener('click', onClick);
  return button;
}

/** A button with only a codicon; `label` is its accessible name and its tooltip. */
export function createIconButton(glyph: Icon, label: string, onClick: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', 'icon');
  name(button, label);
  button.append(icon(glyph));
  button.addEventListener('click', onClick);
  return button;
}

export function createProgressRing(): HTMLElement {
  return document.createElement('vscode-progress-ring');
}
