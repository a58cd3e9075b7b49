import * as vscode from 'vscode';
import type { OfAccount } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import { type AccountView, type OwnShow, SELECTABLE_SHOWS } from '../../api/views.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { withoutIcons } from '../plain.ts';
import { showCodicon, showLabel } from '../presence/presence.ts';
import type { CommandContext } from './command.ts';
import { askUntilDone } from './inputBox.ts';
import { pickAccount } from './pickAccount.ts';
import { pickPresent } from './pickPresent.ts';

interface Item extends vscode.QuickPickItem {
  /** The action when picked; `undefined` for none. */
  readonly run?: () => PromiseLike<unknown>;
}

/** Maximum length of a status message, in UTF-16 code units. */
const MAX_LENGTH = 1000;

const DETAILS: Partial<Readonly<Record<OwnShow, () => string>>> = {
  invisible: () =>
    t('You and your contacts do not see each other; messages wait, and you are in no room'),
  offline: () => t('Ends the connection'),
};

/** `XMPP: Set Presence…`: the states, a status message, and how to restore a lost connection. */
export async function setPresence({ api, state }: CommandContext, given?: unknown): Promise<void> {
  const { account: id = '' } = (given ?? {}) as Partial<OfAccount>;
  const account = state.account(id) ?? (await pickAccount(state, t('Presence of which account?')));
  if (!account) return;
  const set = (presence: { show: OwnShow | null; status: string }) =>
    api.request('setPresence', { account: account.id, ...presence });
  const states = SELECTABLE_SHOWS.map((show) => ({
    label: `${showCodicon(show)} ${showLabel(show)}`,
    ...(show === account.show && { description: t('now') }),
    ...(DETAILS[show] && { detail: DETAILS[show]() }),
    run: () => set({ show, status: account.status }),
  }));
  const first = wayOut(account);
  const setStatus = (status: string) => set({ show: null, status });
  const chosen = await pickPresent<Item>({
    title: t('Presence'),
    items: [...first, ...states, ...statusItems(account, setStatus)],
    present: first[0] ?? states[SELECTABLE_SHOWS.indexOf(account.show)],
  });
  await chosen?.run?.();
}

/** The item that helps to restore a lost connection. */
function wayOut({ id, connection: { phase, reason } }: AccountView): Item[] {
  if (phase !== 'waiting' && phase !== 'needsUser') return [];
  const [label, command] =
    phase === 'waiting'
      ? [`$(refresh) ${t('Reconnect now')}`, 'parley.reconnect']
      : [`$(key) ${t('Sign in again…')}`, 'parley.signIn'];
  return [
    {
      label,
      ...(reason && { detail: withoutIcons(say(reason)) }),
      run: () => vscode.commands.executeCommand(command, { jid: id }),
    },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
  ];
}

/** Items for a new status message, for recent ones, or for none. */
function statusItems(
  { status: current, recentStatuses }: AccountView,
  set: (status: string) => Promise<unknown>,
): Item[] {
  const recent = recentStatuses.filter((status) => status !== current);
  return [
    { label: t('Status message'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(edit) ${t('Status message…')}`,
      description: withoutIcons(current),
      run: () => askStatus(current, set),
    },
    ...recent.map((status) => ({
      label: '$(history)',
      description: withoutIcons(status),
      run: () => set(status),
    })),
    ...(current === ''
      ? []
      : [{ label: `$(clear-all) ${t('No status message')}`, run: () => set('') }]),
  ];
}

function askStatus(value: string, set: (status: string) => Promise<unknown>): Promise<void> {
  const step = {
    title: t('Status message'),
    prompt: t('What your contacts see beside your name; empty for none'),
    value,
    validate: (text: string) =>
      text.trim().length > MAX_LENGTH
        ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_LENGTH) })
        : undefined,
  };
  return askUntilDone(step, async (typed) => {
    await set(typed);
  });
}
