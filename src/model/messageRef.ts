/** A reference to a message by its author and an id, which proves nothing. */
export interface MessageRef {
  /** The author, as a message's `sender`. */
  readonly sender: string;
  readonly id: string;
}

/** What refers to a message: an extension, or a stanza of type error. */
export type Naming =
  'correction' | 'retraction' | 'reactions' | 'reply' | 'marker' | 'readSync' | 'error';

/** The kind of chat: rooms name messages differently from one-to-one chats. */
export interface Conversation {
  readonly kind: 'chat';
}

/** A message by all its ids. */
export interface NamedMessage {
  readonly sender: string;
  /** Chosen on our side. Outgoing: also the stanza's id. */
  readonly id: string;
  /** The id chosen by its sender, if other than {@link id}. */
  readonly originId?: string;
  /** Its id in the account's archive (XEP-0359). */
  readonly stanzaId?: string;
  /** The `id` of its stanza, while available. */
  readonly attribute?: string | undefined;
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
  const id = NAMES[kind][naming](message);
  return id === undefined ? undefined : { sender: message.sender, id };
}

type Name = (message: NamedMessage) => string | undefined;

/** The id chosen by its sender: the origin-id (XEP-0359), or else the stanza's. */
const chosen: Name = ({ id, originId }) => originId ?? id;
/** For a marker, only the stanza's `id` (XEP-0333 §4.2). */
const attribute: Name = (message) => message.attribute;
const archived: Name = ({ stanzaId }) => stanzaId;

const NAMES: Readonly<Record<Conversation['kind'], Readonly<Record<Naming, Name>>>> = {
  chat: {
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
  },
};
