import type { Api, Subscription } from '../src/api/channel.ts';
import type { OfChat, OfPages } from '../src/api/requests.ts';
import type { Change } from '../src/api/topics.ts';
import type { ChatView, MessageView } from '../src/api/views.ts';
import { t } from '../src/base/l10n.ts';
import { failureText } from './failure.ts';
import { Items } from './items.ts';

/** The state of a page request. */
export type PageState = 'idle' | 'loading' | 'failed';

export interface MessagePagesDeps {
  readonly api: Api;
  readonly of: OfChat;
  readonly head: () => ChatView | undefined;
  /** Called when anything shown has changed. */
  readonly changed: () => void;
  /** Called with each change, before it is shown. */
  readonly onChange: (change: Change<MessageView>) => void;
  /** Shows an error, as one sentence. */
  readonly notify: (notice: string) => void;
}

/** The loaded window of a chat's history: extended at either end, or moved, on request. */
export class MessagePages {
  readonly #deps: MessagePagesDeps;
  /** Unique to this tab. */
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

  /** The parameters that identify this tab's window at the host. */
  get of(): OfPages {
    return this.#pages;
  }
  get messages(): readonly MessageView[] {
    return this.#messages.all;
  }
  /** Whether the first page has been received. */
  get loaded(): boolean {
    return this.#loaded;
  }
  get older(): PageState {
    return this.#older;
  }
  get newer(): PageState {
    return this.#newer;
  }
  /** Whether a jump to other pages is in flight: the current ones are about to be replaced. */
  get jumping(): boolean {
    return this.#jumping;
  }

  find(id: string): MessageView | undefined {
    return this.#messages.get(id);
  }

  /** Shows a first page until the host sends its own. */
  begin(messages: readonly MessageView[]): void {
    this.#messages.apply({ kind: 'snapshot', items: messages });
    this.#loaded = true;
  }

  /** Watches the messages until disposed. */
  start(): Subscription {
    return this.#deps.api.watch('messages', this.#pages, (change) => {
      this.#deps.onChange(change);
      this.#messages.apply(change);
      this.#loaded ||= change.kind !== 'unavailable';
      this.#deps.changed();
    });
  }

  /** Requests the next older page, unless one is in flight or none exists. */
  async loadOlder(): Promise<void> {
    if (this.#older === 'loading' || !this.#loaded || !this.#deps.head()?.hasOlder) return;
    this.#older = 'loading';
    this.#deps.changed();
    this.#older = await this.#load('loadOlder', t('Older messages were not loaded'));
    this.#deps.changed();
  }

  /** Requests the next newer page, unless one is in flight or none exists. */
  async loadNewer(): Promise<void> {
    if (this.#newer === 'loading' || !this.#loaded || !this.#deps.head()?.hasNewer) return;
    this.#newer = 'loading';
    this.#deps.changed();
    this.#newer = await this.#load('loadNewer', t('Newer messages were not loaded'));
    this.#deps.changed();
  }

  /**
   * Ensures that a message is loaded: the one with an id, or the first one at a time, in ms since
   * 1970; a time in the future means the newest.
   * @returns its id; `undefined` if none exists
   */
  async loadAround(around: string | number, failure?: 'quiet'): Promise<string | undefined> {
    if (typeof around === 'string' && this.find(around)) return around;
    this.#jumping = true;
    let found: string | null = null;
    try {
      found = await this.#deps.api.request('loadAround', { ...this.#pages, around });
    } catch (error) {
      if (!failure) this.#deps.notify(failureText(t('These messages were not loaded'), error));
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
      this.#deps.notify(failureText(failure, error));
      return 'failed';
    }
  }
}
