/** The editor-like controls. Only this file knows where they come from. */
import {
  provideVSCodeDesignSystem,
  type TextArea,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
} from '@vscode/webview-ui-toolkit';

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

/** Replaces what is selected, or inserts at the cursor, as if it had been typed. */
export function insertText({ control }: TextArea, text: string): void {
  control.setRangeText(text, control.selectionStart, control.selectionEnd, 'end');
  control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
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
  nameButton(button, label);
  const glyph = document.createElement('span');
  glyph.className = `codicon codicon-${icon}`;
  button.append(glyph);
  button.addEventListener('click', onClick);
  return button;
}

/** Names a button without text for the screen reader and its tooltip. */
export function nameButton(button: HTMLElement, label: string): void {
  if (button.title === label) return;
  button.setAttribute('aria-label', label);
  button.title = label;
}

export function createProgressRing(): HTMLElement {
  return document.createElement('vscode-progress-ring');
}
