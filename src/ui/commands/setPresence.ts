import * as vscode from 'vscode';
import { SELECTABLE_SHOWS, type Show } from '../../api/views.ts';
import { showCodicon, showLabel } from '../presence.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';

interface Item extends vscode.QuickPickItem {
  readonly show?: Show;
  readonly command?: string;
}

/** `XMPP: Set Presence…`: the states, a status message, and the way out of a lost connection. */
export async function setPresence({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, 'Presence of which account?');
  if (!account) return;
  const { phase, reason } = account.connection;
  const items: Item[] = SELECTABLE_SHOWS.map((show) => ({
    label: `${showCodicon(show)} ${showLabel(show)}`,
    ...(show === account.show && { description: 'now' }),
    show,
  }));
  items.push({ label: '$(edit) Status message…', description: account.status });
  if (phase === 'waiting' || phase === 'needsUser') {
    const detail = reason === undefined ? {} : { detail: reason };
    items.unshift(
      phase === 'waiting'
        ? { label: '$(refresh) Reconnect now', command: 'parley.reconnect', ...detail }
        : { label: '$(key) Sign in again…', command: 'parley.signIn', ...detail },
      { label: '', kind: vscode.QuickPickItemKind.Separator },
    );
  }
  const chosen = await vscode.window.showQuickPick(items, { title: 'Presence' });
  if (!chosen) return;
  if (chosen.command !== undefined) {
    await vscode.commands.executeCommand(chosen.command, { jid: account.jid });
    return;
  }
  let { status } = account;
  if (!chosen.show) {
    const typed = await vscode.window.showInputBox({
      title: 'Status message',
      prompt: 'What your contacts see beside your name; empty for none',
      value: status,
    });
    if (typed === undefined) return;
    status = typed.trim();
  }
  const show = chosen.show ?? account.show;
  await api.request('setPresence', { account: account.id, show, status });
}
