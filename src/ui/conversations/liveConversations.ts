import { skeleton } from '../../base/lookalike.ts';
import type { ConversationView } from '../../api/views.ts';
import type { OfChat } from '../../api/requests.ts';
import { chatKey } from '../chatKey.ts';
import { resemblanceTo } from '../contacts/doubts.ts';
import type { OwnedConversation, ViewState } from '../state.ts';
import { type Redrawn, WHOLE } from '../treeRedraws.ts';
import type { ChangedOf } from '../watchedByAccount.ts';
import { type ChatsNode, conversationKey, type ConversationNode } from './conversationNode.ts';
import { compareListed, hasSamePlace } from './conversationOrder.ts';

/** How many conversations are shown at first, and how many more with each request for more. */
const PAGE = 200;

/** Beyond this number of changes a full rebuild is cheaper. */
const MANY = 200;

/**
 * The list of conversations in order, updated incrementally: a change that leaves a conversation in
 * its place updates its node only. A conversation that is still there keeps its node.
 */
export class LiveConversations {
  readonly #source: Pick<ViewState, 'account' | 'conversations' | 'contacts'>;
  readonly #showArchived: () => boolean;
  /** The listed ones, by {@link conversationKey}. */
  #nodes = new Map<string, ConversationNode>();
  #listed: ConversationNode[] | undefined;
  #limit = PAGE;

  constructor(
    source: Pick<ViewState, 'account' | 'conversations' | 'contacts'>,
    showArchived: () => boolean,
  ) {
    this.#source = source;
    this.#showArchived = showArchived;
  }

  /** The first of them, and a node for the rest. */
  shown(): readonly ChatsNode[] {
    const listed = (this.#listed ??= this.#make());
    const shown = listed.slice(0, this.#limit);
    const count = listed.length - shown.length;
    return [...this.#doubted(shown), ...(count > 0 ? [{ kind: 'more' as const, count }] : [])];
  }

  showMore(): Redrawn<ConversationNode> {
    this.#limit += PAGE;
    return WHOLE;
  }

  /** Discards the order, which is made again on the next request. */
  reset(): Redrawn<ConversationNode> {
    this.#listed = undefined;
    return WHOLE;
  }

  /** Applies a change. @returns what has to be redrawn */
  apply({ account, changed }: ChangedOf<ConversationView>): Redrawn<ConversationNode> {
    if (changed === 'all' || !this.#listed || changed.length > MANY) return this.reset();
    const redrawn = new Set<ConversationNode | undefined>();
    for (const { id, before, now } of changed) {
      const of = { account, chat: id };
      const node = this.#nodes.get(chatKey(of));
      if (node && before && now && hasSamePlace(before, now)) {
        node.conversation = now;
        redrawn.add(node);
      } else if (node || (now && this.#isListed(now))) {
        this.#place(this.#listed, of, now);
        redrawn.add(undefined);
      }
    }
    return [...redrawn];
  }

  /** Moves a conversation to its place in the list, adds it or removes it. */
  #place(listed: ConversationNode[], of: OfChat, now: ConversationView | undefined): void {
    const key = chatKey(of);
    const known = this.#nodes.get(key);
    if (known) listed.splice(listed.indexOf(known), 1);
    this.#nodes.delete(key);
    const account = this.#source.account(of.account);
    if (!now || !account || !this.#isListed(now)) return;
    const node = known ?? newNode({ account, conversation: now });
    node.conversation = now;
    this.#nodes.set(key, node);
    listed.splice(placeIn(listed, node), 0, node);
  }

  #isListed({ isArchived }: ConversationView): boolean {
    return !isArchived || this.#showArchived();
  }

  #make(): ConversationNode[] {
    const nodes = this.#source.conversations
      .filter(({ conversation }) => this.#isListed(conversation))
      .map((owned): ConversationNode => {
        const known = this.#nodes.get(conversationKey(owned));
        if (known) known.conversation = owned.conversation;
        return known ?? newNode(owned);
      });
    this.#nodes = new Map(nodes.map((node) => [conversationKey(node), node]));
    return nodes.sort(compareListed);
  }

  /** Marks those that could be mistaken for others. */
  #doubted(shown: readonly ConversationNode[]): readonly ConversationNode[] {
    const resemblance = resemblanceTo(this.#source.contacts);
    const counts = new Map<string, number>();
    for (const { conversation } of shown) {
      const name = skeleton(conversation.name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const node of shown) {
      const { id, isKnown, name } = node.conversation;
      node.resembles = isKnown ? undefined : resemblance(id);
      node.hasNamesake = (counts.get(skeleton(name)) ?? 0) > 1;
    }
    return shown;
  }
}

function newNode(owned: OwnedConversation): ConversationNode {
  return { kind: 'conversation', hasNamesake: false, ...owned };
}

/** The index at which a node is inserted into the list, by binary search. */
function placeIn(listed: readonly ConversationNode[], node: ConversationNode): number {
  let [from, to] = [0, listed.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = listed[middle];
    if (other && compareListed(other, node) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
