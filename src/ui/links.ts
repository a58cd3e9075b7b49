import * as vscode from 'vscode';

/** Only these ever open, whatever a chat tab asks for. */
const OPEN = new Set(['https', 'mailto', 'xmpp']);

/** Opens a link from a message: `http:` asks first, anything unknown is refused. */
export async function openLink(text: string): Promise<void> {
  const uri = vscode.Uri.parse(text, true);
  if (uri.scheme === 'http') {
    const open = 'Open';
    const chosen = await vscode.window.showWarningMessage(
      `This link is not encrypted. Open it?`,
      { modal: true, detail: `It leads to ${uri.authority}.` },
      open,
    );
    if (chosen !== open) return;
  } else if (!OPEN.has(uri.scheme)) {
    void vscode.window.showWarningMessage('Links of this kind are not opened from a chat.');
    return;
  }
  await vscode.env.openExternal(uri);
}
