import type { QuickPickItem } from 'vscode';
import { withSender } from '../../api/action.ts';
import { sayExcerpt } from '../../api/say.ts';
import { shorten } from '../../base/graphemes.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { dateLocale, t } from '../../base/l10n.ts';
import type { FoundMessageView } from '../../api/views.ts';
import { makeVisible } from '../../api/visible.ts';
import { withoutIcons } from '../plain.ts';

/** In UTF-16 code units. */
const MAX_EXCERPT = 200;

/** A row of search results. It is always shown, whatever the editor matches. */
export interface SearchItem extends QuickPickItem {
  readonly found?: FoundMessageView;
  /** The input that picking this row sets. */
  readonly typed?: string;
}

/** The row that loads the next page. */
export const MORE: SearchItem = {
  label: '$(chevron-down)',
  get description() {
    return t('Show older messages');
  },
  alwaysShow: true,
};

/**
 * The row of a message. Its text is in the detail, not in the label: the editor would sort matches
 * in labels first, but the newest message belongs there.
 *
 * @param timeZone the user's time zone (IANA)
 */
export function foundItem(
  found: FoundMessageView,
  withAccount: boolean,
  timeZone: string,
): SearchItem {
  const { outgoing, chatName, time, fileName, account } = found;
  const senderName = outgoing ? t('You') : found.senderName;
  const excerpt = shorten(
    typeof found.excerpt === 'string' ? found.excerpt : sayExcerpt(found.excerpt),
    MAX_EXCERPT,
  );
  const who = outgoing
    ? t('{sender} to {chat}', { sender: senderName, chat: chatName })
    : senderName;
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const when = new Date(time).toLocaleString(dateLocale(), { ...style, timeZone });
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

/** The row that repeats the last search. */
export function againItem(typed: string): SearchItem {
  return { label: '$(history)', description: shown(typed), alwaysShow: true, typed };
}

/** A row that only shows a sentence, beside an icon. */
export function sayItem(icon: string, sentence: string): SearchItem {
  return { label: `$(${icon})`, description: shown(sentence), alwaysShow: true };
}

function shown(text: string): string {
  return withoutIcons(makeVisible(text));
}
