/** The editor-like controls. Only this file knows where they come from. */
import {
  provideVSCodeDesignSystem,
  type TextArea,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
} from '@vscode/webview-ui-toolkit';
import { makeVisible } from '../src/api/visible.ts';
import { name } from './view/dom.ts';

/** Defines the elements; call once, before any is made. */
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

/** Says in an empty input, and to the screen reader, what it is for. */
export function labelInput(input: TextArea, label: string): void {
  const visible = makeVisible(label);
  if (input.placeholder === visible) return;
  input.placeholder = visible;
  input.setAttribute('aria-label', visible);
}

/** Replaces what is selected, or inserts at the cursor, as if it had been typed: Undo takes it back. */
export function insertText({ control }: TextArea, text: string): void {
  control.focus();
  // The one way that leaves intact what the browser knows to undo.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- No other exists.
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}

/** Replaces all of the text; where the input has the focus, Undo takes it back. */
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

/** A button with a codicon alone; `label` is its name for the screen reader and its tooltip. */
export function createIconButton(icon: string, label: string, onClick: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', 'icon');
  name(button, label);
  const glyph = document.createElement('span');
  glyph.className = `codicon codicon-${icon}`;
  button.append(glyph);
  button.addEventListener('click', onClick);
  return button;
}

export function createProgressRing(): HTMLElement {
  return document.createElement('vscode-progress-ring');
}
