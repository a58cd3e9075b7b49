import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { CallState } from '../../xmpp/stanza/notice.ts';
import type { CallStep } from '../../xmpp/xep/0353-jingleMessages.ts';
import { callReference, idsOf, senderOf } from './addition.ts';
import { Aside } from './aside.ts';
import { attachSource, completeSource } from './attachedSources.ts';
import type { Chat } from './chat.ts';
import { contentOf, type KeptContent, withoutParts } from './content.ts';
import type { Message, Reaction } from '../history.ts';
import type { MessageRef } from '../messageRef.ts';

type Change = (message: Message) => Message;

const KINDS = ['retraction', 'reactions', 'call'] as const;

/** When something was said, in ms since 1970, and the id of its stanza. */
interface Said {
  readonly time: number;
  readonly by?: string | undefined;
}

/** An amendment and the message it applies to. */
interface Waiting {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  /** Who retracts, reacts or continues a call. */
  readonly by: string;
  readonly change: Change;
}

/**
 * Applies amendments to earlier messages, if their sender is authorized: only its author corrects
 * (XEP-0308), retracts (XEP-0424) or completes (XEP-0447 §3.3) a message, and reactions (XEP-0444)
 * are each sender's own.
 *
 * A correction of an unknown message takes its place. A retraction or reactions may arrive before
 * their message, which an archive delivers later: the newest of them are held until then.
 */
export class Amendments {
  /** By {@link shelfOf}, then by the message's reference. */
  readonly #aside = new Aside<Change>();

  /** @returns whether it had nothing else to say; otherwise it is to be added as a message */
  async apply(chat: Chat, received: IncomingMessage): Promise<boolean> {
    const sender = senderOf(received);
    const { retracts, retractedBy, reactions, callStep, replaces } = received;
    if (retractedBy !== undefined) {
      const [id] = idsOf(received);
      if (id !== undefined) await chat.change({ sender, id }, retract(received.stamp));
      return true;
    }
    if (retracts !== undefined) {
      const change = retract(received.stamp);
      await this.#apply(chat, { id: retracts, kind: 'retraction', by: sender, change });
    }
    if (reactions) {
      const [by] = idsOf(received);
      const change = react({ sender, emojis: reactions.emojis, time: received.stamp, by });
      await this.#apply(chat, { id: reactions.id, kind: 'reactions', by: sender, change });
    }
    if (callStep) {
      const id = callReference(callStep.id);
      const change = goOn(callStep, sender);
      const call = await this.#apply(chat, { id, kind: 'call', by: sender, change });
      // The user who accepted or declined a call elsewhere has seen it.
      if (call?.outgoing === false && sender === chat.key.account) await chat.markRead(call.id);
    }
    await attachSource(chat, received);
    if (await completeSource(chat, received)) {
      await this.catchUp(chat, sender, idsOf(received));
    }
    const content = contentOf(received);
    if (!content) return true;
    return (
      replaces !== undefined && this.#correct(chat, { sender, id: replaces }, received, content)
    );
  }

  /** Whether any amendment waits for its message. */
  get isWaiting(): boolean {
    return this.#aside.size > 0;
  }

  /** Applies the held amendments of a message that has arrived. */
  async catchUp(chat: Chat, sender: string, ids: readonly string[]): Promise<void> {
    if (!this.isWaiting) return;
    for (const id of ids) {
      for (const kind of KINDS) {
        for (const by of kind === 'retraction' ? [sender] : chat.authors) {
          const change = this.#aside.take(shelfOf(chat, { kind, by }), id);
          if (change) await chat.change({ sender, id }, change);
        }
      }
    }
  }

  /** @returns the message after the change, or `undefined` if it is unknown */
  async #apply(chat: Chat, waiting: Waiting): Promise<Message | undefined> {
    const { id, kind, by, change } = waiting;
    // Anybody's messages can be reacted to, but only one's own retracted.
    const others = kind === 'retraction' ? [] : chat.authors.filter((author) => author !== by);
    for (const sender of [...others, by]) {
      const changed = await chat.change({ sender, id }, change);
      if (changed) return changed;
    }
    this.#aside.set(shelfOf(chat, waiting), id, change);
    return undefined;
  }

  /** @returns whether it corrects a known message, permitted or not */
  async #correct(
    chat: Chat,
    ref: MessageRef,
    received: IncomingMessage,
    content: KeptContent,
  ): Promise<boolean> {
    const change = correct(received, content);
    const corrected = await chat.change(ref, change);
    if (corrected) {
      // Corrections, replies and reactions to the correction apply to the message (XEP-0444 §4).
      await chat.refer(corrected, idsOf(received));
      return true;
    }
    return (await chat.findEither(ref.id)) !== undefined;
  }
}

/** Whether a message amends an earlier one. */
export function changesOther(received: IncomingMessage): boolean {
  const { replaces, retracts, retractedBy, reactions, callStep, attaches, sharedFile } = received;
  const parts = [replaces, retracts, retractedBy, reactions, callStep, attaches, sharedFile];
  return parts.some((part) => part !== undefined);
}

/** Removes all but the fact that there was a message. */
export function retract(time: number): Change {
  return (message) => {
    if (message.retracted !== undefined) return message;
    const { id, outgoing, delivery, sender, stanzaId, originId } = message;
    return {
      id,
      sender,
      outgoing,
      body: '',
      time: message.time,
      ...(delivery && { delivery }),
      ...(stanzaId !== undefined && { stanzaId }),
      ...(originId !== undefined && { originId }),
      retracted: time,
    };
  };
}

/** Replaces a sender's reactions; older ones that arrive late are ignored. */
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

function correct(received: IncomingMessage, { ownBody, ...content }: KeptContent): Change {
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
