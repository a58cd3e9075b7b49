import type { FirstPage } from '../../api/panel.ts';
import { page, type PageOptions } from '../pages/page.ts';

/** The inputs of the page of a chat tab. */
export interface ChatPageOptions extends PageOptions {
  /** Bare JIDs: our account and the contact. The script reads these and the rest from the body. */
  readonly account: string;
  readonly chat: string;
  /** Absent where the tab is to wait for the host. */
  readonly first?: FirstPage;
}

/** The HTML of a chat tab. */
export function chatPage({ account, chat, first, ...options }: ChatPageOptions): string {
  return page(options, { account, chat, first: first ? JSON.stringify(first) : '' });
}
