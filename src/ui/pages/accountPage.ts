import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import type { OfAccount, OfChat } from '../../api/requests.ts';
import { page } from './page.ts';
import type { PageAssets } from './pageAssets.ts';

/** Loads the page of a tab that is about an account, or a contact of it. @throws Error if its files cannot be read */
export async function loadAccountPage(
  { title, webview }: vscode.WebviewPanel,
  assets: PageAssets,
  of: OfAccount | OfChat,
): Promise<void> {
  // Those of a tab from before a reload may be of an older version.
  webview.options = assets.options;
  webview.html = page(
    {
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
      folderUri: `${webview.asWebviewUri(assets.folder).toString()}/`,
      assets: await assets.read(webview),
      title,
    },
    { ...of },
  );
}
