import * as vscode from 'vscode';
import { makeVisible } from '../api/visible.ts';
import type { ContactNode, GroupNode, Node, RequestNode, RequestsNode } from './contactNodes.ts';
import { showIcon, showLabel } from './presence.ts';
import type { OwnedContact } from './state.ts';
import { unreadUri } from './unreadDecorations.ts';

/** More requests than these are folded away until the user opens them. */
const UNFOLDED_REQUESTS = 5;

/** How a node of the contacts' tree looks. */
export function treeItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'contact':
      return contactItem(node);
    case 'requests':
      return requestsItem(node);
    case 'request':
      return requestItem(node);
  }
}

function groupItem({ name, contacts }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(name), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${name}`;
  item.description = String(contacts.length);
  item.contextValue = 'group';
  return item;
}

function contactItem({ account, contact, group, resembles }: ContactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(contact.name));
  item.id = `contact:${account.id}\n${contact.id}\n${group}`;
  item.description = makeVisible(warning(resembles) || describe(contact));
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
    label: makeVisible(
      `${contact.name}, ${warning(resembles)}${showLabel(contact.show)}${status}${unread}`,
    ),
  };
  return item;
}

function describe({ composing, pending, status }: OwnedContact['contact']): string {
  if (composing) return 'typing…';
  return pending && status === '' ? 'not answered yet' : status;
}

/** Said of who could be taken for a contact; empty of all others. */
function warning(resembles: string | undefined): string {
  return resembles === undefined ? '' : `is not ${resembles}! `;
}

/** What menus distinguish: `contact`, and after it whose presence we do not see. */
function contextOf({ inRoster, subscription }: OwnedContact['contact']): string {
  if (!inRoster) return 'contact.stranger';
  return subscription === 'to' || subscription === 'both' ? 'contact' : 'contact.unseen';
}

function requestsItem({ requests }: RequestsNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    'Requests',
    requests.length > UNFOLDED_REQUESTS ? Collapsed : Expanded,
  );
  item.id = 'requests';
  item.description = String(requests.length);
  item.tooltip = 'They ask to see your presence.';
  item.contextValue = 'requests';
  return item;
}

function requestItem({ account, request, resembles }: RequestNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(request.id));
  item.id = `request:${account.id}\n${request.id}`;
  item.description = makeVisible(`${warning(resembles)}${request.status}`);
  item.iconPath = new vscode.ThemeIcon(resembles === undefined ? 'person' : 'warning');
  item.contextValue = 'request';
  const text = new vscode.MarkdownString();
  text.appendText(makeVisible(`${request.id} asks to see your presence.`));
  if (request.status !== '') text.appendText(makeVisible(`\n\n${request.status}`));
  item.tooltip = text;
  const status = request.status === '' ? '' : `: ${request.status}`;
  item.accessibilityInformation = {
    label: makeVisible(`${request.id} ${warning(resembles)}asks to see your presence${status}`),
  };
  return item;
}

/** Remote text goes in by `appendText`, which escapes it; the string is never trusted. */
function tooltip(contact: OwnedContact['contact']): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(makeVisible(`${contact.name}\n\n${contact.id}`));
  for (const { resource, show, status } of contact.resources) {
    text.appendText(
      makeVisible(`\n\n${resource === '' ? 'device' : resource}: ${showLabel(show)}`),
    );
    if (status !== '') text.appendText(makeVisible(`, ${status}`));
  }
  if (contact.pending) text.appendText('\n\nHas not answered your request yet.');
  return text;
}
