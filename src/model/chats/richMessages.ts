import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import type { CallState } from '../../xmpp/stanza/notice.ts';
import type { CallStep } from '../../xmpp/xep/0353-jingleMessages.ts';
import { announcedFile, callReference, idsOf } from './addition.ts';
import { Aside } from './aside.ts';
import { attachSource, completeSource } from './attachedSources.ts';
import type { Chat } from './chat.ts';
import { contentOf, type KeptContent } from './content.ts';
import type { Message, Reaction } from '../history.ts';

type Change = (message: Message) => Message;

const KINDS = ['retraction', 'reactions', 'call'] as const;

/** When something was said, in ms since 1970, and the id of the stanza that said it. */
interface Said {
  readonly time: number;
  readonly by?: string | undefined;
}

/** Which message is meant, and what is to be done with it. */
interface Waiting {
  readonly originId: string;
  readonly kind: (typeof KINDS)[number];
  /** Of whoever retracts, reacts or goes on with a call. */
  readonly outgoing: boolean;
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
export class RichMessages {
  /** By {@link senderOf}, then by what the message is called. */
  readonly #aside = new Aside<Change>();

  /**
   * @param outgoing whether one of our own clients sent it
   * @returns whether that was all that it had to say; otherwise it is to be added as a message
   */
  async apply(chat: Chat, outgoing: boolean, received: IncomingMessage): Promise<boolean> {
    const { retracts, retractedBy, reactions, callStep, replaces } = received;
    if (retractedBy !== undefined) {
      const originId = received.originId ?? received.id;
      const change = retract(received.stamp);
      if (originId !== undefined) await chat.change({ outgoing, originId }, change);
      return true;
    }
    if (retracts !== undefined) {
      const change = retract(received.stamp);
      await this.#apply(chat, { originId: retracts, kind: 'retraction', outgoing, change });
    }
    if (reactions) {
      const sender = outgoing ? chat.key.account : chat.key.chat;
      const [by] = idsOf(received);
      const change = react({ sender, emojis: reactions.emojis, time: received.stamp, by });
      await this.#apply(chat, { originId: reactions.id, kind: 'reactions', outgoing, change });
    }
    if (callStep) {
      const originId = callReference(callStep.id);
      const change = goOn(callStep, outgoing);
      const call = await this.#apply(chat, { originId, kind: 'call', outgoing, change });
      // Who took or declined a call elsewhere knows of it.
      if (call?.outgoing === false && outgoing) await chat.markRead(call.id);
    }
    await attachSource(chat, outgoing, received);
    if (await completeSource(chat, outgoing, received)) {
      await this.catchUp(chat, outgoing, idsOf(received));
    }
    const content = contentOf(received, announcedFile(received));
    if (!content) return true;
    return replaces !== undefined && this.#correct(chat, outgoing, replaces, received, content);
  }

  /** Whether anything waits for its message to come. */
  get isWaiting(): boolean {
    return this.#aside.size > 0;
  }

  /** Does to a message that has come what was kept aside for it. */
  async catchUp(chat: Chat, outgoing: boolean, originIds: readonly string[]): Promise<void> {
    if (!this.isWaiting) return;
    for (const originId of originIds) {
      for (const kind of KINDS) {
        for (const by of kind === 'retraction' ? [outgoing] : [true, false]) {
          const sender = senderOf(chat, { kind, outgoing: by });
          const change = this.#aside.take(sender, originId);
          if (change) await chat.change({ outgoing, originId }, change);
        }
      }
    }
  }

  /** Result: the message as it is then, where it is here. */
  async #apply(chat: Chat, waiting: Waiting): Promise<Message | undefined> {
    const { originId, kind, outgoing, change } = waiting;
    // One may react to both sides' messages, but retract only one's own.
    const authors = kind === 'retraction' ? [outgoing] : [!outgoing, outgoing];
    for (const author of authors) {
      const changed = await chat.change({ outgoing: author, originId }, change);
      if (changed) return changed;
    }
    this.#aside.set(senderOf(chat, waiting), originId, change);
    return undefined;
  }

  /** Result: whether it was a correction of a message that is here, allowed or not. */
  async #correct(
    chat: Chat,
    outgoing: boolean,
    replaces: string,
    received: IncomingMessage,
    content: KeptContent,
  ): Promise<boolean> {
    const change = correct(received, content);
    const corrected = await chat.change({ outgoing, originId: replaces }, change);
    if (corrected) {
      // What corrects, answers or reacts to the correction means the message (XEP-0444 §4).
      await chat.refer(corrected, idsOf(received));
      return true;
    }
    const others = await chat.findReference({ outgoing: !outgoing, originId: replaces });
    return others !== undefined;
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
      outgoing,
      body: '',
      time: message.time,
      ...(delivery && { delivery }),
      ...(sender !== undefined && { sender }),
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

/** @param outgoing whether one of our own clients says so */
function goOn({ kind, success }: CallStep, outgoing: boolean): Change {
  return (message) => {
    const { notice } = message;
    if (notice?.kind !== 'call') return message;
    const isCaller = message.outgoing === outgoing;
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
    const { file: _, subject: __, notice: ___, sourceOnly: ____, editedBy, ...rest } = message;
    const isLate = !isNews({ time: stamp, by }, { time: message.edited ?? 0, by: editedBy });
    if (message.retracted !== undefined || isLate) return message;
    // Where the answered message is shown, the quotation in its place is not.
    const body = message.reply ? ownBody : content.body;
    const edited = { edited: stamp, ...(by !== undefined && { editedBy: by }) };
    return { ...rest, ...edited, ...content, body };
  };
}

/** Who says something, and what kind of thing: a flood of one kind forgets nothing of another. */
function senderOf(chat: Chat, { kind, outgoing }: Pick<Waiting, 'kind' | 'outgoing'>): string {
  return JSON.stringify([chat.jid.bare, kind, outgoing]);
}
