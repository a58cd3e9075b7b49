import type { HostMessage, Port } from '../src/api/channel.ts';
import type { PanelCommand, PanelRequest } from '../src/api/panel.ts';

/** The API that the editor provides to a webview, acquired once per load. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The chat tab's two channels: the contract's port, and the panel around the tab. */
export interface PanelPort extends Port {
  readonly vscode: VsCodeApi;
  tell(request: PanelRequest): void;
  onCommand(listener: (command: PanelCommand) => void): void;
}

function isCommand(message: HostMessage | PanelCommand): message is PanelCommand {
  return (
    message.type === 'focusInput' ||
    message.type === 'windowFocused' ||
    message.type === 'preview' ||
    message.type === 'showMessage' ||
    message.type === 'jumpToDate'
  );
}

export function openPanelPort(): PanelPort {
  const vscode = acquireVsCodeApi();
  const hear = (listener: (message: HostMessage | PanelCommand) => void) => {
    window.addEventListener('message', (event: MessageEvent<HostMessage | PanelCommand>) => {
      listener(event.data);
    });
  };
  return {
    vscode,
    post(message) {
      vscode.postMessage(message);
    },
    tell(request) {
      vscode.postMessage(request);
    },
    onMessage(listener) {
      hear((message) => {
        if (!isCommand(message)) listener(message);
      });
    },
    onCommand(listener) {
      hear((message) => {
        if (isCommand(message)) listener(message);
      });
    },
  };
}
