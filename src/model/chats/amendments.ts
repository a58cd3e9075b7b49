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

/** When something was said, in ms since 1970, and the id of the stanza that said it. */
interface Said {
  readonly time: number;
  readonly by?: string | undefined;
}

/** Which message is meant, and what is to be done with it. */
interface Waiting {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  /** Who retracts, reacts or goes on with a call. */
  readonly by: string;
  readonly change: Change;
}

/**
 * Applies what changes an earlier message to that, if whoever sent it may: only its author corrects
 * (XEP-0308), retracts (XEP-0424) or completes (XEP-0447 §3.3) a message, and everybody's reactions
 * (XEP-0444) are their own.
 *
 * A correction whose message is not here takes its place. A retraction or reactions may come before
 * their message, which an archive brings later: the newest of them are kept aside until then.
 */
export class Amendments {
  /** By {@link shelfOf}, then by what the message is called. */
  readonly #aside = new Aside<Change>();

  /** @returns whether that was all that it had to say; otherwise it is to be added as a message */
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
      // Who took or declined a call elsewhere knows of it.
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

  /** Whether anything waits for its message to come. */
  get isWaiting(): boolean {
    return this.#aside.size > 0;
  }

  /** Does to a message that has come what was kept aside for it. */
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

  /** Result: the message as it is then, where it is here. */
  async #apply(chat: Chat, waiting: Waiting): Promise<Message | undefined> {
    const { id, kind, by, change } = waiting;
    // One may react to everybody's messages, but retract only one's own.
    const others = kind === 'retraction' ? [] : chat.authors.filter((author) => author !== by);
    for (const sender of [...others, by]) {
      const changed = await chat.change({ sender, id }, change);
      if (changed) return changed;
    }
    this.#aside.set(shelfOf(chat, waiting), id, change);
    return undefined;
  }

  /** Result: whether it was a correction of a message that is here, allowed or not. */
  async #correct(
    chat: Chat,
    ref: MessageRef,
    received: IncomingMessage,
    content: KeptContent,
  ): Promise<boolean> {
    const change = correct(received, content);
    const corrected = await chat.change(ref, change);
    if (corrected) {
      // What corrects, answers or reacts to the correction means the message (XEP-0444 §4).
      await chat.refer(corrected, idsOf(received));
      return true;
    }
    return (await chat.findEither(ref.id)) !== undefined;
  }
}

/** Whether a message says something of an earlier one. */
export function changesOther(received: IncomingMessage): boolean {
  const { replaces, retracts, retractedBy, reactions, callStep, attaches, sharedFile } = received;
  const parts = [replaces, retracts, retractedBy, reactions, callStep, attaches, sharedFile];
  return parts.some((part) => part !== undefined);
}

/** Leaves no more than the fact that there was a message. */
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

/** What is known of a call never gets less: what is told of it may come late and out of turn. */
const CALL_STATES: readonly CallState[] = ['offered', 'missed', 'declined', 'answered'];

/** @param by who says so */
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
    // Where the answered message is shown, the quotation in its place is not.
    const body = reply ? ownBody : content.body;
    const edited = { edited: stamp, ...(by !== undefined && { editedBy: by }) };
    return { ...rest, ...edited, ...content, ...(reply && { reply }), body };
  };
}

/** Who says something, and what kind of thing: a flood of one kind forgets nothing of another. */
function shelfOf(chat: Chat, { kind, by }: Pick<Waiting, 'kind' | 'by'>): string {
  return JSON.stringify([chat.jid.bare, kind, by]);
}
