import type { Clock } from '../../base/clock.ts';
import { sessionBusSockets } from './dbus/busAddress.ts';
import type { DesktopNotifications, EditorIdentity } from './desktopNotifications.ts';
import { FreedesktopNotifications } from './freedesktopNotifications.ts';
import { MacNotifications } from './macNotifications.ts';
import { runProgram } from './runProgram.ts';
import { WindowsNotifications } from './windowsNotifications.ts';

/** What the platforms need. */
interface PlatformDeps {
  readonly clock: Clock;
  readonly editor: EditorIdentity;
  /** A URI that runs an action once, in this window. */
  readonly uriFor: (action: () => void) => Promise<string>;
}

/** Notifications of the desktop of the machine that this runs on. */
export function platformNotifications({
  clock,
  editor,
  uriFor,
}: PlatformDeps): DesktopNotifications {
  const { env, platform } = process;
  if (platform === 'win32')
    return new WindowsNotifications({ run: runProgram, env, editor, uriFor });
  if (platform === 'darwin') return new MacNotifications(runProgram, env);
  return new FreedesktopNotifications(clock, editor, sessionBusSockets(env));
}
