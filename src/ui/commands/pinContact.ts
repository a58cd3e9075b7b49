import { t } from '../../base/l10n.ts';
import type { CommandContext } from './command.ts';
import { rosterContact } from './editContact.ts';

/** `XMPP: Pin Contact`: keeps a contact above all others in the tree. */
export async function pinContact(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await rosterContact(
    context,
    argument,
    t('Pin which contact?'),
    ({ inRoster, isPinned }) => inRoster && !isPinned,
  );
  if (found) await context.api.request('pinContact', { ...found.of, pinned: true });
}

/** `XMPP: Unpin Contact` */
export async function unpinContact(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Unpin which contact?');
  const found = await rosterContact(context, argument, title, ({ isPinned }) => isPinned === true);
  if (found) await context.api.request('pinContact', { ...found.of, pinned: false });
}
