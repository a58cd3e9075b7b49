import { type AnsweringAddition, withReplyTarget } from './replies.ts';
import { ANYBODY, type Message } from '../history.ts';
import type { Conversation, MessageRef } from '../messageRef.ts';

/** Finds the messages of a chat that others refer to. */
export interface Lookup {
  /** Everybody who writes here, our account first. */
  readonly authors: readonly string[];
  findReference(ref: MessageRef): Promise<Message | undefined>;
  /** If both sides have a message with this id, ours. */
  findEither(id: string): Promise<Message | undefined>;
}

/** Whether an addition says something about an earlier message. */
export function refersToOther({ reply, corrects, sourceOf, shares }: AnsweringAddition): boolean {
  return (
    reply !== undefined || corrects !== undefined || sourceOf !== undefined || shares !== undefined
  );
}

/**
 * Resolves what a batch of messages of one chat says about earlier ones, stored or in the batch.
 * All lookups run concurrently.
 *
 * @returns for each, the addition; `undefined` for a correction of a known message by either side:
 *   a correction of another's message is invalid, and no message either. Also for a source whose
 *   file is known, and for a shared file of which only the source is known.
 */
export async function arrange<A extends AnsweringAddition>(
  conversation: Conversation,
  lookup: Lookup,
  additions: readonly A[],
): Promise<readonly (A | undefined)[]> {
  if (!additions.some(refersToOther)) return additions;
  const find = (id: string | undefined) =>
    id === undefined ? Promise.resolve(undefined) : lookup.findEither(id);
  const answered = await Promise.all(additions.map(({ reply }) => find(reply?.id)));
  const corrected = await Promise.all(
    additions.map(async ({ corrects, message }) => {
      const { sender, occupant } = message;
      if (corrects === undefined) return undefined;
      // A room leaves the sender's ids as they are, so that others may have the same.
      if (conversation.kind === 'room') return lookup.findReference({ sender, id: corrects });
      const found = await find(corrects);
      const isOther = found && !found.outgoing && found.occupant !== occupant;
      return isOther ? undefined : found;
    }),
  );
  const attached = await Promise.all(
    additions.map(async ({ message, sourceOf, shares = [] }) => {
      const names = sourceOf === undefined ? shares : [sourceOf];
      const find = (id: string) => lookup.findReference({ sender: message.sender, id });
      return (await Promise.all(names.map(find))).find((found) => found !== undefined);
    }),
  );
  /** References of the preceding messages, added or not. */
  const names = new Set<string>();
  const bySender = new Map<string, Map<string, Message>>();
  return additions.map((addition, at) => {
    const { corrects, sourceOf, shares = [], message, reply, references = [] } = addition;
    const nameOf = (id: string) => (conversation.kind === 'room' ? `${message.sender}\n${id}` : id);
    const mine = bySender.get(message.sender) ?? new Map<string, Message>();
    bySender.set(message.sender, mine);
    const isCorrection =
      corrects !== undefined && (corrected[at] !== undefined || names.has(nameOf(corrects)));
    const isPart =
      sourceOf === undefined
        ? [attached[at], ...shares.map((share) => mine.get(share))].some(
            (found) => found?.sourceOnly,
          )
        : attached[at] !== undefined || mine.has(sourceOf);
    const isChange = isCorrection || isPart;
    const among = reply && lookup.authors.map((author) => bySender.get(author)?.get(reply.id));
    const found = answered[at] ?? among?.find((one) => one !== undefined);
    const arranged = withReplyTarget(conversation, addition, found);
    for (const name of references) {
      names.add(nameOf(name));
      if (!isChange) mine.set(name, arranged.message);
    }
    const { stanzaId } = message;
    if (addition.assigned !== undefined && stanzaId !== undefined && !isChange) {
      const all = bySender.get(ANYBODY) ?? new Map<string, Message>();
      bySender.set(ANYBODY, all.set(stanzaId, arranged.message));
    }
    return isChange ? undefined : arranged;
  });
}
