// XEP-0147: XMPP URI Scheme Query Components, version 1.2
// https://xmpp.org/extensions/xep-0147.html
import type { OfChat } from '../../../api/requests.ts';
import { parseTypedJid, shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { isInside } from '../../rooms/liveRooms.ts';
import { addProposed } from '../addContact.ts';
import type { CommandContext } from '../command.ts';
import { contactDetails } from '../contactDetails.ts';
import { removeContact, resendRequest } from '../editContact.ts';
import { invite } from '../rooms/inviteToRoom.ts';
import { joinByAddress } from '../rooms/joinRoom.ts';
import { proposedEntry } from './proposedEntry.ts';
import { confirmLink, isDoubtful } from './confirmLink.ts';

/** What a link is about. */
export interface LinkTarget {
  readonly of: OfChat;
  /** Its resource: in one of the user's rooms, the nick of an occupant. */
  readonly resource: string;
  /** The values of its query, by key. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether it comes from outside the editor. */
  readonly isOutside: boolean;
}

type LinkAction = (context: CommandContext, target: LinkTarget) => Promise<void>;

/** The actions that a link from outside the editor may ask for. */
export const OUTSIDE: ReadonlySet<string> = new Set(['message', 'join']);

/**
 * What links can ask for, by query type; any other type opens the chat. Whatever is changed or sent
 * is confirmed by the user, here or in the dialog of the command.
 */
export const linkActions: ReadonlyMap<string, LinkAction> = new Map<string, LinkAction>([
  ['message', openLinkedChat],
  ['join', joinLinkedRoom],
  ['invite', inviteToLinkedRoom],
  ['subscribe', subscribe],
  ['roster', (context, { of, values }) => addProposed(context, of, proposedEntry(values))],
  ['remove', (context, { of }) => removeContact(context, of)],
  ['vcard', (context, { of }) => contactDetails(context, of)],
]);

/** Maximum length of a message's id, in UTF-16 code units, as the contract has it. */
const MAX_ID = 200;

/**
 * Opens the chat, at a message if the link names one; a text becomes part of its draft. Subject and
 * thread have no place there.
 */
export async function openLinkedChat(context: CommandContext, target: LinkTarget): Promise<void> {
  const { values, isOutside } = target;
  if (isOutside || isDoubtful(context.state, target.of)) {
    const question = t('Open the chat with {address}?', { address: shownAddress(target.of.chat) });
    const isWished = await confirmLink(context.state, target.of, {
      question,
      button: t('Open Chat'),
    });
    if (!isWished) return;
  }
  const of = withOccupant(context, target);
  const text = values.get('body') ?? '';
  if (text === '') context.openChat(of, await messageOf(context, of, values.get('id') ?? ''));
  else context.writeInChat(of, text);
}

/** The message that a link names, as those do that are copied here; `undefined` if it is not stored. */
async function messageOf(
  { api }: CommandContext,
  of: OfChat,
  id: string,
): Promise<string | undefined> {
  if (id === '' || id.length > MAX_ID) return undefined;
  return (await api.request('findLinkedMessage', { ...of, id })) ?? undefined;
}

/** What is for one occupant is not written to the whole room. */
function withOccupant({ state }: CommandContext, { of, resource }: LinkTarget): OfChat {
  if (resource === '' || !state.room(of.account, of.chat)) return of;
  return { ...of, chat: `${of.chat}/${resource}` };
}

async function joinLinkedRoom(context: CommandContext, target: LinkTarget): Promise<void> {
  await enterLinkedRoom(context, target);
}

/** @returns whether the user is inside now */
async function enterLinkedRoom(context: CommandContext, target: LinkTarget): Promise<boolean> {
  const { of, values } = target;
  const room = context.state.room(of.account, of.chat);
  if (room && isInside(room)) {
    await openLinkedChat(context, { ...target, resource: '', values: new Map() });
    return true;
  }
  const question = t('Join the room {address}?', { address: shownAddress(of.chat) });
  if (!(await confirmLink(context.state, of, { question, button: t('Join') }))) return false;
  return joinByAddress(context, of, values.get('password'));
}

/** The query type `invite` of XEP-0045: joins, then invites the one that the link names, or whom the user picks. */
async function inviteToLinkedRoom(context: CommandContext, target: LinkTarget): Promise<void> {
  const { of } = target;
  const invitee = parseTypedJid(target.values.get('jid') ?? '');
  const room = context.state.room(of.account, of.chat);
  const isHere = room !== undefined && isInside(room);
  if (!isHere && !(await enterLinkedRoom(context, target))) return;
  await invite(context, of, invitee && invitee.local !== '' ? [invitee.bare] : undefined);
}

/** Somebody new is added; of a contact, only the request is sent again. */
async function subscribe(context: CommandContext, { of }: LinkTarget): Promise<void> {
  const contact = context.state.contact(of.account, of.chat);
  if (contact?.inRoster !== true) return addProposed(context, of);
  if (contact.subscription === 'both' || contact.subscription === 'to') {
    context.openChat(of);
    return;
  }
  const question = t('Ask {address} to show you when they are online?', {
    address: shownAddress(of.chat),
  });
  if (
    await confirmLink(context.state, of, {
      question,
      button: t({
        message: 'Ask',
        comment: ['button, asks somebody to show when they are online'],
      }),
    })
  ) {
    await resendRequest(context, of);
  }
}
