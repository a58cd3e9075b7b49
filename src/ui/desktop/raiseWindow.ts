import path from 'node:path';
import type { ProgramCall } from './runProgram.ts';

/** Where the editor is, and what this window of it shows. */
export interface EditorWindow {
  /** The root of the editor's application. */
  readonly appRoot: string;
  /** The folder of its user data, by which its instances are distinguished. */
  readonly userData: string;
  /** The name of its command, such as `code`. */
  readonly command: string;
  /** The URI of its workspace's file, or of its only folder; absent in a window without one. */
  readonly workspace?: { readonly kind: 'file' | 'folder'; readonly uri: string };
}

/** Variables by which the editor and Electron tell their own processes what to be. */
const INNER = /^(?:VSCODE_|ELECTRON_)/u;

/**
 * The editor's command, called in the way that brings a window to the front: opening what it shows, or
 * else the window that was active last, which is the one that notifies.
 * @param token that Wayland demands of who wants to come to the front (xdg-activation)
 */
export function raisingCall(
  { appRoot, command, userData, workspace }: EditorWindow,
  env: NodeJS.ProcessEnv,
  token?: string,
): ProgramCall {
  const outer = Object.entries(env).filter(([name]) => !INNER.test(name));
  return {
    program: path.posix.join(appRoot, '../../bin', command),
    args: [
      ...['--user-data-dir', userData],
      ...(workspace ? [`--${workspace.kind}-uri`, workspace.uri] : ['--reuse-window']),
    ],
    env: {
      ...Object.fromEntries(outer),
      ...(token !== undefined && { XDG_ACTIVATION_TOKEN: token, DESKTOP_STARTUP_ID: token }),
    },
  };
}
