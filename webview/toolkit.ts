/** The editor-like controls. Only this file depends on their library. */
import {
  provideVSCodeDesignSystem,
  type TextArea,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
} from '@vscode/webview-ui-toolkit';
import { makeVisible } from '../src/api/visible.ts';
import { icon, name } from './view/dom.ts';
import type { Icon } from './view/icons.ts';

/** Registers the custom elements; must be called before any is created. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextArea());
}

declare global {
  interface HTMLElementTagNameMap {
    'vscode-text-area': TextArea;
  }
}

/** A multi-line input. */
export function createTextArea(): TextArea {
  return document.createElement('vscode-text-area');
}

/** Sets the placeholder and the accessible name of an input. */
export function labelInput(input: TextArea, label: string): void {
  const visible = makeVisible(label);
  if (input.placeholder === visible) return;
  input.placeholder = visible;
  input.setAttribute('aria-label', visible);
}

/** Replaces the selection, or inserts at the cursor, as if typed: Undo reverts it. */
export function insertText({ control }: TextArea, text: string): void {
  control.focus();
  // The only way that preserves the browser's undo history.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- No other exists.
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}

/** Replaces all of the text; if the input has the focus, Undo reverts it. */
export function replaceText(input: TextArea, text: string): void {
  if (input.shadowRoot?.activeElement === input.control) {
    input.control.select();
    insertText(input, text);
  }
  if (input.value !== text) input.value = text;
}

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
