import { oneLine } from '../../base/oneLine.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { dateLocale, formatNumber, plural, t } from '../../base/l10n.ts';
import * as vscode from 'vscode';
import { makeVisible } from '../../api/visible.ts';
import { say, sayExcerpt } from '../../api/say.ts';
import type { ContactView } from '../../api/views.ts';
import { warning } from './doubts.ts';
import { besideRequest } from './requestText.ts';
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
  type SuggestionNode,
} from './treeNode.ts';
import { unreadUri } from '../unreadDecorations.ts';

/** Maximum number of requests that are expanded initially; more are collapsed. */
const UNFOLDED_REQUESTS = 5;

/** Maximum number of suggested contacts that are named beside a suggestion. */
const MAX_NAMES = 5;

/** The tree item of a node in the contacts tree; that of a contact without its tooltip. */
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
    case 'suggestion':
      return suggestionItem(node);
    case 'invitation':
      return invitationItem(node);
  }
}

function groupItem({ name, children, section, others }: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(groupName(name), vscode.TreeItemCollapsibleState.Expanded);
  const { length } = children;
  item.description = others > 0 ? shownOf(length, others) : formatNumber(length);
  item.contextValue = section;
  return item;
}

function shownOf(shown: number, others: number): string {
  return t('{shown} of {count}', {
    shown: formatNumber(shown),
    count: formatNumber(shown + others),
  });
}

function contactItem({ account, contact, resembles, hasNamesake }: ContactNode): vscode.TreeItem {
  const item = new vscode.TreeItem(makeVisible(contact.name));
  const address = hasNamesake ? `${shownAddress(contact.id)} ` : '';
  const doubts = contact.inRoster ? address : warning(contact.id, resembles);
  item.description = makeVisible(
    contact.inRoster ? `${doubts}${describe(contact)}` : doubts || describe(contact),
  );
  const { blockedBy, isMuted } = contact;
  item.iconPath =
    blockedBy === undefined ? showIcon(contact.show) : new vscode.ThemeIcon('circle-slash');
  item.resourceUri = unreadUri(account.id, contact.id);
  item.contextValue = contextOf(contact);
  item.command = {
    command: 'parley.openChat',
    title: t('Open Chat'),
    arguments: [{ account: account.id, chat: contact.id }],
  };
  const unread =
    contact.unread > 0 ? `, ${t('{count} unread', { count: formatNumber(contact.unread) })}` : '';
  const status = contact.status === '' ? '' : `, ${contact.status}`;
  const show = blockedBy === undefined ? showLabel(contact.show) : t('blocked');
  const muted = isMuted ? `, ${t({ message: 'muted', comment: ['a chat'] })}` : '';
  item.accessibilityInformation = {
    label: makeVisible(`${contact.name}, ${doubts}${show}${muted}${status}${unread}`),
  };
  return item;
}

const REFUSALS = {
  denied: () => t('request denied'),
  removed: () => t('no longer seen'),
  ended: () => t('no longer seen'),
  failed: () => t('request did not arrive'),
} as const;

function describe(contact: OwnedContact['contact']): string {
  const muted = contact.isMuted ? [t({ message: 'muted', comment: ['a chat'] })] : [];
  return [stateOf(contact), ...muted].filter((part) => part !== '').join(' · ');
}

function stateOf({ blockedBy, composing, pending, refusal, status }: OwnedContact['contact']) {
  if (blockedBy !== undefined) return t('blocked');
  if (composing) return t('typing…');
  if (status !== '') return oneLine(status);
  if (refusal) return REFUSALS[refusal.kind]();
  return pending ? t('not answered yet') : '';
}

/**
 * The context value for menus: `contact`, with a suffix if we do not see their presence, and
 * whether they are pinned, muted and blocked.
 */
function contextOf(contact: OwnedContact['contact']): string {
  const { blockedBy, inRoster, isMuted, isPinned, subscription } = contact;
  const suffix = `${isMuted ? ' muted' : ''}${blockedBy === undefined ? '' : ' blocked'}`;
  if (!inRoster) return `contact.stranger${suffix}`;
  const isSeen = subscription === 'to' || subscription === 'both';
  return `${isSeen ? 'contact' : 'contact.unseen'}${isPinned ? ' pinned' : ''}${suffix}`;
}

function requestsItem({ children, others }: RequestsNode): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    t('Requests'),
    children.length > UNFOLDED_REQUESTS ? Collapsed : Expanded,
  );
  const { length } = children;
  item.description = others > 0 ? shownOf(length, others) : formatNumber(length);
  item.tooltip = t(
    'They are not in your contacts and write to you or ask to see your presence, suggest contacts, ask for something in your rooms, or invite you to rooms.',
  );
  item.contextValue = 'requests';
  return item;
}

