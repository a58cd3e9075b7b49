import { createHash } from 'node:crypto';
import path from 'node:path';
import type {
  DesktopNotification,
  DesktopNotifications,
  EditorIdentity,
} from './desktopNotifications.ts';
import type { RunProgram } from './runProgram.ts';

/** The types of the Windows Runtime, which PowerShell 5.1 loads by being asked for them. */
const TYPES = `$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
[void][Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom.XmlDocument, ContentType = WindowsRuntime]
$manager = [Windows.UI.Notifications.ToastNotificationManager]
`;
/** Text of others is only ever in the environment, which the script never evaluates. */
const SHOW = `${TYPES}$xml = New-Object Windows.Data.Xml.Dom.XmlDocument
$xml.LoadXml($env:PARLEY_TOAST)
$toast = New-Object Windows.UI.Notifications.ToastNotification $xml
$toast.Tag = $env:PARLEY_TAG
$toast.Group = 'parley'
$manager::CreateToastNotifier($env:PARLEY_APP).Show($toast)
`;
const REMOVE = `${TYPES}$manager::History.Remove($env:PARLEY_TAG, 'parley', $env:PARLEY_APP)
`;

/** Dependencies of {@link WindowsNotifications}. */
export interface WindowsDeps {
  readonly run: RunProgram;
  readonly env: NodeJS.ProcessEnv;
  readonly editor: EditorIdentity;
  /** A URI that runs an action once, in this window. */
  readonly uriFor: (action: () => void) => Promise<string>;
}

/** Notifications ("toasts") of Windows 10 and later, by the PowerShell that is a part of it. */
export class WindowsNotifications implements DesktopNotifications {
  readonly #deps: WindowsDeps;
  /** The keys of those that may still be there. */
  readonly #keys = new Set<string>();

  constructor(deps: WindowsDeps) {
    this.#deps = deps;
  }

  async show(notification: DesktopNotification): Promise<boolean> {
    const uri = await this.#deps.uriFor(() => {
      notification.open();
    });
    this.#keys.add(notification.key);
    return this.#run(SHOW, notification.key, { PARLEY_TOAST: toastXml(notification, uri) });
  }

  remove(key: string): void {
    if (this.#keys.delete(key)) void this.#run(REMOVE, key);
  }

  dispose(): void {
    // A program that is started now may not come up any more: those that are out stay.
    this.#keys.clear();
  }

  #run(script: string, key: string, more: NodeJS.ProcessEnv = {}): Promise<boolean> {
    const { run, env, editor } = this.#deps;
    return run({
      program: path.win32.join(
        env['SystemRoot'] ?? String.raw`C:\Windows`,
        String.raw`System32\WindowsPowerShell\v1.0\powershell.exe`,
      ),
      args: [
        ...['-NoLogo', '-NoProfile', '-NonInteractive', '-WindowStyle', 'Hidden'],
        ...['-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')],
      ],
      env: { ...env, PARLEY_TAG: tagOf(key), PARLEY_APP: editor.windowsAppId, ...more },
    });
  }
}

/** What a toast says (schema of toasts, `ToastGeneric`); a click opens the URI. */
export function toastXml(
  {
    summary,
    body,
    sound,
    picture,
  }: Pick<DesktopNotification, 'summary' | 'body' | 'sound' | 'picture'>,
  uri: string,
): string {
  const audio = sound ? 'src="ms-winsoundevent:Notification.IM"' : 'silent="true"';
  return (
    `<toast activationType="protocol" launch="${escaped(uri)}"><visual>` +
    '<binding template="ToastGeneric">' +
    `<text>${escaped(summary)}</text><text>${escaped(body)}</text>` +
    (picture === undefined
      ? ''
      : `<image placement="appLogoOverride" hint-crop="circle" src="${escaped(picture)}"/>`) +
    `</binding></visual><audio ${audio}/></toast>`
  );
}

/** By which a toast is replaced and removed: at most 16 characters. */
function tagOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

function escaped(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What XML 1.0 has no way to write. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;
