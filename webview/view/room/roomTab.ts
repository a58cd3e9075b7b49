import type { Api } from '../../../src/api/channel.ts';
import type { ChatView, OccupantView, PrivateChatView, RoomView } from '../../../src/api/views.ts';
import type { AvatarPictures } from '../../avatarPictures.ts';
import type { PanelPort } from '../../port.ts';
import { findOccupants } from '../../room/findOccupants.ts';
import { insertedNick, rankNicks, recentSpeakers } from '../../room/nickCompletion.ts';
import { RoomCommands } from '../../room/roomCommands.ts';
import type { CommandName } from '../../typing/typedText.ts';
import { failureText } from '../../failure.ts';
import type { ChatStore } from '../../store.ts';
import type { ComposerView } from '../composer.ts';
import { el } from '../dom.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { OccupantPanel } from './occupantPanel.ts';
import { PrivateLine } from './privateLine.ts';
import { privateState } from './privateState.ts';
import { RoomHeader } from './roomHeader.ts';
import { RoomLine } from './roomLine.ts';
import { whyReadOnly } from './roomState.ts';
import { VoiceLine } from './voiceLine.ts';

/** Dependencies of the parts of a room. */
export interface RoomTabDeps {
  readonly api: Api;
  readonly store: ChatStore;
  readonly panel: PanelPort;
  readonly pictures: AvatarPictures;
  readonly composer: () => ComposerView;
}

/** What the tab of a room has besides that of a contact. Each part is made when it is first needed. */
export class RoomTab {
  readonly #deps: RoomTabDeps;
  readonly #commands: RoomCommands;
  readonly #line: RoomLine;
  readonly #voice: VoiceLine;
  readonly #private: PrivateLine;
  readonly #side = el('div', 'side-frame');
  #header: RoomHeader | undefined;
  #occupants: OccupantPanel | undefined;
  /** Whether a typed command is under way. */
  #running = false;

