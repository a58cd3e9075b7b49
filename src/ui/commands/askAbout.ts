import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { pickAnyChat } from '../conversations/pickAnyChat.ts';
import { codeBlock } from '../files/codeBlock.ts';
import { selectedPiece } from '../files/codePiece.ts';
import type { CommandContext } from './command.ts';

/** Maximum length of code that is readable in a message, in UTF-16 code units. */
const MAX_CODE = 20_000;

/**
 * `XMPP: Ask a Contact About This…`: puts what is selected in the editor into the draft of a chat,
 * with its file and lines, and the cursor in front of it for the question. Sends nothing.
 *
 * @throws RequestError if no code is selected, or too much
 */
export async function askAbout({ state, writeInChat }: CommandContext): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const piece = editor && selectedPiece(editor);
  if (!piece || piece.code.trim() === '') throw new RequestError(userError('no-selection'));
  const { length } = piece.code;
  if (length > MAX_CODE)
    throw new RequestError(userError('too-long.selection', { most: MAX_CODE, length }));
  const chosen = await pickAnyChat(state, t('Ask a Contact About This')).chosen;
  if (chosen?.of) writeInChat(chosen.of, `\n${codeBlock(piece)}`, 'before');
}
