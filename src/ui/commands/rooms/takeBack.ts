import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { plural, t } from '../../../base/l10n.ts';
import { describeError } from '../../../base/log.ts';
import { type UserError, userError } from '../../../base/userError.ts';
import { editor } from '../../editor.ts';
import { plain } from '../../plain.ts';
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
    // The ban goes on, whatever becomes of the messages.
    log.error(`looking for messages: ${describeError(error)}`);
    return undefined;
  }
}

/** The label of a button. */
export function banningAndTakingBack({ messages: { length }, hasMore }: Written): string {
  return hasMore
    ? plural(length, [
        'Ban, and Take Back the Last {count} Message',
        'Ban, and Take Back the Last {count} Messages',
      ])
    : plural(length, ['Ban, and Take Back {count} Message', 'Ban, and Take Back {count} Messages']);
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
      title: plain(t('Taking back what {nick} wrote', { nick })),
      cancellable: true,
    },
    async (progress, token) => {
      for (const [done, message] of messages.entries()) {
        if (token.isCancellationRequested) return;
        progress.report({
          message: t('{done} of {count}', { done: done + 1, count: messages.length }),
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
