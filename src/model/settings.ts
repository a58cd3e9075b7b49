import type { Disposable } from '../base/lifecycle.ts';

/** In which rooms comings and goings are shown; `auto`: in those that are small at joining. */
export type ActivitySetting = 'auto' | 'on' | 'off';

/** The user's settings, by their names (`parley.*`). Read at each use, since they may change. */
export interface Settings {
  /** Whether every subscription request is approved; else the user is asked. */
  acceptRequests(): boolean;
  /** Whether displayed markers are sent to contacts. */
  sendDisplayed(): boolean;
  /** Whether chat states, such as typing, are sent to contacts. */
  sendChatStates(): boolean;
  /** Words besides the nick by which the user is mentioned in rooms. */
  mentionWords(): readonly string[];
  /** Whether comings and goings are shown in rooms. */
  showActivity(): ActivitySetting;
  /** Whose offered files are accepted without asking. */
  acceptFilesFrom(): 'nobody' | 'contacts';
  /** The maximum size of those, in bytes. */
  acceptFilesUpTo(): number;
  /** The maximum size of a file saved from a server, in bytes. */
  saveFilesUpTo(): number;
  /** For how many days messages are stored on this machine; 0 for ever. */
  keepDays(): number;
  /** Calls the listener whenever any of them may have changed. */
  onDidChange(listener: () => void): Disposable;
}
