import { type AnsweringAddition, withReplyTarget } from './replies.ts';
import type { Message } from '../history.ts';
import type { Conversation, MessageRef } from '../messageRef.ts';

/** Finds the messages of a chat that others refer to. */
export interface Lookup {
  /** Everybody who writes here, our account first. */
  readonly authors: readonly string[];
  findReference(ref: MessageRef): Promise<Message | undefined>;
  /** If both sides have a message with this id, ours. */
  findEither(id: string): Promise<Message | undefined>;
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
  const find = (id: string | undefined) =>
    id === undefined ? Promise.resolve(undefined) : lookup.findEither(id);
  const answered = await Promise.all(additions.map(({ reply }) => find(reply?.id)));
  const corrected = await Promise.all(additions.map(({ corrects }) => find(corrects)));
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
    const mine = bySender.get(message.sender) ?? new Map<string, Message>();
    bySender.set(message.sender, mine);
    const isCorrection =
      corrects !== undefined && (corrected[at] !== undefined || names.has(corrects));
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
      names.add(name);
      if (!isChange) mine.set(name, arranged.message);
    }
    return isChange ? undefined : arranged;
  });
}
