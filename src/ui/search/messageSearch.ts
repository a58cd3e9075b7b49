import { editor } from '../editor.ts';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { FoundMessageView } from '../../api/views.ts';
import { say } from '../../api/say.ts';
import { t } from '../../base/l10n.ts';
import { describeError, type Log } from '../../base/log.ts';
import { askFilter, filterButtons, type FilterButton } from './searchFilters.ts';
import { againItem, foundItem, MORE, sayItem, type SearchItem } from './searchItems.ts';
import { parseSearch, type SearchScope } from './searchQuery.ts';
import type { ViewState } from '../state.ts';
import type { UserTimeZone } from '../userTimeZone.ts';

const PAGE_SIZE = 50;
/** Delay after a keystroke before searching, in ms. */
const TYPING_MS = 120;
/** The next page is loaded when fewer results than this remain below the active one. */
const AHEAD = 5;

export interface MessageSearchDeps {
  readonly api: Api;
  readonly state: ViewState;
  readonly log: Log;
  readonly timeZone: UserTimeZone;
  /** Opens a chat at a message. */
  readonly openChat: (of: OfChat, message: string) => void;
}

/** Searches all messages as the user types, in a picker, which offers the last search again. */
export class MessageSearch {
  readonly #deps: MessageSearchDeps;
  #last = '';

  constructor(deps: MessageSearchDeps) {
    this.#deps = deps;
  }

  show(): void {
    const search = new SearchPick(this.#deps, this.#last, (typed) => {
      if (typed.trim() !== '') this.#last = typed;
    });
    search.show();
  }
}

/** An open picker. */
class SearchPick {
  readonly #deps: MessageSearchDeps;
  readonly #last: string;
  readonly #keep: (typed: string) => void;
  readonly #pick = editor.createQuickPick<SearchItem>();
  #found: readonly FoundMessageView[] = [];
  /** Cursor of the next page; absent after the last one. */
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the latest request: an answer to an earlier one is ignored. */
  #asked = 0;
  /** Whether a filter is being chosen in another picker: this one is shown again afterwards. */
  #asking = false;

  /**
   * @param last the last search; empty for none
   * @param keep called with the final input
   */
  constructor(deps: MessageSearchDeps, last: string, keep: (typed: string) => void) {
    this.#deps = deps;
    this.#last = last;
    this.#keep = keep;
    const pick = this.#pick;
    pick.title = t('Search Messages');
    pick.placeholder = t('Words, and in:ada from:me after:2026-01-31 before:2026-02-28 has:file');
    pick.buttons = filterButtons();
    // Highlights the matches; no result is filtered out, whatever matches.
    pick.matchOnDetail = true;
    pick.keepScrollPosition = true;
    // A chat tab may take the focus shortly after the palette has returned it.
    pick.ignoreFocusOut = true;
    pick.onDidChangeValue(() => {
      this.#searchIn(TYPING_MS);
    });
    pick.onDidChangeActive(([active]) => {
      const at = active?.found ? this.#found.indexOf(active.found) : -1;
      if (at >= 0 && at >= this.#found.length - AHEAD) void this.#loadMore();
    });
    pick.onDidTriggerButton((button) => void this.#ask(button as FilterButton));
    pick.onDidAccept(() => {
      this.#accept();
    });
    pick.onDidHide(() => {
      if (!this.#asking) this.#close();
    });
  }

  show(): void {
    this.#pick.show();
    this.#searchIn(0);
  }

  #searchIn(ms: number): void {
    // A request in flight is for the previous input.
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), ms);
  }

