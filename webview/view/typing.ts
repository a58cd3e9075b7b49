import { t } from '../../src/base/l10n.ts';
import type { PanelPort } from '../port.ts';
import type { CompletionSource, Place, Proposal } from '../typing/completion.ts';
import { emojiCompletion } from '../typing/emojiCompletion.ts';
import { commandsFor, parseTyped, whyUnknown } from '../typing/typedText.ts';
import { insertedNick, nickPlace } from '../room/nickCompletion.ts';
import type { ChatStore } from '../store.ts';
import { CompletionList } from './completionList.ts';
import type { ComposerView } from './composer.ts';
import { loadEmoji } from './loadEmoji.ts';
import type { RoomTab } from './room/roomTab.ts';
import { whyReadOnly } from './room/roomState.ts';

/** Begins something that can be completed while it is typed; Tab completes any word of a room. */
const BEGINNING = /[@:/]/u;
const COMMAND = /^\/(\p{L}*)$/u;
const EMPTY_BLOCK = '```\n\n```';
/** Where code is written in it. */
const IN_BLOCK = 4;

/** Dependencies of {@link Typing}. */
export interface TypingDeps {
  readonly store: ChatStore;
  readonly panel: PanelPort;
  readonly room: RoomTab;
  readonly composer: ComposerView;
}

/** What is typed: it is completed meanwhile, and sent in the end, or run as a command. */
export class Typing {
  readonly #deps: TypingDeps;
  #list: CompletionList | undefined;
  /** Where the contact that the user is asked for goes, and the whole text of then. */
  #contactAt: { readonly place: Place; readonly text: string } | undefined;

  constructor(deps: TypingDeps) {
    this.#deps = deps;
  }

  /** The text to send; `undefined` if the draft is a command, which is run, or cannot be sent. */
  textToSend(): string | undefined {
    const { store, room, composer } = this.#deps;
    const { draft, mode, head } = store;
    if (head?.occupant?.obstacle !== undefined) return undefined;
    if (mode?.kind === 'edit') return draft;
    if (head?.room && whyReadOnly(head.room) !== undefined) return undefined;
    const typed = parseTyped(draft, head?.room !== undefined);
    switch (typed.kind) {
      case 'text':
        return typed.body;
      case 'code':
        this.#insertBlock({ start: 0, end: composer.text.length });
        return undefined;
      case 'unknown':
        store.notify(whyUnknown(typed.name));
        return undefined;
      case 'command':
        void room.run(typed.name, typed.rest, draft);
        return undefined;
    }
  }

  /** Must be called when the user has typed, or moved the cursor. */
  typed(): void {
    if (this.#list || BEGINNING.test(this.#deps.composer.text)) this.#completionList().typed();
  }

  /** @returns whether the key in the input was handled */
  press(event: KeyboardEvent): boolean {
    if (!this.#list && event.key !== 'Tab') return false;
    return this.#completionList().press(event);
  }

  /** Inserts a text that was asked for where it was asked for, or at the cursor if that is gone. */
  insert(text: string): void {
    const { composer } = this.#deps;
    const at = this.#contactAt;
    this.#contactAt = undefined;
    composer.focus();
    const { length } = composer.text;
    const { caret = length } = composer;
    const { start, end } = at?.text === composer.text ? at.place : { start: caret, end: caret };
    composer.replace(start, end, text);
  }

  #completionList(): CompletionList {
    if (this.#list) return this.#list;
    const { composer } = this.#deps;
    const sources: readonly CompletionSource[] = [
      (text, caret) => this.#commands(text, caret),
      (text, caret, by) => this.#names(text, caret, by),
      (text, caret, by) => (by === 'typing' ? this.#emoji(text, caret) : undefined),
    ];
    const list = new CompletionList(composer, sources);
    this.#list = list;
    composer.element.append(list.element, list.status);
    composer.element.addEventListener('focusout', () => {
      list.hide();
    });
    return list;
  }

  #emoji(text: string, caret: number): ReturnType<CompletionSource> {
    const { composer, store } = this.#deps;
    return emojiCompletion(text, caret, loadEmoji, ({ start, end }, emoji) => {
      composer.replace(start, end, emoji);
      store.rememberEmoji(emoji);
    });
  }

  #commands(text: string, caret: number): ReturnType<CompletionSource> {
    const { store } = this.#deps;
    const [typed, query] = COMMAND.exec(text.slice(0, caret)) ?? [];
    if (typed === undefined || query === undefined || store.mode?.kind === 'edit') return undefined;
    const isRoom = store.head?.room !== undefined;
    const proposals = commandsFor(query, isRoom).map(([name, detail]): Proposal => ({
      label: `/${name}`,
      detail,
      insert:
        name === 'code'
          ? (place) => {
              this.#insertBlock(place);
            }
          : `/${name} `,
    }));
    return { label: t('Commands'), place: { start: 0, end: caret }, proposals };
  }

  /** Nicks in a room, and, by `@`, the way to any contact. */
  #names(text: string, caret: number, by: 'typing' | 'Tab'): ReturnType<CompletionSource> {
    const { room, store } = this.#deps;
    const sign = by === 'Tab' ? 'Tab' : '@';
    const place = nickPlace(text, caret, sign);
    const isRoom = store.head?.room !== undefined;
    if (!place || (!isRoom && by === 'Tab')) return undefined;
    const contact: readonly Proposal[] = by === 'Tab' ? [] : [this.#contact(place.query)];
    if (!isRoom) return { label: t('Contacts'), place, proposals: contact };
    const nicks = async () => {
      const found = await room.findNicks(place.query, sign);
      const proposed = found.map((nick) => ({
        label: nick,
        insert: insertedNick(text, place, nick),
      }));
      return [...proposed, ...contact];
    };
    return { label: t('Nicks'), place, proposals: nicks() };
  }

  /** The page knows no contacts: the editor asks for one. */
  #contact(query: string): Proposal {
    const { composer, panel } = this.#deps;
    return {
      label: t('Link to a Contact…'),
      isAside: true,
      insert: (place) => {
        this.#contactAt = { place, text: composer.text };
        panel.tell({ type: 'pickContact', query });
      },
    };
  }

  #insertBlock({ start, end }: Place): void {
    const { composer } = this.#deps;
    composer.replace(start, end, EMPTY_BLOCK);
    composer.moveCaret(start + IN_BLOCK);
  }
}
