import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import { makeVisible } from '../../api/visible.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { plural, t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { plain } from '../plain.ts';
import { uriSource } from './documentFile.ts';
import type { Caption } from './sendSeveral.ts';
import { sendFiles } from './sendFile.ts';

/**
 * Sends files that a page asks for. Pages show text of others, and a click in them cannot be
 * verified: files from the editor are sent only after the user confirmed it in a dialog of the
 * editor itself.
 *
 * @param name of the contact or room
 * @throws RequestError as {@link sendFiles}
 */
export async function sendAsked(
  api: Api,
  of: OfChat,
  name: string,
  files: readonly vscode.Uri[],
  caption?: Caption,
): Promise<void> {
  const sources = files.map(uriSource);
  const [first] = sources;
  const question =
    first && sources.length === 1
      ? t('Send {file} to {name}?', { file: makeVisible(first.name), name })
      : plural(sources.length, ['Send {count} file to {name}?', 'Send {count} files to {name}?'], {
          name,
        });
  const send = t('Send');
  const said =
    caption && sources.length > 1 ? [t('With: “{text}”', { text: caption.text }), ''] : [];
  const to = t('To {address}', { address: shownAddress(of.chat) });
  const chosen = await editor.showInformationMessage(
    plain(question),
    {
      modal: true,
      detail: makeVisible([...files.map(pathOf), '', ...said, to].join('\n')),
    },
    send,
  );
  if (chosen === send) await sendFiles(api, of, name, sources, { caption });
}

/** The location of a file: in the workspace, else on this machine, else its full URI. */
function pathOf(uri: vscode.Uri): string {
  if (vscode.workspace.getWorkspaceFolder(uri)) return vscode.workspace.asRelativePath(uri);
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}
