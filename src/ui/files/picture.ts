import * as vscode from 'vscode';
import { imageSize, mayBeDrawn } from '../../base/imageSize.ts';
import { t } from '../../base/l10n.ts';

/** A picture shown in a tab of its own. */
export interface ShownPicture {
  /** Closes the tab and deletes the file. */
  close(): Promise<void>;
}

/**
 * Shows a picture received from a server in the editor's own viewer, without taking the focus.
 * @returns `undefined` if it is no picture that may be shown
 */
export async function showPicture(
  folder: vscode.Uri,
  content: Uint8Array,
): Promise<ShownPicture | undefined> {
  const size = imageSize(content);
  if (!size || !mayBeDrawn(size)) return undefined;
  const type = size.mediaType;
  const file = vscode.Uri.joinPath(folder, `${t('Are you human')}.${type.replace('image/', '')}`);
  await vscode.workspace.fs.writeFile(file, content);
  await vscode.commands.executeCommand('vscode.open', file, { preserveFocus: true });
  return {
    async close() {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      await vscode.window.tabGroups.close(tabs.filter((tab) => shows(tab.input, file)));
      await vscode.workspace.fs.delete(file);
    },
  };
}

function shows(input: unknown, file: vscode.Uri): boolean {
  return input instanceof vscode.TabInputCustom && input.uri.toString() === file.toString();
}
