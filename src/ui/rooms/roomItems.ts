import * as vscode from 'vscode';
import { makeVisible } from '../../api/visible.ts';
import type { RoomView } from '../../api/views.ts';
import { formatNumber, plural, t } from '../../base/l10n.ts';
import { plainMarkdown } from '../editor.ts';
import { showIcon } from '../presence/presenceIcon.ts';
import { showLabel } from '../presence/presence.ts';
import { isInside } from './liveRooms.ts';
import { privateChatItem, privateChatLines } from './privateChatItem.ts';
import { occupantContext, roomContext } from './roomContext.ts';
import { keyOf, type OccupantNode, type RoomNode, type RoomTreeNode } from './roomNode.ts';
import { roomUri } from '../unreadDecorations.ts';
import {
  kindIcon,
  occupantDescription,
  occupantLines,
  roleHeading,
  roomDescription,
  roomLines,
} from './roomText.ts';

/** The tree item of a node in the rooms tree, without its tooltip. */
export function treeItem(node: RoomTreeNode): vscode.TreeItem {
  const item = itemOf(node);
  item.id = keyOf(node);
  return item;
}

/** Made when it is looked at, since it changes with each occupant. */
export function tooltipOf(node: RoomTreeNode): vscode.MarkdownString | undefined {
  if (node.kind === 'room') return plainMarkdown(roomLines(node.room).join('\n\n'));
  if (node.kind === 'private') return plainMarkdown(privateChatLines(node.chat).join('\n\n'));
  if (node.kind === 'occupant') return plainMarkdown(occupantLines(node.occupant).join('\n\n'));
  return undefined;
}

function itemOf(node: RoomTreeNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'room':
      return roomItem(node);
    case 'private':
      return privateChatItem(node);
    case 'role': {
      const { length } = node.children;
      const item = new vscode.TreeItem(roleHeading(node.role), length > 0 ? Expanded : Collapsed);
      item.description = formatNumber(node.of.room.counts[node.role]);
      item.contextValue = 'role';
      return item;
    }
    case 'occupant':
      return occupantItem(node);
    case 'more': {
      const item = new vscode.TreeItem(t('… {count} more', { count: formatNumber(node.count) }));
      item.command = { command: MORE_OCCUPANTS, title: t('Show More'), arguments: [node] };
      return item;
    }
  }
}

/** The command of the row that stands for occupants who are not loaded. */
export const MORE_OCCUPANTS = 'parley.moreOccupants';

function roomItem({ account, room, privateChats }: RoomNode): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const hasChildren = isInside(room) || privateChats.length > 0;
  const item = new vscode.TreeItem(makeVisible(room.name), hasChildren ? Collapsed : None);
  item.description = makeVisible(roomDescription(room));
  item.iconPath = roomIcon(room);
  item.resourceUri = roomUri(account.id, room.id);
  item.contextValue = roomContext(room);
  item.command = {
    command: 'parley.openChat',
    title: t('Open Chat'),
    arguments: [{ account: account.id, chat: room.id }],
  };
  const words = roomDescription(room) || t('joined');
  const spoken = [room.name, t('room'), words, ...countsOf(room)];
  item.accessibilityInformation = {
    label: makeVisible(spoken.join(', ')),
  };
  return item;
}

function countsOf({ unread, mentions }: RoomView): readonly string[] {
  return [
    ...(unread > 0 ? [t('{count} unread', { count: formatNumber(unread) })] : []),
    ...(mentions > 0 ? [plural(mentions, ['{count} mentions you', '{count} mention you'])] : []),
  ];
}

function roomIcon(room: RoomView): vscode.ThemeIcon {
  const color = (id: string) => new vscode.ThemeColor(id);
  switch (room.phase) {
    case 'asking':
    case 'joining':
      return new vscode.ThemeIcon('sync');
    case 'notSure':
      return new vscode.ThemeIcon('debug-disconnect', color('charts.yellow'));
    case 'joined':
      return new vscode.ThemeIcon(kindIcon(room), color('charts.green'));
    case 'idle':
    case 'left':
      return room.reason
        ? new vscode.ThemeIcon('warning', color('charts.red'))
        : new vscode.ThemeIcon(kindIcon(room));
  }
}

function occupantItem({ occupant }: OccupantNode): vscode.TreeItem {
  const { blockedBy, id, show } = occupant;
  const item = new vscode.TreeItem(makeVisible(id));
  item.description = makeVisible(occupantDescription(occupant));
  item.iconPath = blockedBy === undefined ? showIcon(show) : new vscode.ThemeIcon('circle-slash');
  item.contextValue = occupantContext(occupant);
  item.accessibilityInformation = {
    label: makeVisible([...occupantLines(occupant), showLabel(show)].join(', ')),
  };
  return item;
}
