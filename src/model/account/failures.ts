import { domainToASCII } from 'node:url';
import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { type UserError, userError } from '../../base/userError.ts';
import type { MessageFailure } from '../../xmpp/im/messages.ts';
import type { Chat } from '../chats/chat.ts';
import type { Chats } from '../chats/chats.ts';
import { explain } from '../explain.ts';
import type { Outbox } from '../sending/outbox.ts';

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

export interface FailuresDeps {
  readonly account: Jid;
  readonly chats: Chats;
  readonly outbox: Outbox;
  /** Whether the user has blocked this address, or one that it belongs to. */
  readonly isBlocked: (jid: Jid) => boolean;
  /** The room counts us as outside: joins it again, and then sends what it has not returned. */
  readonly rejoin: (room: Jid) => void;
}

/** Maximum number of messages remembered that a room has refused once. */
const REMEMBERED = 200;

/**
 * Marks messages and amendments of ours as failed on error stanzas. An error has the id of what
 * failed (RFC 6120 §8.3.1), which we chose at random, but which all in a room know. It comes from the
 * recipient, but also from a server on the route, without a sender from our own (§8.1.2.1), or from
 * the recipient's address as their server writes it. Errors from anybody else change nothing.
 */
export class Failures {
  readonly #deps: FailuresDeps;
  /** Refused by a room as we were not inside: each is sent again once. */
  readonly #refusedOnce = new Set<string>();

  constructor(deps: FailuresDeps) {
    this.#deps = deps;
  }

  async apply({ id, from, error }: MessageFailure): Promise<void> {
    // Not every server says why it does not route to a blocked address (XEP-0191 §3.3).
    const isBlocked = error.condition === 'not-acceptable' && this.#deps.isBlocked(from);
    const { outbox, rejoin } = this.#deps;
    const direct = this.#directOf(from);
    // Rooms refuse in their own name what was sent to an occupant, too.
    const sent = outbox.chatOf(id) ?? direct;
    const occupant = sent?.kind === 'private' ? sent.jid : undefined;
    if (occupant && !isBlocked && error.condition === 'not-acceptable') rejoin(occupant.toBare());
    if (direct?.kind === 'room' && !occupant && !isBlocked && this.#isFromOutside(id, error)) {
      rejoin(direct.jid);
      return;
    }
    const reason = (task: UserError) => {
      if (isBlocked) return userError('blocked', { task });
      return (occupant && occupantError(occupant, error)) ?? explain(error, task).userError;
    };
    const others = this.#chatsOf(id, from);
    if (direct || others.length > 0) outbox.refuseReturn(id);
    if (await direct?.markFailed(id, reason)) return;
    for (const chat of others) if (await chat.markFailed(id, reason)) return;
  }

  /** The chat with the sender; an occupant does not speak for the room. */
  #directOf(from: Jid): Chat | undefined {
    const chat = this.#deps.chats.at(from);
    return chat?.kind === 'room' && from.resource !== '' ? undefined : chat;
  }

  /** XEP-0045 §7.4; only of what was sent in this process. */
  #isFromOutside(id: string, { condition }: MessageFailure['error']): boolean {
    if (condition !== 'not-acceptable' || !this.#deps.outbox.chatOf(id)) return false;
    if (this.#refusedOnce.has(id)) return false;
    this.#refusedOnce.add(id);
    const [oldest] = this.#refusedOnce;
    if (this.#refusedOnce.size > REMEMBERED && oldest !== undefined) {
      this.#refusedOnce.delete(oldest);
    }
    return true;
  }

  /** The chat of a sent stanza, or the chats it may be of if it was sent before the last start. */
  #chatsOf(id: string, from: Jid): readonly Chat[] {
    const { account, chats, outbox } = this.#deps;
    const sent = outbox.chatOf(id);
    if (sent) return this.#mayRefuse(from, sent) ? [sent] : [];
    if (from.local !== '' && from.bare !== account.bare) return [];
    return [...chats.values()].filter((chat) => this.#mayRefuse(from, chat));
  }

  /** Of a room and its occupants, the room itself, or the occupant whom it was for. */
  #mayRefuse(from: Jid, { kind, jid: to }: Chat): boolean {
    const { account } = this.#deps;
    if (from.bare === account.bare || from.full === account.domain) return true;
    if (kind !== 'chat' && from.resource !== '' && !from.equals(to)) return false;
    return written(from.bare) === written(to.bare) || written(from.full) === written(to.domain);
  }
}

/** What the conditions of XEP-0045 §7.5 mean: no occupant has the nick, or we are outside. */
function occupantError(
  { bare, resource: nick }: Jid,
  { condition }: MessageFailure['error'],
): UserError | undefined {
  if (condition === 'item-not-found') return userError('occupant-gone', { nick });
  if (condition !== 'not-acceptable') return undefined;
  return userError('occupant-outside', { nick, room: shownAddress(bare) });
}

/** Normalizes spellings of a bare JID that servers treat as equal (RFC 3920 §3, RFC 5890). */
function written(bare: string): string {
  const at = bare.lastIndexOf('@');
  const fold = (text: string) => text.normalize('NFKC').replace(IGNORABLE, '').toUpperCase();
  const domain = fold(bare.slice(at + 1)).toLowerCase();
  return `${fold(bare.slice(0, at + 1)).toLowerCase()}${domainToASCII(domain) || domain}`;
}
