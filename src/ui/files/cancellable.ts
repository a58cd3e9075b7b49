import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';

/** What takes longer than this, in ms, is shown, and can be cancelled. */
const QUIET_MS = 500;

/**
 * Runs a task of the user, with a notification once it takes long.
 * @param task gets a function that adds a percentage of all that there is to do, and one that tells
 *   whether the user gave up
 */
export async function cancellable<T>(
  title: string,
  task: (report: (increment: number) => void, isCancelled: () => boolean) => Promise<T>,
): Promise<T> {
  let isCancelled = false;
  let done = 0;
  let show = (increment: number) => {
    done += increment;
  };
  const running = task(
    (increment) => {
      show(increment);
    },
    () => isCancelled,
  );
  const isOver = running.then(
    () => true,
    () => true,
  );
  if (await Promise.race([isOver, setTimeout(QUIET_MS, false)])) return running;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: plain(title),
    cancellable: true,
  };
  return editor.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => {
      isCancelled = true;
    });
    show = (increment) => {
      progress.report({ increment });
    };
    show(done);
    return running;
  });
}
