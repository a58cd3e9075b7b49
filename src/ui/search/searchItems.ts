import type { QuickPickItem } from 'vscode';
import { withSender } from '../../api/action.ts';
import { sayExcerpt } from '../../api/say.ts';
import { shorten } from '../../base/graphemes.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import type { FoundMessageView } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { withoutIcons } from '../plain.ts';

/** In UTF-16 code units. */
const MAX_EXCERPT = 200;

/** A row of the search. All rows stay, whatever the editor finds in them. */
export interface SearchItem extends QuickPickItem {
  readonly found?: FoundMessageView;
  /** What is typed for whoever picks it. */
  readonly typed?: string;
}

/** The row that leads to the next page. */
export const MORE: SearchItem = {
  label: '$(chevron-down)',
  description: 'Show older messages',
  alwaysShow: true,
};

/**
 * The row of a message. Its words are the detail, and its label has none: the editor would put first
 * whatever has what was typed in its label, and the newest belongs there.
 *
 * @param timeZone in which the user sees times (IANA)
 */
export function foundItem(
  found: FoundMessageView,
  withAccount: boolean,
  timeZone: string,
): SearchItem {
  const { outgoing, senderName, chatName, time, fileName, account } = found;
  const excerpt = shorten(sayExcerpt(found.excerpt), MAX_EXCERPT);
  const who = outgoing ? `${senderName} to ${chatName}` : senderName;
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const when = new Date(time).toLocaleString(undefined, { ...style, timeZone });
  const parts = [who, when, ...(withAccount ? [shownAddress(account)] : [])];
  const words = [
    ...(fileName === undefined ? [] : [fileName]),
    ...(excerpt === '' ? [] : [withSender(excerpt, senderName)]),
  ];
  return {
    label: fileName === undefined ? '$(comment)' : '$(file)',
    description: shown(parts.join(' · ')),
    detail: shown(words.join(' · ')),
    alwaysShow: true,
    found,
  };
}

/** The row that searches once more for what was searched the last time. */
export function againItem(typed: string): SearchItem {
  return { label: '$(history)', description: shown(typed), alwaysShow: true, typed };
}

/** A row that only says something, beside an icon. */
export function sayItem(icon: string, sentence: string): SearchItem {
  return { label: `$(${icon})`, description: shown(sentence), alwaysShow: true };
}

function shown(text: string): string {
  return withoutIcons(makeVisible(text));
}
