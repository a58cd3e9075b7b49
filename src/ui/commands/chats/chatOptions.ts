import { t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import type { CommandContext } from '../command.ts';
import { chosenChat } from './chosenChat.ts';

const HOUR_MS = 3_600_000;

/** `XMPP: Pin Chat`: keeps a chat at the top of the list. */
export async function pinChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Pin Chat'), {
    conversation: ({ isPinned }) => !isPinned,
  });
  if (of) await context.api.request('pinChat', { ...of, pinned: true });
}

/** `XMPP: Unpin Chat` */
export async function unpinChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Unpin Chat'), {
    conversation: ({ isPinned }) => isPinned,
  });
  if (of) await context.api.request('pinChat', { ...of, pinned: false });
}

/** `XMPP: Mute Chat…`: for a while or for good, nothing of it notifies or counts in totals. */
export async function muteChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Mute Chat'), {
    conversation: ({ mutedUntil }) => mutedUntil === undefined,
    contact: ({ isMuted }) => isMuted !== true,
  });
  if (!of) return;
  const chosen = await editor.showQuickPick(
    [
      { label: t('For 1 hour'), ms: HOUR_MS },
      { label: t('For 8 hours'), ms: 8 * HOUR_MS },
      { label: t('Until I unmute it'), ms: undefined },
    ],
    {
      title: t('Mute Chat'),
      placeHolder: t('It goes on counting its own messages, and notifies of none'),
    },
  );
  if (!chosen) return;
  const until = chosen.ms === undefined ? null : Date.now() + chosen.ms;
  await context.api.request('muteChat', { ...of, until });
}

/** `XMPP: Unmute Chat` */
export async function unmuteChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Unmute Chat'), {
    conversation: ({ mutedUntil }) => mutedUntil !== undefined,
    contact: ({ isMuted }) => isMuted === true,
  });
  if (of) await context.api.request('muteChat', { ...of, until: 0 });
}

/** `XMPP: Archive Chat`: takes it off the list until something new comes, and closes its tab. */
export async function archiveChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Archive Chat'), {
    conversation: ({ isArchived }) => !isArchived,
  });
  if (!of) return;
  await context.api.request('archiveChat', { ...of, archived: true });
  context.closeChat(of);
}

/** `XMPP: Unarchive Chat` */
export async function unarchiveChat(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Unarchive Chat'), {
    conversation: ({ isArchived }) => isArchived,
  });
  if (of) await context.api.request('archiveChat', { ...of, archived: false });
}

/** `XMPP: Mark Chat as Read` */
export async function markChatRead(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenChat(context, argument, t('Mark Chat as Read'), {
    conversation: ({ unread }) => unread > 0,
  });
  if (of) await context.api.request('markRead', of);
}
