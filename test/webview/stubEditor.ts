/** What VS Code gives a webview: its API, with a state that outlives a reload, and a theme. */
import { type ThemeName, THEMES } from './themes.ts';

declare global {
  interface Window {
    acquireVsCodeApi: unknown;
  }
}

const STATE = 'state';

/** @param receive what the page posts */
export function installEditor(theme: ThemeName, receive: (message: never) => void): void {
  window.acquireVsCodeApi = () => ({
    postMessage(message: never) {
      receive(structuredClone(message));
    },
    getState: () => JSON.parse(sessionStorage.getItem(STATE) ?? 'null') as unknown,
    setState(state: unknown) {
      sessionStorage.setItem(STATE, JSON.stringify(state));
    },
  });
  const { colours, bodyClass } = THEMES[theme];
  for (const [name, value] of Object.entries(colours)) {
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
  }
  document.body.classList.add(bodyClass);
  document.body.dataset['vscodeThemeKind'] = bodyClass;
}
