import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { compareNames } from '../../base/compareNames.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { addDays, dayAt } from '../../base/timeZone.ts';
import { withoutIcons } from '../plain.ts';
import {
  dayName,
  type FilterName,
  parseDay,
  type SearchScope,
  sendersIn,
  withFilter,
} from './searchQuery.ts';

type Filter = 'in' | 'from' | 'date' | 'has';

export interface FilterButton extends vscode.QuickInputButton {
  readonly filter: Filter;
}

/** Buttons for the filters that can also be typed. */
export function filterButtons(): readonly FilterButton[] {
  return [
    button('in', 'comment-discussion', t('Only in One Chat… (in:)')),
    button('from', 'person', t('Only from One Sender… (from:)')),
    button('date', 'calendar', t('Only of Some Days… (after:, before:)')),
    button('has', 'file', t('Only with a File, or All (has:file)')),
  ];
}

function button(filter: Filter, icon: string, tooltip: string): FilterButton {
  return { filter, iconPath: new vscode.ThemeIcon(icon), tooltip };
}

/** Lets the user choose a filter. @returns the input with this filter; `undefined` after Esc */
export async function askFilter(
  filter: Filter,
  typed: string,
  scope: SearchScope,
): Promise<string | undefined> {
  if (filter === 'date') return askDays(typed, scope.zone);
  if (filter === 'has') {
    const without = withFilter(typed, 'has');
    return without.trim() === typed.trim() ? withFilter(typed, 'has', 'file') : without;
  }
  const isSender = filter === 'from';
  const items = [
    {
      label: `$(clear-all) ${isSender ? t('From anybody') : t('In all chats')}`,
      value: undefined,
    },
    ...(isSender ? [{ label: `$(account) ${t('Me')}`, value: 'me' }] : []),
    ...[
      ...new Map(
        (isSender ? sendersIn(scope) : scope.chats).map((chat) => [chat.chat, chat]),
      ).values(),
    ]
      .sort((a, b) => compareNames(a.name, b.name))
      .map(({ name, chat }) => ({
        label: withoutIcons(name),
        description: withoutIcons(name === shownAddress(chat) ? '' : shownAddress(chat)),
        value: chat,
      })),
  ];
  const title = isSender ? t('Search Messages from…') : t('Search Messages in…');
  const options = { title, matchOnDescription: true, ignoreFocusOut: true };
  const chosen = await editor.showQuickPick(items, options);
  return chosen && withFilter(typed, filter, chosen.value);
}

interface DaysItem extends vscode.QuickPickItem {
  /** Computes the new input; `undefined` after Esc. */
  readonly change: () => string | undefined | Promise<string | undefined>;
}

async function askDays(typed: string, zone: string): Promise<string | undefined> {
  const anyTime = withFilter(withFilter(typed, 'after'), 'before');
  const today = dayAt(Date.now(), zone);
  const since = (days: number) => withFilter(anyTime, 'after', dayName(addDays(today, -days)));
  const ask = async (name: FilterName, prompt: string) => {
    const day = await askDay(prompt, dayName(today));
    return day === undefined ? undefined : withFilter(typed, name, day);
  };
  const items: DaysItem[] = [
    { label: `$(clear-all) ${t('At any time')}`, change: () => anyTime },
    { label: t('Today'), change: () => since(0) },
    { label: t('The last 7 days'), change: () => since(7) },
    { label: t('The last 30 days'), change: () => since(30) },
    { label: t('The last 365 days'), change: () => since(365) },
    {
      label: `$(edit) ${t('From a day on…')}`,
      change: () => ask('after', t('The first day to search')),
    },
    {
      label: `$(edit) ${t('Before a day…')}`,
      change: () => ask('before', t('The day after the last one')),
    },
  ];
  const chosen = await editor.showQuickPick(items, {
    title: t('Search Messages of…'),
    ignoreFocusOut: true,
  });
  return chosen?.change();
}

function askDay(prompt: string, today: string): Thenable<string | undefined> {
  return editor.showInputBox({
    title: t('Search Messages of…'),
    prompt,
    ignoreFocusOut: true,
    value: today,
    validateInput: (text) =>
      parseDay(text.trim(), 'UTC') === undefined ? t('A day looks like 2026-01-31.') : undefined,
  });
}
