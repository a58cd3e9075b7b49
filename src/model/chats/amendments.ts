import type { RoomParts } from '../../xmpp/im/messageParts.ts';
import type { ReceivedMessage } from '../../xmpp/im/receivedMessage.ts';
import type { CallState } from '../../xmpp/stanza/notice.ts';
import type { CallStep } from '../../xmpp/xep/0353-jingleMessages.ts';
import type { Moderator } from '../../xmpp/xep/0425-moderation.ts';
import { callReference, idsOf } from './addition.ts';
import type { Amending } from './amending.ts';
import { Aside } from './aside.ts';
import { attachSource, completeSource } from './attachedSources.ts';
import type { Chat } from './chat.ts';
import { contentOf, type KeptContent, withoutParts } from './content.ts';
import { ANYBODY, type Message, type Moderated, type Reaction } from '../history.ts';
import type { MessageRef } from '../messageRef.ts';

type Change = (message: Message) => Message;

/** When something was said, in ms since 1970, and the id of its stanza. */
interface Said {
  readonly time: number;
  readonly by?: string | undefined;
}

/** An amendment and the message it applies to. */
interface Waiting {
  readonly id: string;
  readonly kind: 'retraction' | 'reactions' | 'call' | 'moderation';
  /** Who retracts, reacts, moderates or continues a call. */
  readonly by: string;
  readonly change: Change;
}

/**
 * Applies amendments to earlier messages, if their sender is authorized: only its author corrects
 * (XEP-0308), retracts (XEP-0424) or completes (XEP-0447 §3.3) a message, and reactions (XEP-0444)
 * are each sender's own; a room itself retracts any of its messages (XEP-0425).
 *
 * A correction of an unknown message takes its place. A retraction or reactions may arrive before
 * their message, which an archive delivers later: the newest of them are held until then.
 */
export class Amendments {
  /** By {@link shelfOf}, then by the message's reference. */
  readonly #aside = new Aside<Waiting & { readonly chat: Chat }>();

  /** @returns whether it had nothing else to say; otherwise it is to be added as a message */
  async apply(chat: Chat, amending: Amending): Promise<boolean> {
    const { received, sender } = amending;
    if (await this.#applyRemoval(chat, amending)) return true;
    if (!amending.isCertain) return contentOf(received) === undefined;
    const { retracts, reactions, callStep, replaces } = received;
    if (retracts !== undefined) {
      const change = ofAuthor(amending, retract(received.stamp));
      await this.#apply(chat, { id: retracts, kind: 'retraction', by: sender, change });
    }
    if (reactions) {
      const [by] = idsOf(received);
      const { nick } = amending;
      const said = { sender, emojis: reactions.emojis, time: received.stamp, by };
      const change = react({ ...said, ...(nick !== undefined && { nick }) });
      await this.#apply(chat, { id: reactions.id, kind: 'reactions', by: sender, change });
    }
    if (callStep) {
      const id = callReference(callStep.id);
      const change = goOn(callStep, sender);
      const call = await this.#apply(chat, { id, kind: 'call', by: sender, change });
      // The user who accepted or declined a call elsewhere has seen it.
      if (call?.outgoing === false && sender === chat.key.account) await chat.markRead(call.id);
    }
    await attachSource(chat, amending);
    if (await completeSource(chat, amending)) {
      await this.catchUp(chat, sender, idsOf(received));
    }
    const kept = contentOf(received);
    if (!kept) return true;
    return replaces !== undefined && this.#correct(chat, { sender, id: replaces }, amending, kept);
  }

  /** Whether any amendment waits for its message. */
  get isWaiting(): boolean {
    return this.#aside.size > 0;
  }

  /**
   * Applies the held amendments of a message that has arrived.
   *
   * @param ids by which others refer to it: in a room, those of its archive
   */
  async catchUp(chat: Chat, sender: string, ids: readonly string[]): Promise<void> {
    if (!this.isWaiting) return;
    const isRoom = chat.kind === 'room';
    for (const id of ids) {
      const waiting = this.#aside.takeAll(
        id,
        (one) => one.chat === chat && (one.kind !== 'retraction' || one.by === sender),
      );
      const ref = { sender: isRoom ? ANYBODY : sender, id };
      for (const { change } of waiting) await chat.change(ref, change);
    }
  }

