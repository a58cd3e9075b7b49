import assert from 'node:assert/strict';
import type { PrivateChatView } from '../../../../src/api/views.ts';
import { PrivateChatEvents } from '../../../../src/ui/notifications/privateChatEvents.ts';
import {
  privateChatsText,
  privateChatText,
  privateSender,
} from '../../../../src/ui/notifications/privateChatText.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { privateChat, RoomsHost } from '../../../support/roomTree.ts';

const said = (id: string, change: Partial<PrivateChatView> = {}) =>
  privateChat('Ada', { unread: 1, lastReceived: { id, excerpt: 'psst' }, ...change });

describe('private messages of occupants', () => {
  const follow = (...chats: readonly PrivateChatView[]) => {
    const host = new RoomsHost({ privateChats: chats });
    const happened: string[] = [];
    new PrivateChatEvents(new ViewState(host.api)).onDidHappen(({ of, chat }) => {
      happened.push(`${of.chat} ${chat.lastReceived?.id ?? ''}`);
    });
    return (chat: PrivateChatView) => {
      host.tell('privateChats', { kind: 'upsert', items: [chat] });
      return happened.splice(0);
    };
  };

  it('are told of once each, also the first of a chat', () => {
    const become = follow();
    assert.deepEqual(become(said('1')), ['lobby@rooms.example.org/Ada 1']);
    assert.deepEqual(become(said('1', { show: 'away' })), []);
    assert.deepEqual(become(said('2', { unread: 2 })), ['lobby@rooms.example.org/Ada 2']);
  });

  it('are not where they were read by now, or were there at first', () => {
    const become = follow(said('1'));
    assert.deepEqual(become(said('1', { composing: true })), []);
    assert.deepEqual(become(said('2', { unread: 0 })), []);
    const lastReceived = { id: '3', excerpt: '', isDeleted: true } as const;
    assert.deepEqual(become(said('3', { lastReceived })), []);
  });

  it('are told of with who wrote them in which room, as text on one line', () => {
    const text = (excerpt: string) =>
      privateChatText(said('1', { lastReceived: { id: '1', excerpt } }));
    assert.equal(text('one\ntwo'), 'Ada in lobby (private): one two');
    assert.equal(text('/me waves'), 'Ada in lobby (private) waves');
    const file = { id: '1', excerpt: '', fileName: 'a.ts' };
    assert.equal(
      privateChatText(said('1', { lastReceived: file })),
      'Ada in lobby (private) sends a.ts',
    );
    assert.equal(
      privateChatText(said('1', { name: 'A\u202eB in lobby' })).includes('\u202e'),
      false,
    );
  });

  it('are in two parts for the desktop', () => {
    assert.deepEqual(privateSender(said('1', { lastReceived: { id: '1', excerpt: 'a\nb' } })), {
      name: 'Ada in lobby (private)',
      words: 'a b',
    });
    const file = { id: '1', excerpt: '', fileName: 'a.ts' };
    assert.equal(privateSender(said('1', { lastReceived: file })).words, 'Sends a.ts');
  });

  it('are summed up by chat or by number', () => {
    assert.equal(privateChatsText([said('1', { unread: 3 })]), 'Ada in lobby: 3 unread messages');
    assert.equal(
      privateChatsText([said('1'), privateChat('Bob', { unread: 2 })]),
      '3 unread messages from 2 people in rooms',
    );
  });
});
