import type { HostMessage, Port } from '../src/api/channel.ts';
import type { PanelCommand, PanelRequest } from '../src/api/panel.ts';

/** The API that the editor provides to a webview, acquired once per load. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** A page's two channels: the contract's port, and the panel around the page. */
export interface PagePort<Request, Command> extends Port {
  readonly vscode: VsCodeApi;
  tell(request: Request): void;
  onCommand(listener: (command: Command) => void): void;
}

/** Those of the chat tab. */
export type PanelPort = PagePort<PanelRequest, PanelCommand>;

export function openPanelPort(): PanelPort {
  return openPort(isCommand);
}

function isCommand(message: HostMessage | PanelCommand): message is PanelCommand {
  return (
    message.type === 'focusInput' ||
    message.type === 'windowFocused' ||
    message.type === 'preview' ||
    message.type === 'showPictures' ||
    message.type === 'showMessage' ||
    message.type === 'jumpToDate' ||
    message.type === 'reply' ||
    message.type === 'addText' ||
    message.type === 'insertText' ||
    message.type === 'captionTaken' ||
    message.type === 'others'
  );
}

/** @param isCommand distinguishes the panel's messages from those of the contract */
export function openPort<Request, Command>(
  isCommand: (message: HostMessage | Command) => message is Command,
): PagePort<Request, Command> {
  const vscode = acquireVsCodeApi();
  const hear = (listener: (message: HostMessage | Command) => void) => {
    window.addEventListener('message', (event: MessageEvent<HostMessage | Command>) => {
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
