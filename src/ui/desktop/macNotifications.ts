import type { DesktopNotification, DesktopNotifications } from './desktopNotifications.ts';
import type { RunProgram } from './runProgram.ts';

/** Text of others is only ever an argument of it. */
const SCRIPT = `on run argv
  if (count of argv) > 2 then
    display notification (item 2 of argv) with title (item 1 of argv) sound name (item 3 of argv)
  else
    display notification (item 2 of argv) with title (item 1 of argv)
  end if
end run
`;
const SOUND = 'default';

/**
 * Notifications by AppleScript. A click on one cannot be told, and the system opens whatever it likes, so
 * that nothing is promised; nor can they be answered or removed.
 */
export class MacNotifications implements DesktopNotifications {
  readonly #run: RunProgram;
  readonly #env: NodeJS.ProcessEnv;

  constructor(run: RunProgram, env: NodeJS.ProcessEnv) {
    this.#run = run;
    this.#env = env;
  }

  show({ summary, body, sound }: DesktopNotification): Promise<boolean> {
    return this.#run({
      program: '/usr/bin/osascript',
      // Behind the dash, for the standard input, nothing is an option.
      args: ['-', summary, body, ...(sound ? [SOUND] : [])],
      env: this.#env,
      input: SCRIPT,
    });
  }

  remove(): void {
    // The system offers no way.
  }

  dispose(): void {
    // Nor for all of them.
  }
}
