/** The library of the editor-like controls. Only this file depends on it. */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
} from '@vscode/webview-ui-toolkit';

export type { TextArea } from '@vscode/webview-ui-toolkit';

/**
 * Registers the custom elements; those that are in the page become such at once.
 *
 * @param isLate whether the load event of the window is past, with which the library reads the theme: it gets another
 *   one. The editor ignores that, but shows no page at all that has one before its own.
 */
export function registerControls(isLate = false): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextArea());
  if (!isLate) return;
  // Once what waits for the elements is done: reading the theme needs a layout.
  void customElements.whenDefined('vscode-text-area').then(() => {
    window.dispatchEvent(new Event('load'));
  });
}
