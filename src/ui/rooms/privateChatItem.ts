import * as vscode from 'vscode';
import { makeVisible } from '../../api/visible.ts';
import type { PrivateChatView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { showLabel } from '../presence/presence.ts';
import { showIcon } from '../presence/presenceIcon.ts';
import { privateChatUri } from '../unreadDecorations.ts';
import type { PrivateChatNode } from './roomNode.ts';

/** The tree item of a chat with an occupant, below their room. */
export function privateChatItem({ account, chat }: PrivateChatNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(chat.nick));
  item.description = privateChatDescription(chat);
  item.iconPath =
    chat.obstacle === undefined ? showIcon(chat.show) : new vscode.ThemeIcon('comment');
  item.resourceUri = privateChatUri(account.id, chat.id);
  item.contextValue = 'private';
  item.command = {
    command: 'parley.openChat',
    title: t('Open Chat'),
    arguments: [{ account: account.id, chat: chat.id }],
  };
  const unread =
    chat.unread > 0 ? `, ${t('{count} unread', { count: formatNumber(chat.unread) })}` : '';
  const label = `${chat.nick}, ${privateChatDescription(chat)}, ${showLabel(chat.show)}${unread}`;
  item.accessibilityInformation = { label: makeVisible(label) };
  return item;
}

/** What is known of the other side, a line each. */
export function privateChatLines({ name, jid, show }: PrivateChatView): readonly string[] {
  return [name, ...(jid === undefined ? [] : [shownAddress(jid)]), showLabel(show)];
}

/** All that the row shows. */
export function privateChatLook({ chat }: PrivateChatNode): string {
  const { id, name, show, jid, obstacle, unread } = chat;
  return JSON.stringify([id, name, show, jid, obstacle, unread]);
}

function privateChatDescription({ obstacle }: PrivateChatView): string {
  switch (obstacle) {
    case 'gone':
      return t('private, not here');
    case 'other':
      return t('private, maybe somebody else now');
    default:
      return t('private');
  }
}