function requestItem(node: RequestNode): vscode.TreeItem {
  const { account, id, request, contact, resembles } = node;
  const address = shownAddress(id);
  const item = new vscode.TreeItem(makeVisible(address));
  const doubts = warning(id, resembles);
  const who = `${address} ${doubts}`.trim();
  const words = besideRequest(
    request?.nickname ?? '',
    contact ? lastWords(contact) : (request?.status ?? ''),
  );
  item.description = makeVisible(`${doubts}${oneLine(words)}`);
  item.iconPath = new vscode.ThemeIcon(
    doubts === '' ? (contact ? 'comment' : 'person') : 'warning',
  );
  item.contextValue = `request${request ? ' presence' : ''}${contact ? ' messages' : ''}`;
  const known = contact ? t('They do not learn whether you have read it.') : '';
  item.tooltip = plainMarkdown(
    [`${asks(address, node)}.`, words, known].filter((part) => part !== '').join('\n\n'),
  );
  item.accessibilityInformation = {
    label: makeVisible(`${asks(who, node)}${words === '' ? '' : `: ${words}`}`),
  };
  if (contact) {
    item.command = {
      command: 'parley.openChat',
      title: t('Open Chat'),
      arguments: [{ account: account.id, chat: id }],
    };
  }
  return item;
}

function asks(who: string, { contact, request }: RequestNode): string {
  if (!contact) return t('{who} asks to see your presence', { who });
  return request
    ? t('{who} writes to you and asks to see your presence', { who })
    : t('{who} writes to you', { who });
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

/** What a contact has written last; after a start, how much of it is not read. */
function lastWords({ lastReceived, unread }: ContactView): string {
  if (lastReceived) return lastReceived.fileName ?? sayExcerpt(lastReceived.excerpt);
  return unread === 0 ? '' : plural(unread, ['{count} message', '{count} messages']);
}

function suggestionItem(node: SuggestionNode): vscode.TreeItem {
  const { contacts } = node.suggestion;
  const item = new vscode.TreeItem(makeVisible(node.text));
  const names = contacts.slice(0, MAX_NAMES).map(({ address, name }) => {
    return name === '' ? shownAddress(address) : name;
  });
  const more = contacts.length > names.length ? ['…'] : [];
  item.description = makeVisible([...names, ...more].join(', '));
  item.iconPath = new vscode.ThemeIcon('person-add');
  item.contextValue = 'suggestion';
  item.tooltip = plainMarkdown(
    [node.text, t('Nothing is added until you choose it.')].join('\n\n'),
  );
  item.accessibilityInformation = { label: makeVisible(node.text) };
  item.command = {
    command: 'parley.reviewSuggestion',
    title: t('Review Suggested Contacts'),
    arguments: [node],
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
  const password = invitation.hasPassword ? [t('It brings the password of the room.')] : [];
  item.tooltip = plainMarkdown(
    [text, shownAddress(invitation.room), ...words, ...password].join('\n\n'),
  );
  item.accessibilityInformation = {
    label: makeVisible(reason === '' ? text : `${text}: ${reason}`),
  };
  return item;
}

/**
 * What the tooltip of a contact says.
 *
 * @param timeZone the user's (IANA); that of this machine if absent
 */
export function contactLines(
  contact: OwnedContact['contact'],
  timeZone: string | undefined,
): readonly string[] {
  const devices = contact.resources.map(({ resource, show, status }) => {
    const device = `${resource === '' ? t('device') : resource}: ${showLabel(show)}`;
    return status === '' ? device : `${device}, ${status}`;
  });
  const { blockedBy, lastSeen } = contact;
  const seen =
    lastSeen === undefined
      ? []
      : [t('Last seen on {time}.', { time: fullTime(lastSeen, timeZone) })];
  const blocked =
    blockedBy === undefined
      ? []
      : [t('Blocked, as {address} is.', { address: shownAddress(blockedBy) })];
  const muted = contact.isMuted ? [t({ message: 'Muted', comment: ['a chat'] })] : [];
  const waiting = contact.pending ? [t('Has not answered your request yet.')] : [];
  const pending = contact.refusal ? [say(contact.refusal.reason)] : waiting;
  return [
    contact.name,
    shownAddress(contact.id),
    ...blocked,
    ...muted,
    ...devices,
    ...seen,
    ...pending,
  ];
}

/** Not how long ago: the tooltip stays as it was made. */
function fullTime(time: number, timeZone: string | undefined): string {
  return new Date(time).toLocaleString(dateLocale(), {
    ...{ dateStyle: 'medium', timeStyle: 'short' },
    ...(timeZone !== undefined && { timeZone }),
  });
}
