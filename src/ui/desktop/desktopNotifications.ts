import type { Disposable } from '../../base/lifecycle.ts';

/** What the user may do with a notification besides opening it. */
export interface DesktopAction {
  readonly label: string;
  readonly run: () => void;
}

/** A notification of the desktop. All texts are on one line, and what cannot be seen in them is shown. */
export interface DesktopNotification {
  /** What it is of: it replaces the one of the same key. */
  readonly key: string;
  readonly summary: string;
  readonly body: string;
  /** The path of a picture of who or what it is about, if there is one. */
  readonly picture?: string;
  /** Whether it may be heard. */
  readonly sound: boolean;
  readonly actions: readonly DesktopAction[];
  /**
   * The user clicked on it.
   * @param token that allows the editor to come to the front on Wayland, if the desktop gave one
   */
  readonly open: (token?: string) => void;
  /** The user has answered in it; absent where that makes no sense. */
  readonly reply?: (text: string) => void;
}

/** Shows notifications by means of the desktop. Disposing it removes them. */
export interface DesktopNotifications extends Disposable {
  /** @returns whether it is shown; otherwise the desktop cannot, and it is to be shown elsewhere */
  show(notification: DesktopNotification): Promise<boolean>;
  /** Removes the notification of a key, if there is one and the desktop can. */
  remove(key: string): void;
}

/** The editor, as the desktop knows it. */
export interface EditorIdentity {
  /** The name of its `.desktop` file, without the extension. */
  readonly desktopEntry: string;
  readonly icon: string;
  /** Its Application User Model ID on Windows. */
  readonly windowsAppId: string;
}