  /** Applies that only the stub of a message is left, or that a room has retracted one. */
  async #applyRemoval(chat: Chat, { received, sender }: Amending): Promise<boolean> {
    const { stamp, stanzaId, retractedBy, moderated, moderates } = received;
    const isRoom = chat.kind === 'room';
    const [id] = isRoom ? [stanzaId] : idsOf(received);
    if (retractedBy !== undefined || moderated) {
      const ref = { sender: isRoom ? ANYBODY : sender, id: id ?? '' };
      const time = moderated?.stamp ?? stamp;
      await chat.change(ref, retract(time, moderated && moderation(moderated)));
    }
    if (moderates) {
      const change = retract(stamp, moderation(moderates));
      await this.#apply(chat, { id: moderates.id, kind: 'moderation', by: chat.key.chat, change });
    }
    return retractedBy !== undefined || moderated !== undefined || moderates !== undefined;
  }

  /** @returns the message after the change, or `undefined` if it is unknown */
  async #apply(chat: Chat, waiting: Waiting): Promise<Message | undefined> {
    const { id, by, change } = waiting;
    for (const sender of sendersOf(chat, waiting)) {
      const changed = await chat.change({ sender, id }, change);
      if (changed) return changed;
    }
    this.#aside.set(shelfOf(chat, { ...waiting, by }), id, { ...waiting, chat });
    return undefined;
  }

  /** @returns whether it corrects a known message, permitted or not */
  async #correct(
    chat: Chat,
    ref: MessageRef,
    amending: Amending,
    kept: KeptContent,
  ): Promise<boolean> {
    const { received } = amending;
    const change = ofAuthor(amending, correct(received, kept));
    const corrected = await chat.change(ref, change);
    if (corrected) {
      // Its archived copy need not name who had the nick, and so could not correct.
      const isPrivate = chat.kind === 'private';
      const identities = isPrivate ? amending.toAddition()?.identities : undefined;
      // Corrections, replies and reactions to the correction apply to the message (XEP-0444 §4).
      await chat.refer(corrected, idsOf(received), identities);
      return true;
    }
    return (await chat.findEither(ref.id)) !== undefined;
  }
}

/** Whether a message amends an earlier one. */
export function changesOther(received: ReceivedMessage & RoomParts): boolean {
  const { replaces, retracts, retractedBy, reactions, callStep, attaches, sharedFile } = received;
  const { moderates, moderated } = received;
  return (
    replaces !== undefined ||
    retracts !== undefined ||
    retractedBy !== undefined ||
    reactions !== undefined ||
    callStep !== undefined ||
    attaches !== undefined ||
    sharedFile !== undefined ||
    moderates !== undefined ||
    moderated !== undefined
  );
}

/** Removes all but the fact that there was a message. @param by if a moderator does it */
export function retract(time: number, by?: Moderated): Change {
  return (message) => {
    if (message.retracted !== undefined) return message;
    const { id, outgoing, delivery, sender, occupant, nick, stanzaId, originId } = message;
    return {
      id,
      sender,
      ...(occupant !== undefined && { occupant }),
      ...(nick !== undefined && { nick }),
      outgoing,
      body: '',
      time: message.time,
      ...(delivery && { delivery }),
      ...(stanzaId !== undefined && { stanzaId }),
      ...(originId !== undefined && { originId }),
      ...(by && { moderated: by }),
      retracted: time,
    };
  };
}

