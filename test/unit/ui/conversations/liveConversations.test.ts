import assert from 'node:assert/strict';
import type { ConversationView } from '../../../../src/api/views.ts';
import { LiveConversations } from '../../../../src/ui/conversations/liveConversations.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { contact } from '../../../support/contactTree.ts';
import { conversation } from '../../../support/conversations.ts';
import { RoomsHost } from '../../../support/roomTree.ts';
import type { ConversationNode } from '../../../../src/ui/conversations/conversationNode.ts';
import type { Redrawn } from '../../../../src/ui/treeRedraws.ts';

const last = (time: number) => ({ last: { time, outgoing: false, excerpt: 'hi' } });
const view = (name: string, time: number, change: Partial<ConversationView> = {}) =>
  conversation(name, { ...last(time), ...change }).conversation;

describe('the list of conversations', () => {
  const follow = (all: readonly ConversationView[], showArchived = false) => {
    const contacts = [contact('Ada').contact];
    const host = new RoomsHost({ conversations: all, contacts });
    const state = new ViewState(host.api);
    const live = new LiveConversations(state, () => showArchived);
    const redrawn: Redrawn<ConversationNode>[] = [];
    state.onConversations((change) => redrawn.push(live.apply(change)));
    const names = () =>
      live.shown().map((node) => (node.kind === 'more' ? node.count : node.conversation.name));
    names();
    const change = (changed: ConversationView) => {
      host.tell('conversations', { kind: 'upsert', items: [changed] });
    };
    return { host, live, redrawn, names, change };
  };

  it('has pinned ones first, then the newest', () => {
    const all = [
      view('Old', 1),
      view('New', 9),
      view('Pin', 2, { isPinned: true }),
      view('Mid', 5),
    ];
    assert.deepEqual(follow(all).names(), ['Pin', 'New', 'Mid', 'Old']);
  });

  it('has archived ones last, if they are wanted at all', () => {
    const all = [view('Gone', 9, { isArchived: true }), view('Old', 1)];
    assert.deepEqual(follow(all).names(), ['Old']);
    assert.deepEqual(follow(all, true).names(), ['Old', 'Gone']);
  });

  it('has one row drawn anew where it stays in its place, and keeps nodes that move', () => {
    const { live, redrawn, names, change } = follow([view('A', 1), view('B', 2)]);
    const before = new Set(live.shown());
    change(view('A', 1, { unread: 1 }));
    assert.deepEqual(
      redrawn.at(-1)?.map((node) => node?.conversation.unread),
      [1],
    );
    change(view('A', 3));
    assert.deepEqual(redrawn.at(-1), [undefined]);
    assert.deepEqual(names(), ['A', 'B']);
    assert.ok(live.shown().every((node) => before.has(node)));
  });

  it('does not draw anything for what is not listed', () => {
    const { host, redrawn, change } = follow([view('Gone', 9, { isArchived: true })]);
    change(view('Gone', 9, { isArchived: true, unread: 1 }));
    assert.deepEqual(redrawn.at(-1), []);
    host.tell('conversations', { kind: 'remove', ids: ['nobody@example.org'] });
    assert.deepEqual(redrawn.at(-1), []);
  });

  it('A35: of thousands a page is drawn, and more on request, in no time', () => {
    const all = Array.from({ length: 20_000 }, (_, n) => view(`user${n}`, n, { isKnown: false }));
    const { live, names, change } = follow(all);
    assert.equal(names().length, 201);
    assert.equal(names().at(-1), 19_800);
    live.showMore();
    assert.equal(names().at(-1), 19_600);
    const began = performance.now();
    change(view('user1', 30_000, { isKnown: false }));
    assert.equal(names()[0], 'user1');
    const took = performance.now() - began;
    assert.ok(took < 100, `${took} ms`);
  });

  it('marks who could be mistaken for another', () => {
    const all = [
      view('аda', 3, { id: 'аda@example.org', isKnown: false }),
      view('Grace', 2, { id: 'grace@one.example' }),
      view('grace', 1, { id: 'grace@two.example' }),
    ];
    const nodes = follow(all).live.shown();
    assert.deepEqual(
      nodes.map((node) => node.kind === 'conversation' && [node.resembles, node.hasNamesake]),
      [
        ['ada@example.org', false],
        [undefined, true],
        [undefined, true],
      ],
    );
  });
});
