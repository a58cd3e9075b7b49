import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { editor } from '../editor.ts';

/** What takes longer than this, in ms, shows its progress: what the user waits for, and what just goes on. */
const AWAITED_MS = 1000;
const UNAWAITED_MS = 10_000;

export interface ProgressOptions {
  readonly cancel: () => void;
  /** Whether the user waits for it, as when absent; else it is shown in the status bar alone. */
  readonly isAwaited?: boolean | undefined;
}

/** How many are shown in a notification now. */
let notified = 0;

/**
 * The progress of a transfer: in a notification, with a way to cancel, if the user waits for it; while
 * there is one already, and otherwise, in the status bar, which several share.
 */
export class TransferProgress {
  readonly #title: string;
  readonly #options: ProgressOptions;
  #report: (done: number, size: number | undefined, words: string) => void = () => undefined;

  constructor(title: string, options: ProgressOptions) {
    this.#title = title;
    this.#options = options;
  }

  /**
   * @param size absent until it is known
   * @param words how far it is
   */
  update(done: number, size: number | undefined, words: string): void {
    this.#report(done, size, words);
  }

  /** Shows the progress until it has ended; nothing if that is soon. */
  async until<T>(ended: Promise<T>): Promise<T> {
    const { cancel, isAwaited = true } = this.#options;
    const isQuick = await Promise.race([
      ended.then(() => true),
      delay(isAwaited ? AWAITED_MS : UNAWAITED_MS),
    ]);
    if (isQuick === true) return ended;
    const { Notification, Window } = vscode.ProgressLocation;
    const location = isAwaited && notified === 0 ? Notification : Window;
    const options = { location, title: this.#title, cancellable: true };
    if (location === Notification) notified += 1;
    try {
      return await editor.withProgress(options, (progress, token) => {
        let shown = 0;
        this.#report = (done, size, words) => {
          const percent = size ? (done / size) * 100 : 0;
          // Several together fall back when one of them begins.
          progress.report({ increment: Math.max(0, percent - shown), message: words });
          shown = Math.max(percent, shown);
        };
        token.onCancellationRequested(cancel);
        return ended;
      });
    } finally {
      if (location === Notification) notified -= 1;
    }
  }
}
