import * as vscode from 'vscode';
import type { OfChat } from '../../../api/requests.ts';
import type { AffiliatedView, RoomAffiliation } from '../../../api/views.ts';
import { parseTypedJid, shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { editor } from '../../editor.ts';
import { insist } from '../../insist.ts';
import { withoutIcons } from '../../plain.ts';
import { affiliationHeading, affiliationLabel } from '../../rooms/roomText.ts';
import type { CommandContext } from '../command.ts';
import { askInput } from '../inputBox.ts';
import { askReason } from './askReason.ts';
import { chosenRoom, where } from './pickRoom.ts';

interface Item extends vscode.QuickPickItem {
  /** Whose affiliation is changed; `undefined` for one that is typed. */
  readonly of?: AffiliatedView;
}

/** The lists of a room, in order (XEP-0045 §5.2). */
const LISTS = ['owner', 'admin', 'member', 'outcast'] as const;

/** `XMPP: Room Members…`: who is owner, admin, member or banned; each can be changed, or added. */
export async function roomMembers(context: CommandContext, argument?: unknown): Promise<void> {
  const { api } = context;
  const found = await chosenRoom(
    context,
    argument,
    t('Members of which room?'),
    where('administer'),
  );
  if (!found) return;
  const { of, room } = found;
  const title = t('Members of {room}', { room: room.name });
  for (;;) {
    const lists = await fetchLists(context, of);
    const chosen = await editor.showQuickPick(itemsOf(lists), {
      title,
      placeHolder: t('Enter changes what somebody is'),
      matchOnDescription: true,
      matchOnDetail: true,
      ignoreFocusOut: true,
    });
    if (!chosen) return;
    const jid = chosen.of?.id ?? (await askJid(title));
    if (jid === undefined) continue;
    const affiliation = await askAffiliation(jid, chosen.of?.affiliation);
    if (!affiliation) continue;
    const reason = await askReason(title, t('Why'));
    if (reason === undefined) continue;
    await insist(() => api.request('setAffiliation', { ...of, of: { jid }, affiliation, reason }));
  }
}

/** The lists that the room shows to us. @throws RequestError if it shows none */
export async function fetchLists(
  { api }: Pick<CommandContext, 'api'>,
  of: OfChat,
): Promise<readonly AffiliatedView[]> {
  const answers = await Promise.allSettled(
    LISTS.map((affiliation) => api.request('getAffiliated', { ...of, affiliation })),
  );
  const lists = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const [first] = answers;
  if (lists.length === 0 && first?.status === 'rejected') throw first.reason;
  return lists.flat();
}

function itemsOf(all: readonly AffiliatedView[]): Item[] {
  const lists = LISTS.flatMap((affiliation): Item[] => {
    const members = all.filter((one) => one.affiliation === affiliation);
    if (members.length === 0) return [];
    const { Separator } = vscode.QuickPickItemKind;
    return [
      { label: affiliationHeading(affiliation), kind: Separator },
      ...members.map((member) => ({
        label: `$(${affiliation === 'outcast' ? 'circle-slash' : 'person'}) ${withoutIcons(shownAddress(member.id))}`,
        description: withoutIcons(member.nick),
        ...(member.reason !== '' && { detail: withoutIcons(member.reason) }),
        of: member,
      })),
    ];
  });
  return [{ label: `$(add) ${t('Add somebody…')}` }, ...lists];
}

async function askJid(title: string): Promise<string | undefined> {
  const typed = await askInput({
    title,
    prompt: t('XMPP address (JID) of the member, or of the one to ban'),
    placeholder: t('name@server.org'),
    validate: (text) => (parseTypedJid(text) ? undefined : t('A JID looks like name@server.org')),
  });
  return typed === undefined ? undefined : parseTypedJid(typed)?.bare;
}

const choices = (): readonly (readonly [affiliation: RoomAffiliation, detail: string])[] => [
  ['owner', t('May configure and destroy the room, and decides who is owner and admin')],
  ['admin', t('Decides who is a member and who is banned')],
  ['member', t('May enter a room for members only')],
  ['none', t('Is on none of the lists')],
  ['outcast', t('Cannot enter')],
];

async function askAffiliation(
  jid: string,
  now: RoomAffiliation | undefined,
): Promise<RoomAffiliation | undefined> {
  const items = choices()
    .filter(([affiliation]) => affiliation !== now)
    .map(([affiliation, detail]) => ({
      label: affiliationLabel(affiliation),
      detail,
      affiliation,
    }));
  const title = t('What is {address} in this room?', { address: withoutIcons(shownAddress(jid)) });
  return (await editor.showQuickPick(items, { title, ignoreFocusOut: true }))?.affiliation;
}
