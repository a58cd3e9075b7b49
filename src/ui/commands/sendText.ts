import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { channelName } from '../files/channelName.ts';
import { contentSource, type FileSource } from '../files/documentFile.ts';
import type { CommandContext } from './command.ts';
import { pickChat } from './pickContact.ts';
import { sendToChosen } from './sendToChosen.ts';

/** Up to as many lines and characters are put into a message, as code; more become a file. */
const MAX_LINES = 30;
const MAX_LENGTH = 4000;

/**
 * `XMPP: Send Terminal Selection to Contact…`: a few lines wait in the draft of the chosen chat, as
 * code; more are sent as a text file.
 */
export async function sendTerminalSelection(context: CommandContext): Promise<void> {
  const text = await terminalSelection();
  if (text.trim() === '') throw new RequestError(userError('no-text.terminal'));
  const isShort = text.length <= MAX_LENGTH && text.split('\n').length <= MAX_LINES;
  // A line of three backticks would end the code.
  if (!isShort || text.includes('```')) {
    await sendToChosen(context, [textSource('terminal.txt', text)]);
    return;
  }
  const of = await pickChat(context.state, t('Write the Terminal Selection to…'));
  if (of) context.writeInChat(of, `\`\`\`\n${text.replace(/\n+$/u, '')}\n\`\`\``);
}

/**
 * What is selected in the active terminal. The editor hands it over by the clipboard alone, which has
 * its text again afterwards.
 */
async function terminalSelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // Tells a selection from none, with which the clipboard stays as it is.
  const mark = randomUUID();
  try {
    await clipboard.writeText(mark);
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const text = await clipboard.readText();
    return text === mark ? '' : text.replaceAll('\r\n', '\n');
  } finally {
    await clipboard.writeText(before);
  }
}

/** `XMPP: Send Output to Contact…`: what the panel Output shows, as a text file. */
export async function sendOutput(context: CommandContext): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.scheme === 'output',
  );
  const text = shown?.document.getText() ?? '';
  if (!shown || text.trim() === '') throw new RequestError(userError('no-text.output'));
  await sendToChosen(context, [textSource(`${channelName(shown.document.uri.path)}.log`, text)]);
}

function textSource(name: string, text: string): FileSource {
  return contentSource(name, () => Promise.resolve(Buffer.from(text)));
}
