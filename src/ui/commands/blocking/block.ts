import type * as vscode from 'vscode';
import type { OfChat } from '../../../api/requests.ts';
import type { ReportReason } from '../../../api/views.ts';
import { Jid } from '../../../base/jid.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { formatNumber, t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { insist } from '../../insist.ts';
import { withoutIcons } from '../../plain.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { chatOfArgument, pickContact } from '../pickContact.ts';
import { pickOccupant } from '../rooms/pickOccupant.ts';
import { occupantOfArgument } from '../rooms/pickRoom.ts';

/** Maximum length of the words of a report, as the contract has it. */
const MAX_TEXT = 1000;
const quiet = () => t('Nothing passes either way. They see you as offline, and are not told.');
const oneOnly = () => t('Only this nick, or this device: under another one they are back.');

/** An address, and what there is to know before it is blocked. */
interface Candidate {
  readonly address: string;
  readonly label: string;
  readonly detail: string;
}

interface Item extends vscode.QuickPickItem {
  readonly address: string;
  readonly reason?: ReportReason;
}

/** `XMPP: Block Contact…`: a contact, a stranger or their whole server; with a report or without. */
export async function blockContact(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenPerson(context, argument, t('Block whom?'));
  if (of) await chooseBlock(context, of.account, candidatesOf(of), 'both');
}

/** `XMPP: Block and Report…`: reports the reason to the operator of our server. */
export async function blockAndReport(context: CommandContext, argument?: unknown): Promise<void> {
  const of = await chosenPerson(context, argument, t('Block and report whom?'));
  if (of) await chooseBlock(context, of.account, candidatesOf(of), 'report');
}

/** `XMPP: Block Occupant…`: by their nick in the room, or by their address if that is shown. */
export async function blockOccupant(context: CommandContext, argument?: unknown): Promise<void> {
  const chosen =
    occupantOfArgument(argument) ??
    (await pickOccupant(context, argument, t('Block whom?'), ({ isOwn }) => !isOwn));
  if (!chosen) return;
  const { of, occupant } = chosen;
  const known =
    occupant.jid === undefined ? [] : candidatesOf({ ...of, chat: occupant.jid }).slice(0, 1);
  const nick = candidatesOf({ ...of, chat: `${of.chat}/${occupant.id}` });
  await chooseBlock(context, of.account, [...nick, ...known], 'block');
}

/** Asks how to block one of these addresses, and does it. @throws RequestError */
export async function chooseBlock(
  { api, state }: CommandContext,
  account: string,
  candidates: readonly Candidate[],
  how: 'block' | 'report' | 'both',
): Promise<void> {
  const canReport = state.account(account)?.blocking === 'report' && how !== 'block';
  const [first] = candidates;
  const reports = canReport && first ? reportItems(first.address) : [];
  const blocks = candidates.map(({ address, label, detail }): Item => {
    return { label: `$(circle-slash) ${label}`, detail, address };
  });
  const items = how === 'report' && canReport ? reports : [...blocks, ...reports];
  const chosen = await editor.showQuickPick(items, {
    title: t('Block {address}', { address: shownAddress(first?.address ?? '') }),
    placeHolder: t('What to block; Escape blocks nothing'),
    ignoreFocusOut: true,
  });
  if (!chosen) return;
  const { address, reason } = chosen;
  if (reason === undefined) await api.request('block', { account, address });
  else {
    const text = await askInput({
      title: t('Report {address}', { address: shownAddress(address) }),
      prompt: t(
        'What happened, for the operator of your server, who also learns which messages they sent you last. It may be empty.',
      ),
      validate: ({ length }) =>
        length > MAX_TEXT
          ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_TEXT) })
          : undefined,
    });
    if (text === undefined) return;
    const block = { account, address, report: { reason, text } };
    if (!(await insist(() => api.request('block', block)))) return;
  }
  editor.setStatusBarMessage(
    `$(circle-slash) ${t('{address} is blocked', { address: shownAddress(address) })}`,
    5000,
  );
}

/** What to block of a contact, a room or a typed address, the closest first. */
export function candidatesOf({ account, chat }: OfChat): readonly Candidate[] {
  const jid = Jid.parse(chat);
  const isPart = jid !== undefined && jid.resource !== '';
  const itself: Candidate = {
    address: chat,
    label: t('Block {address}', { address: withoutIcons(shownAddress(chat)) }),
    detail: isPart ? oneOnly() : quiet(),
  };
  const domain = jid?.domain ?? '';
  // Blocking one's own server is refused, and that of a room would hit all rooms there.
  if (isPart || domain === '' || domain === chat || domain === Jid.parse(account)?.domain)
    return [itself];
  const everybody: Candidate = {
    address: domain,
    label: t('Block everybody at {domain}', { domain: withoutIcons(domain) }),
    detail: t('The whole server, with your contacts there.'),
  };
  return [itself, everybody];
}

function reportItems(address: string): readonly Item[] {
  const who = withoutIcons(shownAddress(address));
  return [
    {
      label: `$(report) ${t('Block and report {who} for spam', { who })}`,
      detail: t('Your server’s operator is told that they send unwanted messages.'),
      ...{ address, reason: 'spam' },
    },
    {
      label: `$(report) ${t('Block and report {who} for abuse', { who })}`,
      detail: t('Your server’s operator is told that they misbehave.'),
      ...{ address, reason: 'abuse' },
    },
  ];
}

/** Who a row is about, or the active tab, or whom the user picks. */
async function chosenPerson(
  { state, activeChat }: CommandContext,
  argument: unknown,
  title: string,
): Promise<OfChat | undefined> {
  const given = chatOfArgument(argument);
  if (given) return given;
  const active = activeChat();
  const isPerson = active && !state.room(active.account, active.chat);
  return isPerson ? active : pickContact(state, title);
}
