import * as vscode from 'vscode';

/** A part of a document. */
export interface CodePiece {
  /** The file's path in its workspace folder, or its name alone; absent if it has none. */
  readonly file?: string;
  /** The language (VS Code's identifier). */
  readonly language: string;
  /** The first and the last line, from 1. */
  readonly first: number;
  readonly last: number;
  readonly code: string;
}

/** What is selected, in whole lines if it is more than one; the line of the cursor if nothing is. */
export function selectedPiece({ document, selection }: vscode.TextEditor): CodePiece {
  const { start, end } = selection;
  // A selection of whole lines ends at the beginning of the next one.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const lines = new vscode.Range(start.line, 0, last, document.lineAt(last).text.length);
  const isPart = !selection.isEmpty && start.line === end.line;
  const file = document.isUntitled ? undefined : fileOf(document.uri);
  return {
    ...(file !== undefined && { file }),
    language: document.languageId,
    first: start.line + 1,
    last: last + 1,
    code: document.getText(isPart ? selection : lines).replaceAll('\r\n', '\n'),
  };
}

/** The folders of a file outside the workspace may say more of the user than is wanted. */
function fileOf(uri: vscode.Uri): string | undefined {
  if (vscode.workspace.getWorkspaceFolder(uri)) return vscode.workspace.asRelativePath(uri, false);
  return uri.path.split('/').pop();
}
