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
 * The library reads the theme when the page is loaded, and so is told again where that is past.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextArea());
  if (document.readyState !== 'complete') return;
  // Once what waits for the elements is done: reading the theme needs a layout.
  void customElements.whenDefined('vscode-text-area').then(() => {
    window.dispatchEvent(new Event('load'));
  });
}
