import * as vscode from 'vscode';
import { linkPolicy } from './linkPolicy.ts';

/** Opens a link from a message in the user's browser, mail program or XMPP client. */
export async function openLink(text: string): Promise<void> {
  const policy = linkPolicy(text);
  if (policy === 'refuse') {
    void vscode.window.showWarningMessage('Links of this kind are not opened from a chat.');
    return;
  }
  const uri = vscode.Uri.parse(text, true);
  if (policy === 'ask') {
    const open = 'Open';
    const chosen = await vscode.window.showWarningMessage(
      'This link is not encrypted. Open it?',
      { modal: true, detail: `It leads to ${uri.authority}.` },
      open,
    );
    if (chosen !== open) return;
  }
  await vscode.env.openExternal(uri);
}
