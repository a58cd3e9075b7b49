/** Tells the copies of a message from other messages, by the names that they share. */
import { type Addition, ANYBODY, type Identified, type Message } from './history.ts';

/**
 * Maximum number of removed messages, the newest, of which `History.clear` keeps the names: as
 * many may follow an archive's cursor, and be read again.
 */
export const NAMES_KEPT = 5000;

/**
 * Number of names from which on a message learns none from its copies. An honest one has two or three,
 * and some 150 of its own where it shares 50 files.
 */
export const MAX_NAMES = 256;

/** The names, each with whose it is, by which a copy of a removed message is known. */
export function* namesOfCopies(
  addition: Identified,
): Iterable<readonly [namer: string, name: string]> {
  const { assigned, claimedId, identities = [], likeness, message } = addition;
  const namer = namerOf(addition);
  yield [ANYBODY, ownName(claimedId ?? message.id)];
  if (assigned !== undefined) yield [ANYBODY, assigned];
  for (const identity of identities) yield [namer, identity];
  // Without an id, the same may well be said again.
  if (likeness?.hasId === true) yield [namer, likeness.name];
}

/** The name of a removed message of ours. */
export function ownName(id: string): string {
  return `own:${id}`;
}

/** Whose an addition's identities and likeness are. */
export function namerOf({ namer, message }: Pick<Identified, 'namer' | 'message'>): string {
  return namer ?? message.sender;
}

/** The identity by an origin-id, which is a reference, too. */
export function originIdentity(originId: string): string {
  return `origin:${originId}`;
}

/** Maximum time between the copies of a private message for several clients, in ms. */
const SENT_TOGETHER_MS = 60_000;

/**
 * Whether the newest message with an addition's likeness is the same. An archive assigns each
 * message its own id (XEP-0359 §3), so two ids are two messages, whatever their content and stanza
 * ids (RFC 6120 §8.1.3). But a private message is archived once for each client of ours in the room.
 */
export function isCopy(known: Message, { key, message, likeness }: Identified): boolean {
  const { stanzaId } = message;
  if (stanzaId !== undefined && known.stanzaId !== undefined && stanzaId !== known.stanzaId) {
    const isTogether = Math.abs(known.time - message.time) < SENT_TOGETHER_MS;
    return key.kind === 'private' && likeness?.hasId === true && isTogether;
  }
  return stanzaId !== undefined || likeness?.hasId === true;
}

/** The references that are no identities of the message, or are those of another name. */
export function otherReferences({
  identities = [],
  references = [],
  namer,
}: Addition): readonly string[] {
  if (namer !== undefined) return references;
  return references.filter((reference) => !identities.includes(originIdentity(reference)));
}
