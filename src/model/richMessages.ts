import type { Message as Stanza } from '../xmpp/message.ts';
import { announcedFile, idsOf } from './addition.ts';
import type { Chat } from './chat.ts';
import type { AnnouncedFile, Message, Reaction } from './history.ts';

/** What refers to messages that are not here is kept this often, the newest, over all chats. */
const MAX_ASIDE = 200;

type Change = (message: Message) => Message;

/** When something was said, in ms since 1970, and the id of the stanza that said it. */
interface Said {
  readonly time: number;
  readonly by?: string | undefined;
}

/** Which message is meant, and what is to be done with it. */
interface Waiting {
  readonly originId: string;
  readonly kind: 'retraction' | 'reactions';
  /** Of whoever retracts or reacts. */
  readonly outgoing: boolean;
  readonly change: Change;
}

/**
 * Applies what changes an earlier message to that, if whoever sent it may: only its author corrects
 * (XEP-0308) or retracts (XEP-0424) a message, and everybody's reactions (XEP-0444) are their own.
 *
 * A correction whose message is not here takes its place. A retraction or reactions may come before
 * their message, which an archive brings later: the newest of them are kept aside until then.
 */
export class RichMessages {
  /** By {@link keyOf}, the newest last. */
  readonly #aside = new Map<string, Change>();

  /**
   * @param outgoing whether one of our own clients sent it
   * @returns whether that was all that it had to say; otherwise it is to be added as a message
   */
  async apply(chat: Chat, outgoing: boolean, stanza: Stanza): Promise<boolean> {
    const file = announcedFile(stanza);
    const { retracts, retractedBy, reactions, replaces } = stanza;
    if (retractedBy !== undefined) {
      const originId = stanza.originId ?? stanza.id;
      const change = retract(stanza.stamp);
      if (originId !== undefined) await chat.change({ outgoing, originId }, change);
      return true;
    }
    if (retracts !== undefined) {
      const change = retract(stanza.stamp);
      await this.#apply(chat, { originId: retracts, kind: 'retraction', outgoing, change });
    }
    if (reactions) {
      const sender = outgoing ? chat.key.account : chat.key.chat;
      const [by] = idsOf(stanza);
      const change = react({ sender, emojis: reactions.emojis, time: stanza.stamp, by });
      await this.#apply(chat, { originId: reactions.id, kind: 'reactions', outgoing, change });
    }
    if (stanza.body === '' && !file) return true;
    return replaces !== undefined && this.#correct(chat, outgoing, replaces, stanza, file);
  }

  /** Whether anything waits for its message to come. */
  get isWaiting(): boolean {
    return this.#aside.size > 0;
  }

  /** Does to a message that has come what was kept aside for it. */
  async catchUp(chat: Chat, outgoing: boolean, originIds: readonly string[]): Promise<void> {
    if (!this.isWaiting) return;
    for (const originId of originIds) {
      for (const kind of ['retraction', 'reactions'] as const) {
        for (const by of kind === 'retraction' ? [outgoing] : [true, false]) {
          const key = keyOf(chat, { originId, kind, outgoing: by });
          const change = this.#aside.get(key);
          this.#aside.delete(key);
          if (change) await chat.change({ outgoing, originId }, change);
        }
      }
    }
  }

  async #apply(chat: Chat, waiting: Waiting): Promise<void> {
    const { originId, kind, outgoing, change } = waiting;
    // One may react to both sides' messages, but retract only one's own.
    const authors = kind === 'retraction' ? [outgoing] : [!outgoing, outgoing];
    for (const author of authors) {
      if (await chat.change({ outgoing: author, originId }, change)) return;
    }
    const key = keyOf(chat, waiting);
    this.#aside.delete(key);
    this.#aside.set(key, change);
    const [oldest] = this.#aside.keys();
    if (this.#aside.size > MAX_ASIDE && oldest !== undefined) this.#aside.delete(oldest);
  }

  /** Result: whether it was a correction of a message that is here, allowed or not. */
  async #correct(
    chat: Chat,
    outgoing: boolean,
    replaces: string,
    stanza: Stanza,
    file: AnnouncedFile | undefined,
  ): Promise<boolean> {
    const change = correct(stanza, file);
    const corrected = await chat.change({ outgoing, originId: replaces }, change);
    if (corrected) {
      // What corrects, answers or reacts to the correction means the message (XEP-0444 §4).
      await chat.refer(corrected, idsOf(stanza));
      return true;
    }
    const others = await chat.findReference({ outgoing: !outgoing, originId: replaces });
    return others !== undefined;
  }
}

/** Whether a message says something of an earlier one. */
export function changesOther({ replaces, retracts, retractedBy, reactions }: Stanza): boolean {
  return [replaces, retracts, retractedBy, reactions].some((part) => part !== undefined);
}

/** Leaves no more than the fact that there was a message. */
export function retract(time: number): Change {
  return (message) => {
    if (message.retracted !== undefined) return message;
    const { id, outgoing, delivery, sender, originId } = message;
    return {
      id,
      outgoing,
      body: '',
      time: message.time,
      ...(delivery && { delivery }),
      ...(sender !== undefined && { sender }),
      ...(originId !== undefined && { originId }),
      retracted: time,
    };
  };
}

/** Puts a sender's reactions in place of those before; older ones that come late are no news. */
export function react(said: Said & Pick<Reaction, 'sender' | 'emojis'>): Change {
  const { sender, emojis, time, by } = said;
  return (message) => {
    const { reactions = [], ...rest } = message;
    const before = reactions.find((reaction) => reaction.sender === sender);
    if (message.retracted !== undefined || (before && !isNews(said, before))) return message;
    const others = reactions.filter((reaction) => reaction !== before);
    const reaction = { sender, emojis, time, ...(by !== undefined && { by }) };
    const all = emojis.length > 0 ? [...others, reaction] : others;
    return all.length > 0 ? { ...rest, reactions: all } : rest;
  };
}

/**
 * Whether something was said after what is known, or is a copy of it. The archive's copy of what
 * came live brings the archive's time, by which what follows there can be compared.
 */
function isNews(said: Said, known: Said): boolean {
  return said.time >= known.time || (said.by !== undefined && said.by === known.by);
}

function correct(stanza: Stanza, file: AnnouncedFile | undefined): Change {
  const { stamp } = stanza;
  const [by] = idsOf(stanza);
  return (message) => {
    const { file: _, editedBy, ...rest } = message;
    const isLate = !isNews({ time: stamp, by }, { time: message.edited ?? 0, by: editedBy });
    if (message.retracted !== undefined || isLate) return message;
    // Where the answered message is shown, the quotation in its place is not.
    const body = message.reply ? stanza.body : (stanza.fullBody ?? stanza.body);
    const edited = { edited: stamp, ...(by !== undefined && { editedBy: by }) };
    return { ...rest, ...edited, body, ...(file && { file }) };
  };
}

function keyOf(chat: Chat, { originId, kind, outgoing }: Omit<Waiting, 'change'>): string {
  return JSON.stringify([chat.jid.bare, originId, kind, outgoing]);
}
