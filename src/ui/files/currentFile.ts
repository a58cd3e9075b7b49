import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { userError } from '../../base/userError.ts';

/**
 * The active tab's file, else the last text editor's.
 *
 * @param lastDocument the document edited last, used while another kind of tab is active
 * @throws RequestError if there is none
 */
export function currentFile(lastDocument: vscode.TextDocument | undefined): vscode.Uri {
  const uri =
    uriOfTab(vscode.window.tabGroups.activeTabGroup.activeTab?.input) ?? lastDocument?.uri;
  if (uri) return uri;
  throw new RequestError(userError('no-file.to-send'));
}

function uriOfTab(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom)
    return input.uri;
  if (input instanceof vscode.TabInputNotebook) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