  #close(): void {
    this.#keep(this.#pick.value);
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#pick.dispose();
  }

  /** Loads the first page. */
  async #load(): Promise<void> {
    const parsed = parseSearch(this.#pick.value, this.#scope());
    if ('problem' in parsed) {
      this.#say('warning', parsed.problem);
      return;
    }
    await this.#request(async (isCurrent) => {
      const { found, next } = await this.#deps.api.request('searchMessages', {
        ...parsed.filters,
        limit: PAGE_SIZE,
      });
      if (!isCurrent()) return;
      this.#found = found;
      this.#next = next;
      const again = this.#pick.value === '' && this.#last !== '' ? [againItem(this.#last)] : [];
      if (found.length > 0) this.#show([...again, ...this.#items(found)]);
      else this.#say('search-stop', t('No message fits.'));
    });
  }

  /** Loads the next page, and appends it. */
  async #loadMore(): Promise<void> {
    const { value } = this.#pick;
    const next = this.#next;
    const parsed = parseSearch(value, this.#scope());
    if (next === undefined || 'problem' in parsed) return;
    this.#next = undefined;
    await this.#request(async (isCurrent) => {
      const page = await this.#deps.api.request('searchMessages', {
        ...{ ...parsed.filters, limit: PAGE_SIZE, next },
      });
      if (!isCurrent()) return;
      const [active] = this.#pick.activeItems;
      this.#found = [...this.#found, ...page.found];
      this.#next = page.next;
      const shown = this.#pick.items.filter(({ found }) => found !== undefined);
      this.#show([...shown, ...this.#items(page.found)]);
      const first = this.#pick.items[shown.length];
      const again = active?.found ? active : first;
      if (again) this.#pick.activeItems = [again];
    });
  }

  /** Sends a request; if it fails, the reason is shown in place of the results. */
  async #request(ask: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const asked = ++this.#asked;
    const isCurrent = () => asked === this.#asked;
    this.#pick.busy = true;
    try {
      await ask(isCurrent);
    } catch (error) {
      this.#deps.log.error(`searching messages: ${describeError(error)}`);
      const why =
        error instanceof RequestError
          ? say(error.userError)
          : t('The search failed: see the Parley output for the detail, then try again.');
      if (isCurrent()) this.#say('error', why);
    }
    if (isCurrent()) this.#pick.busy = false;
  }

  #show(items: readonly SearchItem[]): void {
    this.#pick.busy = false;
    this.#pick.items = this.#next === undefined ? items : [...items, MORE];
  }

  /** Shows a sentence in place of the results. */
  #say(icon: string, sentence: string): void {
    this.#found = [];
    this.#next = undefined;
    this.#show([sayItem(icon, sentence)]);
  }

  #items(found: readonly FoundMessageView[]): SearchItem[] {
    const withAccount = this.#deps.state.accounts.length > 1;
    return found.map((one) => foundItem(one, withAccount, this.#deps.timeZone.name));
  }

  #accept(): void {
    const [item] = this.#pick.selectedItems;
    if (item === MORE) void this.#loadMore();
    if (item?.typed !== undefined) {
      this.#pick.value = item.typed;
      this.#searchIn(0);
    }
    if (!item?.found) return;
    const { account, chat, id } = item.found;
    this.#pick.hide();
    this.#deps.openChat({ account, chat }, id);
  }

  /** Inserts the chosen filter into the input. */
  async #ask(button: FilterButton): Promise<void> {
    this.#asking = true;
    const { value } = this.#pick;
    const changed = await askFilter(button.filter, value, this.#scope());
    this.#asking = false;
    // The editor selects a picker's initial value, and the next keystroke would replace it.
    this.#pick.value = '';
    this.#pick.show();
    this.#pick.value = changed ?? value;
    this.#searchIn(0);
  }

  #scope(): SearchScope {
    const { accounts, contacts, privateChats, rooms } = this.#deps.state;
    return {
      zone: this.#deps.timeZone.name,
      accounts: accounts.map(({ id }) => id),
      chats: [
        ...contacts.map(({ account, contact }) => ({
          ...{ account: account.id, chat: contact.id, name: contact.name },
        })),
        ...rooms.map(({ account, room }) => ({
          ...{ account: account.id, chat: room.id, name: room.name },
          isRoom: true as const,
        })),
        ...privateChats.map(({ account, chat }) => ({
          ...{ account: account.id, chat: chat.id, name: chat.name },
        })),
      ],
    };
  }
}
