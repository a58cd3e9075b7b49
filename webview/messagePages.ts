import type { Api, Subscription } from '../src/api/channel.ts';
import type { OfChat, OfPages } from '../src/api/requests.ts';
import type { Change } from '../src/api/topics.ts';
import type { ChatView, MessageView } from '../src/api/views.ts';
import { reasonOf } from './failure.ts';
import { Items } from './items.ts';

/** How far a page that was asked for has got. */
export type PageState = 'idle' | 'loading' | 'failed';

export interface MessagePagesDeps {
  readonly api: Api;
  readonly of: OfChat;
  readonly head: () => ChatView | undefined;
  /** Something of what is shown is another one now. */
  readonly changed: () => void;
  /** Hears what was told, before it is shown. */
  readonly told: (change: Change<MessageView>) => void;
  /** Says what failed, as one sentence. */
  readonly notify: (notice: string) => void;
}

/** The stretch of a chat's history that this tab has: wider at either end, or elsewhere, on request. */
export class MessagePages {
  readonly #deps: MessagePagesDeps;
  /** Of this tab alone. */
  readonly #pages: OfPages;
  readonly #messages = new Items<MessageView>();
  #loaded = false;
  #older: PageState = 'idle';
  #newer: PageState = 'idle';
  #jumping = false;

  constructor(deps: MessagePagesDeps) {
    this.#deps = deps;
    this.#pages = { ...deps.of, view: crypto.getRandomValues(new Uint32Array(4)).join('-') };
  }

  /** By what the host knows this tab's stretch. */
  get of(): OfPages {
    return this.#pages;
  }
  get messages(): readonly MessageView[] {
    return this.#messages.all;
  }
  /** Whether the first page has come. */
  get loaded(): boolean {
    return this.#loaded;
  }
  get older(): PageState {
    return this.#older;
  }
  get newer(): PageState {
    return this.#newer;
  }
  /** Whether other pages are on their way: those at hand are to be left soon. */
  get jumping(): boolean {
    return this.#jumping;
  }

  find(id: string): MessageView | undefined {
    return this.#messages.get(id);
  }

  /** Watches until disposed. */
  start(): Subscription {
    return this.#deps.api.watch('messages', this.#pages, (change) => {
      this.#deps.told(change);
      this.#messages.apply(change);
      this.#loaded ||= change.kind !== 'unavailable';
      this.#deps.changed();
    });
  }

  /** Asks for the next older page, unless one is under way or there is none. */
  async loadOlder(): Promise<void> {
    if (this.#older === 'loading' || !this.#loaded || !this.#deps.head()?.hasOlder) return;
    this.#older = 'loading';
    this.#deps.changed();
    this.#older = await this.#load('loadOlder', 'Older messages were not loaded');
    this.#deps.changed();
  }

  /** Asks for the next newer page, unless one is under way or there is none. */
  async loadNewer(): Promise<void> {
    if (this.#newer === 'loading' || !this.#loaded || !this.#deps.head()?.hasNewer) return;
    this.#newer = 'loading';
    this.#deps.changed();
    this.#newer = await this.#load('loadNewer', 'Newer messages were not loaded');
    this.#deps.changed();
  }

  /**
   * Makes sure that a message is here: one by its id, or the first one at a time, in ms since 1970;
   * a time to come stands for the newest. Result: its id; `undefined` where there is none.
   */
  async loadAround(around: string | number, failure?: 'quiet'): Promise<string | undefined> {
    if (typeof around === 'string' && this.find(around)) return around;
    this.#jumping = true;
    let found: string | null = null;
    try {
      found = await this.#deps.api.request('loadAround', { ...this.#pages, around });
    } catch (error) {
      if (!failure) this.#deps.notify(`These messages were not loaded: ${reasonOf(error)}`);
    }
    this.#jumping = false;
    this.#deps.changed();
    return found ?? undefined;
  }

  async #load(method: 'loadOlder' | 'loadNewer', failure: string): Promise<PageState> {
    try {
      await this.#deps.api.request(method, this.#pages);
      return 'idle';
    } catch (error) {
      this.#deps.notify(`${failure}: ${reasonOf(error)}`);
      return 'failed';
    }
  }
}
