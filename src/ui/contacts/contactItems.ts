import { oneLine } from '../../base/oneLine.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import * as vscode from 'vscode';
import { makeVisible } from '../../api/visible.ts';
import { say } from '../../api/say.ts';
import { warning } from './doubts.ts';
import { groupName } from './groupName.ts';
import { plainMarkdown } from '../editor.ts';
import { showIcon } from '../presence/presenceIcon.ts';
import { showLabel } from '../presence/presence.ts';
import type { OwnedContact } from '../state.ts';
import {
  type ApprovalNode,
  type ContactNode,
  type GroupNode,
  keyOf,
  type Node,
  type RequestNode,
  type RequestsNode,
  type InvitationNode,
} from './treeNode.ts';
import { unreadUri } from '../unreadDecorations.ts';

/** Maximum number of requests that are expanded initially; more are collapsed. */
const UNFOLDED_REQUESTS = 5;

/** The tree item of a node in the contacts tree. */
export function treeItem(node: Node): vscode.TreeItem {
  const item = itemOf(node);
  item.id = keyOf(node);
  return item;
}

function itemOf(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'contact':
      return contactItem(node);
    case 'requests':
      return requestsItem(node);
    case 'request':
      return requestItem(node);
    case 'approval':
      return approvalItem(node);
    case 'invitation':
      return invitationItem(node);
  }
}

function groupItem({ name, children, others }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(groupName(name), vscode.TreeItemCollapsibleState.Expanded);
  const { length } = children;
  item.description = others > 0 ? `${length} of ${length + others}` : String(length);
  item.contextValue = 'group';
  return item;
}

function contactItem({ account, contact, resembles, hasNamesake }: ContactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(contact.name));
  const address = hasNamesake ? `${shownAddress(contact.id)} ` : '';
  const doubts = contact.inRoster ? address : warning(contact.id, resembles);
  item.description = makeVisible(
    contact.inRoster ? `${doubts}${describe(contact)}` : doubts || describe(contact),
  );
  item.iconPath = showIcon(contact.show);
  item.resourceUri = unreadUri(account.id, contact.id);
  item.contextValue = contextOf(contact);
  item.tooltip = tooltip(contact);
  item.command = {
    command: 'parley.openChat',
    title: 'Open Chat',
    arguments: [{ account: account.id, chat: contact.id }],
  };
  const unread = contact.unread > 0 ? `, ${contact.unread} unread` : '';
  const status = contact.status === '' ? '' : `, ${contact.status}`;
  item.accessibilityInformation = {
    label: makeVisible(`${contact.name}, ${doubts}${showLabel(contact.show)}${status}${unread}`),
  };
  return item;
}

const REFUSALS = {
  denied: 'request denied',
  removed: 'no longer seen',
  ended: 'no longer seen',
  failed: 'request did not arrive',
} as const;

function describe({ composing, pending, refusal, status }: OwnedContact['contact']): string {
  if (composing) return 'typing…';
  if (status !== '') return status;
  if (refusal) return REFUSALS[refusal.kind];
  return pending ? 'not answered yet' : '';
}

/** The context value for menus: `contact`, with a suffix if we do not see their presence. */
function contextOf({ inRoster, subscription }: OwnedContact['contact']): string {
  if (!inRoster) return 'contact.stranger';
  return subscription === 'to' || subscription === 'both' ? 'contact' : 'contact.unseen';
}

function requestsItem({ children }: RequestsNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    'Requests',
    children.length > UNFOLDED_REQUESTS ? Collapsed : Expanded,
  );
  item.description = String(children.length);
  item.tooltip =
    'They ask to see your presence, or for something in your rooms, or invite you to rooms.';
  item.contextValue = 'requests';
  return item;
}

function requestItem({ request, resembles }: RequestNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(shownAddress(request.id)));
  const doubts = warning(request.id, resembles);
  item.description = makeVisible(`${doubts}${request.status}`);
  item.iconPath = new vscode.ThemeIcon(doubts === '' ? 'person' : 'warning');
  item.contextValue = 'request';
  const words = request.status === '' ? '' : `\n\n${request.status}`;
  item.tooltip = plainMarkdown(`${shownAddress(request.id)} asks to see your presence.${words}`);
  const status = request.status === '' ? '' : `: ${request.status}`;
  item.accessibilityInformation = {
    label: makeVisible(`${shownAddress(request.id)} ${doubts}asks to see your presence${status}`),
  };
  return item;
}

function approvalItem({ approval, label, text }: ApprovalNode): vscode.TreeItem {
  const { about, jid, kind, nick, room } = approval;
  const item = new vscode.TreeItem(makeVisible(label));
  const address = jid === undefined || nick === '' ? '' : shownAddress(jid);
  const beside = [address, oneLine(about)].filter((words) => words !== '');
  item.description = makeVisible(beside.join(' · '));
  item.iconPath = new vscode.ThemeIcon(kind === 'voice' ? 'comment' : 'organization');
  item.contextValue = 'approval';
  item.tooltip = plainMarkdown(
    [text, shownAddress(room), ...(about === '' ? [] : [about])].join('\n\n'),
  );
  item.accessibilityInformation = {
    label: makeVisible(about === '' ? text : `${text}: ${about}`),
  };
  return item;
}

function invitationItem({ invitation, text }: InvitationNode): vscode.TreeItem {
  const { reason } = invitation;
  const item = new vscode.TreeItem(makeVisible(text));
  item.description = makeVisible(oneLine(reason));
  item.iconPath = new vscode.ThemeIcon('mail');
  item.contextValue = 'invitation';
  const words = reason === '' ? [] : [reason];
  const password = invitation.hasPassword ? ['It brings the password of the room.'] : [];
  item.tooltip = plainMarkdown(
    [text, shownAddress(invitation.room), ...words, ...password].join('\n\n'),
  );
  item.accessibilityInformation = {
    label: makeVisible(reason === '' ? text : `${text}: ${reason}`),
  };
  return item;
}

function tooltip(contact: OwnedContact['contact']): vscode.MarkdownString {
  const devices = contact.resources.map(({ resource, show, status }) => {
    const device = `${resource === '' ? 'device' : resource}: ${showLabel(show)}`;
    return status === '' ? device : `${device}, ${status}`;
  });
  const waiting = contact.pending ? ['Has not answered your request yet.'] : [];
  const pending = contact.refusal ? [say(contact.refusal.reason)] : waiting;
  return plainMarkdown(
    [contact.name, shownAddress(contact.id), ...devices, ...pending].join('\n\n'),
  );
}
