import assert from 'node:assert/strict';
import { allChats } from '../../../../src/ui/conversations/chatPickItems.ts';
import { filterRows } from '../../../../src/ui/findable.ts';
import { account, contact } from '../../../support/contactTree.ts';
import { conversation } from '../../../support/conversations.ts';
import { room } from '../../../support/roomTree.ts';

const last = (time: number) => ({ last: { time, outgoing: false, excerpt: 'hi' } });

describe('the rows of Go to Chat', () => {
  const all = allChats({
    accounts: [account],
    conversations: [
      conversation('Read', last(9)),
      conversation('Muted', { ...last(8), unread: 4, level: 'never' }),
      conversation('Unread', { ...last(1), unread: 1 }),
      conversation('Lobby', {
        ...{ ...last(2), kind: 'room', level: 'on-mention', unread: 3, mentions: 1 },
        id: 'lobby@rooms.example.org',
      }),
      conversation('Older', { ...last(3), isArchived: true }),
    ],
    contacts: [contact('Unread'), contact('Zoë', { show: 'offline' }), contact('Yves')],
    rooms: [
      { account, room: room('Lobby') },
      { account, room: room('Attic') },
    ],
  });
  const names = (rows: readonly { readonly label: string }[]) =>
    rows.map(({ label }) => label.replace(/^\$\([\w-]+\) /u, ''));

  it('are what waits for the user, then the newest, then contacts and rooms without a chat', () => {
    const rows = filterRows(all, '');
    assert.deepEqual(names(rows), [
      ...['Lobby', 'Unread', 'Muted', 'Read', 'Older'],
      ...['Yves', 'Zoë', 'Attic'],
    ]);
    assert.match(rows[0]?.description ?? '', /^3 unread, 1 mentions you · hi$/u);
  });

  it('are found by any part of name and address, whatever the accents', () => {
    assert.deepEqual(names(filterRows(all, 'zoe')), ['Zoë']);
    assert.deepEqual(names(filterRows(all, 'rooms att')), ['Attic']);
    assert.deepEqual(names(filterRows(all, 'rea')), ['Read', 'Unread']);
    assert.deepEqual(filterRows(all, 'nobody'), []);
    assert.equal(filterRows(all, ' ').length, all.length);
  });

  it('show no icons that somebody named', () => {
    const [item] = allChats({
      ...{ accounts: [account], contacts: [], rooms: [] },
      conversations: [conversation('$(trash) Bob')],
    });
    assert.match(item?.row().label ?? '', /\\\$\(trash\) Bob/u);
  });

  it('are at most 200, of thousands', () => {
    const conversations = Array.from({ length: 5000 }, (_, n) => conversation(`user${n}`, last(n)));
    const many = allChats({ accounts: [account], conversations, contacts: [], rooms: [] });
    const rows = filterRows(many, '');
    assert.equal(rows.length, 201);
    assert.match(rows.at(-1)?.description ?? '', /4,800 more/u);
    assert.deepEqual(names(filterRows(many, 'user17@')), ['user17']);
  });
});
