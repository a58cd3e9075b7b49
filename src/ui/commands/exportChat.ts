import * as vscode from 'vscode';
import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { MessageView } from '../../api/views.ts';
import { safeFileName } from '../../base/fileName.ts';
import { type ChatFormat, jsonFormat, markdownFormat } from '../chatExport.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';

const PAGE_SIZE = 500;

/** `XMPP: Export Chat…`: the messages of a chat, as Markdown or JSON, by the file's extension. */
export async function exportChat(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickContact(state, 'Export Chat'));
  if (!of) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${safeFileName(of.chat)}.md`;
  const target = await vscode.window.showSaveDialog({
    title: `Export Chat with ${plain(of.chat)}`,
    filters: { Markdown: ['md'], JSON: ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return;
  const format = target.path.endsWith('.json') ? jsonFormat : markdownFormat;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Exporting the chat with ${plain(of.chat)}…`,
    cancellable: true,
  };
  const content = await vscode.window.withProgress(options, (progress, token) =>
    collect(api, of, format, (count) => {
      progress.report({ message: `${count} messages` });
      return !token.isCancellationRequested;
    }),
  );
  if (!content) return;
  await vscode.workspace.fs.writeFile(target, content);
  vscode.window.setStatusBarMessage('$(check) The chat was exported', 5000);
}

/** Page by page, encoded at once; `undefined` where `goOn` says to stop. */
async function collect(
  api: Api,
  of: OfChat,
  format: ChatFormat,
  goOn: (count: number) => boolean,
): Promise<Uint8Array | undefined> {
  const parts = [Buffer.from(format.begin(of))];
  let after: string | null = null;
  for (let count = 0; goOn(count);) {
    const page: readonly MessageView[] = await api.request('getMessages', {
      ...of,
      limit: PAGE_SIZE,
      after,
    });
    const last = page.at(-1);
    if (!last) return Buffer.concat([...parts, Buffer.from(format.end)]);
    const items = page.map((message, index) => format.item(message, count + index === 0));
    parts.push(Buffer.from(items.join('')));
    after = last.id;
    count += page.length;
  }
  return undefined;
}
