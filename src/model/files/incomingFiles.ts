import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { safeFileName } from '../../base/fileName.ts';
import type { Jid } from '../../base/jid.ts';
import { isProgramName } from '../../base/programName.ts';
import { sortableId } from '../../base/sortableId.ts';
import { failure } from '../../base/userError.ts';
import type { FileOffer } from '../../xmpp/files/fileOffer.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Message } from '../history.ts';
import type { Settings } from '../settings.ts';
import type { FileStore, FileTarget } from './fileStore.ts';
import { KeptParts } from './keptParts.ts';
import { Reception } from './reception.ts';

/** Maximum number of offers that wait for an answer; of one sender. */
const MAX_WAITING = 20;
const MAX_WAITING_OF_ONE = 5;
/** Maximum number of ended ones remembered for views, the newest. */
const KEPT = 50;

export interface IncomingFilesDeps {
  readonly account: string;
  readonly chats: Chats;
  readonly contacts: Contacts;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'acceptFilesFrom' | 'acceptFilesUpTo'>;
  /** Whether nothing of this sender is shown: blocked, or an ignored occupant. */
  readonly isUnwanted: (from: Jid) => boolean;
  /** Who has this JID in a room, as {@link Message.occupant}. */
  readonly occupantOf: (from: Jid) => string | undefined;
  /** Called with errors that stop nothing. */
  readonly report: (what: string, error: unknown) => void;
}

/**
 * The files that others offer to this account, each as a message of its chat, by whose id it is
 * known here. They end with their session: what a message says after that is `lost`.
 */
export class IncomingFiles {
  readonly #deps: IncomingFilesDeps;
  readonly #receptions = new Map<string, Reception>();
  readonly #parts: KeptParts;
  readonly #changed = new Emitter<string>();

