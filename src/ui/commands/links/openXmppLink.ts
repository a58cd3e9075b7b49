import { RequestError } from '../../../api/channel.ts';
import type { AccountId } from '../../../api/views.ts';
import { shorten } from '../../../base/graphemes.ts';
import type { Jid } from '../../../base/jid.ts';
import { jidOfUri, shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { userError } from '../../../base/userError.ts';
import { parseXmppUri, type XmppUri } from '../../../base/xmppUri.ts';
import type { ViewState } from '../../state.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { pickAccount } from '../pickAccount.ts';
import { linkActions, openLinkedChat, OUTSIDE } from './linkActions.ts';

/** A link to follow, as an argument of the command. */
export interface GivenLink {
  readonly link: string;
  /** The account to use if the link names none. */
  readonly account?: AccountId;
  /** Whether it comes from outside the editor: it opens a chat or a room, after a confirmation. */
  readonly isOutside?: boolean;
}

/** Maximum length of a link in a sentence. */
const SHOWN_LENGTH = 100;

/**
 * `XMPP: Open Link…`: does what an `xmpp:` link asks for (XEP-0147), once the user says so where that
 * changes or sends anything.
 */
export async function openXmppLink(context: CommandContext, argument?: unknown): Promise<void> {
  await context.joined;
  const given = givenLink(argument) ?? (await askLink());
  if (given) await followLink(context, given);
}

/** @throws RequestError if it is no link, or is for an account that is not signed in here */
export async function followLink(context: CommandContext, given: GivenLink): Promise<void> {
  const uri = parseXmppUri(given.link.trim());
  const jid = uri && jidOfUri(uri.address);
  const link = shorten(given.link, SHOWN_LENGTH);
  if (!uri || !jid) throw new RequestError(userError('bad-link', { link }));
  if (jid.local === '') throw new RequestError(userError('bad-link.server', { link }));
  const account = await accountOf(context.state, uri, jid, given.account);
  if (account === undefined) return;
  const isOutside = given.isOutside === true;
  const known = !isOutside || OUTSIDE.has(uri.action) ? linkActions.get(uri.action) : undefined;
  const action = known ?? openLinkedChat;
  const { bare: chat, resource } = jid;
  await action(context, { of: { account, chat }, resource, values: uri.values, isOutside });
}

/** The account of the link (RFC 5122 §2.3), that of where it stands, or one that the user picks. */
async function accountOf(
  state: ViewState,
  { account: named }: XmppUri,
  jid: Jid,
  preferred: AccountId | undefined,
): Promise<AccountId | undefined> {
  if (named) {
    const id = jidOfUri(named)?.bare ?? '';
    if (state.account(id)) return id;
    throw new RequestError(userError('no-account.of-link', { address: shownAddress(id) }));
  }
  if (preferred !== undefined && state.account(preferred)) return preferred;
  const title = t('Open the link to {address} with which account?', {
    address: shownAddress(jid.bare),
  });
  return (await pickAccount(state, title))?.id;
}

function givenLink(argument: unknown): GivenLink | undefined {
  if (typeof argument === 'string') return { link: argument };
  if (typeof argument !== 'object' || argument === null || !('link' in argument)) return undefined;
  return typeof argument.link === 'string' ? (argument as GivenLink) : undefined;
}

async function askLink(): Promise<GivenLink | undefined> {
  const link = await askInput({
    title: t('Open Link'),
    prompt: t('An xmpp: link to somebody or to a room'),
    placeholder: t('xmpp:name@server.org'),
    validate: (text) =>
      parseXmppUri(text.trim()) ? undefined : t('A link looks like xmpp:name@server.org'),
  });
  return link === undefined ? undefined : { link };
}
