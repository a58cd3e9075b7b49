/** A reference to a message by its author and an id, which proves nothing. */
export interface MessageRef {
  /** The author, as a message's `sender`. */
  readonly sender: string;
  readonly id: string;
}

/** What refers to a message: an extension, or a stanza of type error. */
export type Naming =
  'correction' | 'retraction' | 'reactions' | 'reply' | 'marker' | 'readSync' | 'error';

/** With a contact, of a room, which names messages differently, or with one occupant of a room. */
export type ChatKind = 'chat' | 'room' | 'private';

export interface Conversation {
  readonly kind: ChatKind;
}

/** A message by all its ids. */
export interface NamedMessage {
  readonly sender: string;
  /** Chosen on our side. Outgoing: also the stanza's id. */
  readonly id: string;
  /** The id chosen by its sender, if other than {@link id}. */
  readonly originId?: string;
  /** Its id in the archive of the account, or of the room (XEP-0359). */
  readonly stanzaId?: string;
  /** The `id` of its stanza, while available. */
  readonly attribute?: string | undefined;
  /** Set if it is a file that was offered by itself. */
  readonly offer?: object;
}

/**
 * The reference to a message for others: the single place that decides it.
 *
 * @returns `undefined` if it has no such id, and so cannot be referred to
 */
export function refFor(
  naming: Naming,
  { kind }: Conversation,
  message: NamedMessage,
): MessageRef | undefined {
  // That was no message: the other side knows no id of it.
  if (message.offer) return undefined;
  const id = NAMES[kind][naming](message);
  return id === undefined ? undefined : { sender: message.sender, id };
}

type Name = (message: NamedMessage) => string | undefined;

/** The id chosen by its sender: the origin-id (XEP-0359), or else the stanza's. */
const chosen: Name = ({ id, originId }) => originId ?? id;
/** For a marker, only the stanza's `id` (XEP-0333 §4.2). */
const attribute: Name = (message) => message.attribute;
const archived: Name = ({ stanzaId }) => stanzaId;

const ONE_TO_ONE: Readonly<Record<Naming, Name>> = {
  // XEP-0308 §4: the id as first sent, also after several corrections.
  correction: chosen,
  // XEP-0424 §5.1
  retraction: chosen,
  // XEP-0444 §4.2
  reactions: chosen,
  // XEP-0461 §4.1
  reply: chosen,
  marker: attribute,
  // XEP-0490 §3
  readSync: archived,
  // RFC 6120 §8.3.1: ours are sent with an equal origin-id.
  error: chosen,
};

const NAMES: Readonly<Record<ChatKind, Readonly<Record<Naming, Name>>>> = {
  chat: ONE_TO_ONE,
  private: ONE_TO_ONE,
  room: {
    // XEP-0308 §4: rooms leave the sender's ids as they are.
    correction: chosen,
    // XEP-0424 §5.1: the sender's own only where the room assigns none.
    retraction: (message) => archived(message) ?? chosen(message),
    // XEP-0444 §4.2
    reactions: archived,
    // XEP-0461 §4.1
    reply: archived,
    // XEP-0333 §4.3
    marker: archived,
    // XEP-0490 §3
    readSync: archived,
    error: chosen,
  },
};