  constructor(deps: RoomTabDeps) {
    const { api, store, panel } = deps;
    this.#deps = deps;
    this.#commands = new RoomCommands({
      ...{ api, of: store.of },
      tell: (request) => {
        panel.tell(request);
      },
    });
    this.#line = new RoomLine(() => {
      panel.tell({ type: 'roomCommand', command: 'rejoin' });
    });
    this.#voice = new VoiceLine(() => void this.#askForVoice());
    this.#private = new PrivateLine({
      onJoin: () => {
        panel.tell({ type: 'roomCommand', command: 'join' });
      },
      onAccept: () =>
        void store.requests.acceptOccupant().then(() => {
          deps.composer().focus();
        }),
      onWriteTo: (nick) => {
        panel.tell({ type: 'openPrivate', nick });
      },
    });
  }

  /** Why the user is outside. */
  get line(): HTMLElement {
    return this.#line.element;
  }

  /** Why a visitor cannot write. */
  get voice(): HTMLElement {
    return this.#voice.element;
  }

  /** Why nothing can be written to an occupant. */
  get private(): HTMLElement {
    return this.#private.element;
  }

  /** The list of occupants, beside the messages. */
  get side(): HTMLElement {
    return this.#side;
  }

  /** @param isConnected as of {@link render} */
  renderPrivate(occupant: PrivateChatView | undefined, isConnected: boolean): void {
    this.#private.render(isConnected ? occupant : undefined);
  }

  /**
   * @param isConnected whether nothing else keeps the room's state from the tab
   * @returns the content of the header; `undefined` for a one-to-one chat
   */
  render(room: RoomView | undefined, isConnected: boolean): HTMLElement | undefined {
    const { pictures, store } = this.#deps;
    const { showsOccupants } = store;
    this.#line.render(isConnected ? room : undefined);
    this.#voice.render(isConnected ? room : undefined);
    const shows = room?.phase === 'joined' && showsOccupants;
    if (shows) this.#occupants ??= this.#createOccupants();
    this.#occupants?.show(shows);
    if (room) this.#occupants?.render(room);
    if (!room) return undefined;
    this.#header ??= this.#createHeader();
    this.#header.render(room, pictures.url(room.avatar), shows);
    return this.#header.element;
  }

  /** Runs what was typed as a command, one at a time. @param typed the whole draft, removed once it is done */
  async run(name: CommandName, rest: string, typed: string): Promise<void> {
    const { store } = this.#deps;
    if (this.#running) return;
    this.#running = true;
    const failure = await this.#commands.run(name, rest);
    this.#running = false;
    if (failure !== undefined) store.notify(failure);
    else if (store.draft === typed) store.clearDraft();
  }

  async #ignore({ id, ignored }: OccupantView): Promise<void> {
    const { api, store } = this.#deps;
    try {
      if (ignored !== undefined) await api.request('stopIgnoring', { ...store.of, ignored });
      else await api.request('ignoreOccupant', { ...store.of, of: { nick: id } });
    } catch (error) {
      store.notify(failureText(t('Nothing changed'), error));
    }
  }

  async #askForVoice(): Promise<void> {
    const { api, store } = this.#deps;
    try {
      await api.request('requestVoice', store.of);
    } catch (error) {
      store.notify(failureText(t('Nobody was asked for voice'), error));
    }
  }

  #createHeader(): RoomHeader {
    const { store, panel } = this.#deps;
    return new RoomHeader({
      onToggleOccupants: () => {
        store.showsOccupants = !store.showsOccupants;
      },
      onCommand: (command) => {
        panel.tell({ type: 'roomCommand', command });
      },
    });
  }

  #createOccupants(): OccupantPanel {
    const { api, store, panel, pictures, composer } = this.#deps;
    const occupants = new OccupantPanel({
      ...{ api, of: store.of, pictures },
      onMention: (nick) => {
        this.#mention(nick);
      },
      onWrite: (nick) => {
        panel.tell({ type: 'openPrivate', nick });
      },
      onCommand: (command, nick) => {
        panel.tell({ type: 'occupantCommand', command, nick, reason: '' });
      },
      onIgnore: (occupant) => void this.#ignore(occupant),
      onClose: () => {
        store.showsOccupants = false;
        composer().focus();
      },
      onLeave: () => {
        composer().focus();
      },
    });
    this.#side.append(occupants.element);
    return occupants;
  }

  #mention(nick: string): void {
    const input = this.#deps.composer();
    const { text, caret = text.length } = input;
    const before = text.slice(0, caret);
    const space = before === '' || /\s$/u.test(before) ? '' : ' ';
    const place = { start: caret + space.length, end: caret, query: '' };
    input.replace(caret, caret, space + insertedNick(`${before}${space}`, place, nick));
  }

  /** Those who are here; in a room too large to know all of them, also those who have written. */
  async findNicks(query: string, by: '@' | 'Tab'): Promise<readonly string[]> {
    const { api, store } = this.#deps;
    const { occupants, total } = await findOccupants(api, store.of, query);
    const here = occupants.filter(({ isOwn }) => !isOwn).map(({ id }) => id);
    const speakers = recentSpeakers(store.pages.messages);
    const nicks = total > occupants.length ? [...here, ...speakers] : here;
    return rankNicks(query, by, nicks, speakers);
  }
}

/** The label of the input: in a room, why nothing can be written. */
export function inputLabel(head: ChatView | undefined): string {
  if (!head) return t('Message');
  const { blockedBy, occupant, room, name } = head;
  if (blockedBy !== undefined) return t('Unblock {name} to write', { name: makeVisible(name) });
  const state = occupant && privateState(occupant);
  if (state) return makeVisible(state.label);
  return room
    ? (whyReadOnly(room) ?? t('Message #{room}', { room: name }))
    : t('Message {name}', { name });
}
