import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { imageSize, mayBeDrawn } from '../../base/imageSize.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { editor } from '../editor.ts';
import { withoutIcons } from '../plain.ts';

const EXTENSIONS = ['png', 'jpg', 'jpeg', 'gif', 'webp'];
/** Maximum size of a file, in bytes: it is held in memory, and scaled down in the tab. */
const MAX_BYTES = 20 * 1000 * 1000;

/** Reads a picture that the user chooses; `undefined` after Esc. @throws RequestError */
export async function pickPicture(from: 'file' | 'editor'): Promise<Uint8Array | undefined> {
  const uri = from === 'file' ? await pickFile() : await pickEditor();
  return uri && read(uri);
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const filters = { [t('Pictures')]: EXTENSIONS };
  const chosen = await vscode.window.showOpenDialog({ openLabel: t('Use as Avatar'), filters });
  return chosen?.[0];
}

/** Of several pictures in editors, the user chooses. */
async function pickEditor(): Promise<vscode.Uri | undefined> {
  const uris = new Map(
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (isFile(input) ? [input.uri] : []))
      .filter(({ path }) => EXTENSIONS.includes(path.split('.').pop()?.toLowerCase() ?? ''))
      .map((uri) => [uri.toString(), uri]),
  );
  if (uris.size === 0) throw new RequestError(userError('no-picture-open'));
  const [only] = uris.values();
  if (uris.size === 1) return only;
  const items = [...uris.values()].map((uri) => ({
    label: withoutIcons(nameOf(uri)),
    description: withoutIcons(vscode.workspace.asRelativePath(uri)),
    uri,
  }));
  return (await editor.showQuickPick(items, { title: t('Use which picture as avatar?') }))?.uri;
}

function isFile(input: unknown): input is vscode.TabInputCustom | vscode.TabInputText {
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
}

async function read(uri: vscode.Uri): Promise<Uint8Array> {
  const unsuitable = new RequestError(userError('bad-picture', { name: nameOf(uri) }));
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MAX_BYTES) throw unsuitable;
    const content = await vscode.workspace.fs.readFile(uri);
    const size = imageSize(content);
    if (!size || !mayBeDrawn(size)) throw unsuitable;
    return content;
  } catch (error) {
    throw error instanceof vscode.FileSystemError ? unsuitable : error;
  }
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').pop() ?? '';
}
