import { type AnsweringAddition, withReplyTarget } from './replies.ts';
import type { Message } from '../history.ts';
import type { Conversation, MessageRef } from '../messageRef.ts';

/** Finds the messages of a chat that others refer to. */
export interface Lookup {
  /** Who writes here, we first. */
  readonly authors: readonly string[];
  findReference(ref: MessageRef): Promise<Message | undefined>;
  /** Of two messages with the same id, ours. */
  findEither(id: string): Promise<Message | undefined>;
}

/**
 * Finds out what messages that come together to one chat say of those before them, which are here or
 * among them. All that is to be looked up is asked for at once.
 *
 * @returns for each, as it is to be added; `undefined` for a correction of a message that is there,
 *   of either side: a correction of what another wrote is none, and no message either. Also for what
 *   tells where a file is that is there, and for what shares a file of which that is all there is.
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
  /** What is called so among those before, whether it is to be added or not. */
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