/**
 * By whom a message may be that an amendment names by an id: anybody's can be reacted to, but only
 * one's own retracted. In a room such an id is the room's, or else the sender's own.
 */
function sendersOf(chat: Chat, { kind, by }: Waiting): readonly string[] {
  if (kind === 'moderation') return [ANYBODY];
  if (chat.kind === 'room') return [ANYBODY, by];
  return kind === 'retraction' ? [by] : [...chat.authors.filter((author) => author !== by), by];
}

/** Restricts a change to messages of its author. */
function ofAuthor({ sender, occupant }: Amending, change: Change): Change {
  return (message) => {
    return message.sender === sender && isSameOccupant(message, occupant)
      ? change(message)
      : message;
  };
}

/** Whether a message of a private chat is not by another occupant who had the same nick. */
function isSameOccupant(message: Message, occupant: string | undefined): boolean {
  return message.outgoing || message.occupant === occupant;
}

function moderation({ by, reason }: Moderator): Moderated {
  return { by: by?.resource ?? '', reason };
}

/** Replaces a sender's reactions; older ones that arrive late are ignored. */
export function react(said: Said & Pick<Reaction, 'sender' | 'nick' | 'emojis'>): Change {
  const { sender, nick, emojis, time, by } = said;
  return (message) => {
    const { reactions = [], ...rest } = message;
    const before = reactions.find((reaction) => reaction.sender === sender);
    if (message.retracted !== undefined || (before && !isNews(said, before))) return message;
    const others = reactions.filter((reaction) => reaction !== before);
    const author = { sender, ...(nick !== undefined && { nick }) };
    const reaction = { ...author, emojis, time, ...(by !== undefined && { by }) };
    const all = emojis.length > 0 ? [...others, reaction] : others;
    return all.length > 0 ? { ...rest, reactions: all } : rest;
  };
}

/**
 * Whether something was said later than what is known, or is a copy of it. The archive's copy of a
 * live stanza carries the archive's time, which is comparable with what follows there.
 */
function isNews(said: Said, known: Said): boolean {
  return said.time >= known.time || (said.by !== undefined && said.by === known.by);
}

/** In order: a call's state only advances, since its steps may arrive late and out of order. */
const CALL_STATES: readonly CallState[] = ['offered', 'missed', 'declined', 'answered'];

/** @param by the sender of the step */
function goOn({ kind, success }: CallStep, by: string): Change {
  return (message) => {
    const { notice } = message;
    if (notice?.kind !== 'call') return message;
    const isCaller = message.sender === by;
    const said = {
      proceed: isCaller ? 'offered' : 'answered',
      reject: isCaller ? 'missed' : 'declined',
      retract: isCaller ? 'missed' : 'offered',
      finish: success ? 'answered' : 'missed',
    } as const;
    const isNews = CALL_STATES.indexOf(said[kind]) > CALL_STATES.indexOf(notice.state);
    return isNews ? { ...message, notice: { ...notice, state: said[kind] } } : message;
  };
}

function correct(received: ReceivedMessage, { content, ownBody }: KeptContent): Change {
  const { stamp } = received;
  const [by] = idsOf(received);
  return (message) => {
    const { sourceOnly: _, editedBy, ...rest } = withoutParts(message);
    const isLate = !isNews({ time: stamp, by }, { time: message.edited ?? 0, by: editedBy });
    if (message.retracted !== undefined || isLate) return message;
    const { reply } = message;
    // If the answered message is shown, the quotation that stands in for it is not.
    const body = reply ? ownBody : content.body;
    const edited = { edited: stamp, ...(by !== undefined && { editedBy: by }) };
    return { ...rest, ...edited, ...content, ...(reply && { reply }), body };
  };
}

/** By sender and kind: a flood of one kind evicts nothing of another. */
function shelfOf(chat: Chat, { kind, by }: Pick<Waiting, 'kind' | 'by'>): string {
  return JSON.stringify([chat.jid.bare, kind, by]);
}