  /** An offer came, changed or is no longer remembered; the id of its message. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: IncomingFilesDeps) {
    this.#deps = deps;
    this.#parts = new KeptParts(deps.clock, (file) =>
      file.discard().catch((error: unknown) => {
        deps.report('removing a part of a file', error);
      }),
    );
    deps.chats.onDidChange(({ chat, change }) => {
      if (change?.kind !== 'removed' && change?.kind !== 'reset') return;
      this.#stopRemoved(chat).catch((error: unknown) => {
        deps.report('looking for offers of files', error);
      });
    });
  }

  values(): Iterable<Reception> {
    return this.#receptions.values();
  }

  find(message: string): Reception | undefined {
    return this.#receptions.get(message);
  }

  /** Takes an offer: it waits for the user, unless it is unwanted, or one too many. */
  async receive(offer: FileOffer): Promise<void> {
    const chat = this.#isAdmitted(offer) ? this.#open(offer.from) : undefined;
    if (!chat || chat.standing === 'ignored') {
      offer.decline();
      return;
    }
    const message = this.#toMessage(offer, chat);
    const reception = new Reception(offer, message, {
      ...this.#deps,
      chat,
      parts: this.#parts,
      changed: () => {
        this.#changed.fire(message.id);
        this.#forgetOldest();
      },
    });
    this.#receptions.set(message.id, reception);
    try {
      await chat.receiveAll([{ key: chat.key, message }]);
    } catch (error) {
      // Without a message, it cannot be answered.
      reception.stop();
      this.#forget(message.id);
      throw error;
    }
    this.#changed.fire(message.id);
    if (this.#isAcceptedUnasked(offer, chat)) await this.#acceptUnasked(reception, offer);
  }

  /** @throws Failure if it is not offered, or cannot be written there: then it still is offered */
  async accept(message: string, target: FileTarget): Promise<void> {
    const reception = this.#receptions.get(message);
    if (!reception) throw failure('no-offer');
    await reception.accept(target);
  }

  /** Declines an offer or cancels its transfer; does nothing in any other state. */
  stop(message: string): void {
    this.#receptions.get(message)?.stop();
  }

  /** Declines and cancels all of those whose sender is unwanted now. */
  stopUnwanted(): void {
    for (const reception of this.#receptions.values()) {
      if (this.#deps.isUnwanted(reception.chat.jid)) reception.stop();
    }
  }

  /** Forgets those that have ended; their messages stay. */
  clear(): void {
    for (const [id, { hasEnded }] of this.#receptions) if (hasEnded) this.#forget(id);
  }

  /** The process ends: the next one can go on with what was received. */
  suspend(): void {
    for (const reception of this.#receptions.values()) reception.suspend();
    this.#parts.suspend();
  }

  dispose(): void {
    for (const reception of this.#receptions.values()) reception.lose();
    this.#parts.dispose();
    this.#changed.dispose();
  }

  #isAdmitted({ from }: FileOffer): boolean {
    if (this.#deps.isUnwanted(from)) return false;
    const waiting = [...this.#receptions.values()].filter(({ isWaiting }) => isWaiting);
    const ofSender = waiting.filter(({ chat }) => chat === this.#deps.chats.at(from));
    return waiting.length < MAX_WAITING && ofSender.length < MAX_WAITING_OF_ONE;
  }

  /** The chat of a sender, as their messages would begin it; none with a room itself. */
  #open(from: Jid): Chat | undefined {
    const { account, chats, contacts } = this.#deps;
    if (chats.isRoom(from.bare)) {
      return from.resource === '' ? undefined : chats.openPrivate(from);
    }
    const isExpected = chats.find(from.bare) ?? contacts.get(from.bare)?.inRoster;
    contacts.addStranger(from);
    const isStranger = isExpected === undefined && from.bare !== account;
    return chats.openAs(from, undefined, isStranger ? 'request' : undefined);
  }

  #toMessage({ from, file, arrived }: FileOffer, chat: Chat): Message {
    const { name, size, mediaType, hashes, description = '' } = file;
    const occupant = chat.kind === 'private' ? this.#deps.occupantOf(from) : undefined;
    return {
      id: sortableId(),
      sender: chat.kind === 'private' ? from.full : from.bare,
      ...(occupant !== undefined && { occupant }),
      outgoing: false,
      body: description,
      time: arrived,
      file: {
        ...{ name: name === '' ? 'file' : name, hashes },
        ...(size !== undefined && { size }),
        ...(mediaType !== undefined && { mediaType }),
      },
      offer: { state: 'offered' },
    };
  }

  #isAcceptedUnasked({ from, file }: FileOffer, chat: Chat): boolean {
    const { contacts, settings } = this.#deps;
    if (settings.acceptFilesFrom() !== 'contacts' || chat.kind !== 'chat') return false;
    const isKnown = contacts.get(from.bare)?.inRoster === true && chat.isAccepted;
    const { name, size = Infinity } = file;
    return isKnown && size <= settings.acceptFilesUpTo() && !isProgramName(name);
  }

  async #acceptUnasked(reception: Reception, { file }: FileOffer): Promise<void> {
    try {
      const target = await this.#deps.files.download(safeFileName(file.name));
      await reception.accept(target, true);
    } catch (error) {
      // It waits for the user, who is told why when they accept it.
      this.#deps.report('accepting a file', error);
    }
  }

  /** A message that the user has removed takes its offer along. */
  async #stopRemoved(chat: Chat): Promise<void> {
    for (const [id, reception] of this.#receptions) {
      if (reception.chat !== chat || reception.hasEnded) continue;
      if (!(await chat.find(id))) reception.stop();
    }
  }

  #forgetOldest(): void {
    const ended = [...this.#receptions].filter(([, { hasEnded }]) => hasEnded);
    for (const [id] of ended.slice(0, -KEPT)) this.#forget(id);
  }

  #forget(id: string): void {
    this.#receptions.delete(id);
    this.#changed.fire(id);
  }
}
