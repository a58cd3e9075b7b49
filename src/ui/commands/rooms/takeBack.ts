import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { describeError } from '../../../base/log.ts';
import { type UserError, userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
import { counted } from '../../rooms/roomText.ts';
import type { CommandContext } from '../command.ts';
import type { ChosenOccupant } from './pickOccupant.ts';

/** Maximum number of messages taken back at once. */
const MAX_MESSAGES = 100;

/** The messages of an occupant that we can take back, the newest first. */
export interface Written {
  readonly messages: readonly string[];
  /** Whether there are older ones. */
  readonly hasMore: boolean;
}

/** What an occupant has written, where we may take it back and know that it is theirs. */
export async function writtenBy(
  { api, log, state }: CommandContext,
  { of, occupant: { sender } }: ChosenOccupant,
): Promise<Written | undefined> {
  const isAllowed = state.room(of.account, of.chat)?.rights.includes('moderate') === true;
  if (!isAllowed || sender === undefined) return undefined;
  try {
    const found = await api.request('findRemovable', { ...of, sender, limit: MAX_MESSAGES });
    return found.messages.length > 0 ? found : undefined;
  } catch (error) {
    // Whoever is to be banned is, whatever becomes of their messages.
    log.error(`looking for messages: ${describeError(error)}`);
    return undefined;
  }
}

/** What is done, as part of a button's label. */
export function takingBack({ messages: { length }, hasMore }: Written): string {
  return `Take Back ${hasMore ? 'the Last ' : ''}${counted(length, 'Message')}`;
}

/**
 * Takes messages back one by one, until that is cancelled.
 * @throws RequestError if some failed, once all were tried
 */
export async function takeBack(
  { api }: CommandContext,
  of: OfChat,
  task: { readonly written: Written; readonly nick: string; readonly reason: string },
): Promise<void> {
  const { written, nick, reason } = task;
  const { messages } = written;
  const errors: UserError[] = [];
  await editor.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: plain(`Taking back what ${nick} wrote`),
      cancellable: true,
    },
    async (progress, token) => {
      for (const [done, message] of messages.entries()) {
        if (token.isCancellationRequested) return;
        progress.report({
          message: `${done + 1} of ${messages.length}`,
          increment: 100 / messages.length,
        });
        try {
          await api.request('moderateMessage', { ...of, message, reason });
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          errors.push(error.userError);
        }
      }
    },
  );
  const [why] = errors;
  if (!why) return;
  const counts = { failed: errors.length, count: messages.length };
  throw new RequestError(userError('some-not-moderated', { ...counts, why }));
}
