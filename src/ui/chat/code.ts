/** Actions on text and code from a message. None of it is ever executed. */
import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { RequestError } from '../../api/channel.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';

const TOLD_MS = 3000;

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  editor.setStatusBarMessage(`$(check) ${t('Copied')}`, TOLD_MS);
}

/**
 * Inserts `code` in place of each selection of `document`, and shows it; Undo reverts it.
 * @throws RequestError if there is no document, or if it cannot be changed.
 */
export async function insertCode(
  document: vscode.TextDocument | undefined,
  code: string,
): Promise<void> {
  if (!document) {
    throw new RequestError(userError('no-editor'));
  }
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const column = visible?.viewColumn;
  const editor = await vscode.window.showTextDocument(document, {
    ...(column !== undefined && { viewColumn: column }),
  });
  const inserted = await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, code);
  });
  if (!inserted) {
    throw new RequestError(userError('read-only'));
  }
}

/** Opens `code` in a new untitled editor. A `language` unknown to the editor is ignored. */
export async function openCode(code: string, language: string | undefined): Promise<void> {
  const known =
    language !== undefined && (await vscode.languages.getLanguages()).includes(language);
  const document = await vscode.workspace.openTextDocument({
    content: code,
    ...(known && { language }),
  });
  await vscode.window.showTextDocument(document);
}
