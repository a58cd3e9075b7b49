import * as vscode from 'vscode';
import { makeVisible } from '../../api/visible.ts';
import type { ConversationView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { warning } from '../contacts/doubts.ts';
import { showIcon } from '../presence/presenceIcon.ts';
import { showLabel } from '../presence/presence.ts';
import { conversationUri } from '../unreadDecorations.ts';
import { type ChatsNode, conversationKey, type ConversationNode } from './conversationNode.ts';
import { latestWords, optionWords, unreadWords } from './conversationText.ts';
import type { ListTimes } from './listTimes.ts';

/** The command of the row that stands for conversations that are not shown. */
export const MORE_CHATS = 'parley.moreChats';

/** The tree item of a node in the list of chats, without its tooltip. */
export function treeItem(node: ChatsNode, times: ListTimes): vscode.TreeItem {
  if (node.kind === 'conversation') return conversationItem(node, times);
  const item = new vscode.TreeItem(t('… {count} more', { count: formatNumber(node.count) }));
  item.id = 'more';
  item.command = { command: MORE_CHATS, title: t('Show More') };
  return item;
}

function conversationItem(node: ConversationNode, times: ListTimes): vscode.TreeItem {
  const { account, conversation } = node;
  const { id, kind, last, name, show } = conversation;
  const item = new vscode.TreeItem(makeVisible(name));
  item.id = conversationKey(node);
  const doubts = doubtsOf(node);
  const time = last ? times.short(last.time) : '';
  const words = conversation.isBlocked ? t('blocked') : latestWords(conversation);
  const latest = [time, words].filter((part) => part !== '').join(' · ');
  item.description = makeVisible(`${doubts}${latest}`);
  item.iconPath = iconOf(conversation);
  item.resourceUri = conversationUri(account.id, id);
  item.contextValue = contextOf(conversation);
  item.command = {
    command: 'parley.openChat',
    title: t('Open Chat'),
    arguments: [{ account: account.id, chat: id }],
  };
  const spoken = [
    ...[name, doubts.trim(), unreadWords(conversation), optionWords(conversation)],
    ...[kind === 'room' ? t('room') : showLabel(show), time, words],
  ];
  item.accessibilityInformation = {
    label: makeVisible(spoken.filter((part) => part !== '').join(', ')),
  };
  return item;
}

function doubtsOf({ conversation, resembles, hasNamesake }: ConversationNode): string {
  const { id, isKnown } = conversation;
  if (!isKnown) return warning(id, resembles);
  return hasNamesake ? `${shownAddress(id)} ` : '';
}

function iconOf({ isBlocked, isPinned, kind, level, show }: ConversationView): vscode.ThemeIcon {
  if (isBlocked) return new vscode.ThemeIcon('circle-slash');
  const presence = kind === 'room' ? roomIcon(show) : showIcon(show);
  if (level === 'never') return new vscode.ThemeIcon('bell-slash');
  return isPinned ? new vscode.ThemeIcon('pinned', presence.color) : presence;
}

function roomIcon(show: ConversationView['show']): vscode.ThemeIcon {
  const color = show === 'offline' ? undefined : new vscode.ThemeColor('charts.green');
  return new vscode.ThemeIcon('comment-discussion', color);
}

/** The context value for menus: what it is, then what can be changed. */
function contextOf(conversation: ConversationView): string {
  const { isArchived, isBlocked, isKnown, isPinned, kind, mutedUntil, unread } = conversation;
  return [
    'conversation',
    kind,
    isKnown ? 'known' : 'stranger',
    isPinned ? 'pinned' : 'unpinned',
    mutedUntil === undefined ? 'unmuted' : 'muted',
    isArchived ? 'archived' : 'current',
    unread > 0 ? 'unread' : 'read',
    ...(isBlocked ? ['blocked'] : []),
  ].join(' ');
}
