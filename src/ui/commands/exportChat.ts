import { shownAddress } from '../../base/jidEscaping.ts';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { MessageView } from '../../api/views.ts';
import { safeFileName } from '../../base/fileName.ts';
import { plural, t } from '../../base/l10n.ts';
import { type ChatFormat, jsonFormat, markdownFormat } from '../chat/chatExport.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickChat } from './pickContact.ts';
import { writeExport } from './writeExport.ts';

const PAGE_SIZE = 500;

/** `XMPP: Export Chat…`: the messages of a chat, as Markdown or JSON, by the file's extension. */
export async function exportChat(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickChat(state, t('Export Chat')));
  if (!of) return;
  // Outside the workspace by default: files in it may be committed, or seen by others.
  const suggested = path.join(homedir(), `${safeFileName(shownAddress(of.chat))}.md`);
  const target = await vscode.window.showSaveDialog({
    title: t('Export Chat with {address}', { address: plain(shownAddress(of.chat)) }),
    filters: { Markdown: ['md'], JSON: ['json'] },
    defaultUri: vscode.Uri.file(suggested),
  });
  if (!target) return;
  const format = target.path.endsWith('.json') ? jsonFormat : markdownFormat;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: t('Exporting the chat with {address}…', { address: plain(shownAddress(of.chat)) }),
    cancellable: true,
  };
  const content = await editor.withProgress(options, (progress, token) =>
    collect(api, of, format, (count) => {
      progress.report({ message: plural(count, ['{count} message', '{count} messages']) });
      return !token.isCancellationRequested;
    }),
  );
  if (!content) return;
  await writeExport(target, content);
  editor.setStatusBarMessage(`$(check) ${t('The chat was exported')}`, 5000);
}

/** Collects and encodes page by page; `undefined` if `goOn` returns false. */
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
    const shown = page.filter(({ isIgnored }) => isIgnored !== true);
    const items = shown.map((message, index) => format.item(message, count + index === 0));
    parts.push(Buffer.from(items.join('')));
    after = last.id;
    count += shown.length;
  }
  return undefined;
}
