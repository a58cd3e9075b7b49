import type { MessageView } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';
import { isAnswerable, isEditable } from '../composing.ts';
import type { ChatStore } from '../store.ts';
import type { ComposerView } from './composer.ts';
import type { MessageArea } from './messageArea.ts';
import { mostUsed } from './reactions.ts';

/** Begins and ends edits, replies and reactions, and puts the focus where they go on. */
export class MessageModes {
  readonly #store: ChatStore;
  readonly #area: () => MessageArea;
  readonly #composer: () => ComposerView;

  /** The views are created after this, whose methods they call. */
  constructor(store: ChatStore, area: () => MessageArea, composer: () => ComposerView) {
    this.#store = store;
    this.#area = area;
    this.#composer = composer;
  }

  edit(message: MessageView): void {
    this.#store.edit(message);
    this.#composer().focus();
  }

  /** Edits our last message in the chat: not that of an old page that happens to be shown. */
  async editLast(): Promise<void> {
    const { pages } = this.#store;
    if (this.#store.head?.hasNewer === true) await this.#area().travel.goToNewest();
    // The newest page was not loaded, or something was typed meanwhile.
    if (this.#store.head?.hasNewer === true || this.#store.draft !== '') return;
    const last = pages.messages.findLast(isEditable);
    if (last) this.edit(last);
  }

  /** Begins a reply: to the message given, else the focused one, else the newest shown of others. */
  reply(to = this.#area().log.focused ?? this.#newestOfOthers): void {
    if (to && isAnswerable(to)) this.#store.reply(to);
    this.#composer().focus();
  }

  get #newestOfOthers(): MessageView | undefined {
    return this.#store.pages.messages.findLast((each) => !each.outgoing && isAnswerable(each));
  }

  /** Makes the draft that of a new message again. */
  leave(): void {
    if (this.#store.mode) this.#store.leaveMode();
    this.#composer().focus();
  }

  pickReaction({ id }: MessageView): void {
    this.#composer().pickEmoji({
      label: t('React with an Emoji'),
      recent: () => mostUsed(this.#store.pages.messages),
      onPick: (emoji) => void this.#store.requests.react(id, emoji, true),
      onLeave: () => {
        if (!this.#area().log.focusMessage(id)) this.#composer().focus();
      },
    });
  }
}
