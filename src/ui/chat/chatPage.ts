import type { ChatPlace, FirstPage, PanelState } from '../../api/panel.ts';
import { page, type PageOptions } from '../pages/page.ts';

/** The inputs of the page of a chat. */
export interface ChatPageOptions extends PageOptions {
  /** Bare JIDs: our account and the contact. The script reads these and the rest from the body. */
  readonly account: string;
  readonly chat: string;
  readonly place: ChatPlace;
  /** What the chat's last page had on screen, in whatever place. */
  readonly kept?: PanelState;
  /** Absent where the page is to wait for the host. */
  readonly first?: FirstPage;
}

/** The HTML of a chat, in a tab or in the view. */
export function chatPage(options: ChatPageOptions): string {
  const { account, chat, place, kept, first, ...rest } = options;
  return page(
    { ...rest, playsMedia: true },
    {
      ...{ account, chat, place },
      kept: kept ? JSON.stringify(kept) : '',
      first: first ? JSON.stringify(first) : '',
    },
  );
}
