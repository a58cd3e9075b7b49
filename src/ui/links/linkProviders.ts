import * as vscode from 'vscode';
import { t } from '../../base/l10n.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { linkInUri, xmppLinksIn } from './xmppLinks.ts';

const COMMAND = 'parley.openXmppLink';
/** Longer documents have no links, in UTF-16 code units: nothing may hold up the extension host. */
const MAX_DOCUMENT = 5_000_000;

/**
 * Makes `xmpp:` links work in all documents, and from outside the editor.
 * @param handleOther handles a URI from outside that has no link, if it knows it
 */
export function registerLinkProviders(handleOther: (uri: vscode.Uri) => void): Disposable {
  const owned = new DisposableStore();
  owned.add(
    vscode.languages.registerDocumentLinkProvider({ pattern: '**' }, { provideDocumentLinks }),
  );
  owned.add(
    vscode.window.registerUriHandler({
      handleUri: (uri) => {
        if (!openLink(uri)) handleOther(uri);
      },
    }),
  );
  return owned;
}

function provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
  const text = document.getText();
  if (text.length > MAX_DOCUMENT) return [];
  return xmppLinksIn(text).map(({ text: written, index }) => {
    const range = new vscode.Range(
      document.positionAt(index),
      document.positionAt(index + written.length),
    );
    const args = encodeURIComponent(JSON.stringify([written]));
    const link = new vscode.DocumentLink(range, vscode.Uri.parse(`command:${COMMAND}?${args}`));
    link.tooltip = t('Open XMPP Link');
    return link;
  });
}

/** Anybody can make the system open such a URI: it never acts without a confirmation. */
function openLink(uri: vscode.Uri): boolean {
  const link = linkInUri(uri);
  if (link === undefined) return false;
  void vscode.commands.executeCommand(COMMAND, { link, isOutside: true });
  return true;
}
