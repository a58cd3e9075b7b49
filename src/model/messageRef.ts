/** A message as others name it: by who wrote it, and by an id, which proves nothing. */
export interface MessageRef {
  /** Who wrote it, as a message's `sender` tells. */
  readonly sender: string;
  readonly id: string;
}

/** What names a message: an extension, or a stanza of type error. */
export type Naming =
  'correction' | 'retraction' | 'reactions' | 'reply' | 'marker' | 'readSync' | 'error';

/** Where a message is said: rooms call theirs otherwise than one-to-one chats do. */
export interface Conversation {
  readonly kind: 'chat';
}

/** A message by all that it is called. */
export interface NamedMessage {
  readonly sender: string;
  /** Ours alone. Outgoing: also the stanza's id. */
  readonly id: string;
  /** The id that its sender chose, where that is not {@link id}. */
  readonly originId?: string;
  /** The account's archive's id for it (XEP-0359). */
  readonly stanzaId?: string;
  /** The `id` of its stanza, while that is at hand. */
  readonly attribute?: string | undefined;
}

/**
 * What others call a message, and so what is to be said to them of it: the one place that decides it.
 *
 * @returns `undefined` where it has no such name, and so cannot be spoken of.
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

/** The id that its sender chose: the origin-id (XEP-0359), or the stanza's where it has none. */
const chosen: Name = ({ id, originId }) => originId ?? id;
/** By a marker, the stanza's `id` alone (XEP-0333 §4.2). */
const attribute: Name = (message) => message.attribute;
const archived: Name = ({ stanzaId }) => stanzaId;

const NAMES: Readonly<Record<Conversation['kind'], Readonly<Record<Naming, Name>>>> = {
  chat: {
    // XEP-0308 §4: as it was sent first, also after several corrections.
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
    // RFC 6120 §8.3.1: ours are sent with an origin-id that is the same.
    error: chosen,
  },
};
