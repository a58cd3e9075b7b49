import assert from 'node:assert/strict';
import { offeredContacts, offeredRooms, rowsFor } from '../../../../src/ui/commands/contactRows.ts';
import { account, contact } from '../../../support/contactTree.ts';
import { room } from '../../../support/roomTree.ts';

describe('the rows of who is written to', () => {
  const source = {
    accounts: [account],
    contacts: [contact('Zoë', { show: 'offline' }), contact('Bob'), contact('Bobby')],
    rooms: [{ account, room: room('Attic') }],
    privateChats: [],
  };
  const all = [...offeredContacts(source, () => true), ...offeredRooms(source)];
  const labels = (typed: string, takesLinks = false) =>
    rowsFor(typed, all, takesLinks).map(({ label }) => label.replace(/^\$\([\w-]+\) /u, ''));

  it('are the contacts, the most available first, then the rooms', () => {
    assert.deepEqual(labels(''), ['Bob', 'Bobby', 'Zoë', 'Attic']);
    const online = offeredContacts(source, ({ show }) => show !== 'offline');
    assert.equal(online.length, 2);
  });

  it('are found by any part of name and address, and all are to be shown', () => {
    assert.deepEqual(labels('zoe'), ['Zoë']);
    assert.deepEqual(labels('rooms att'), ['Attic']);
    assert.ok(rowsFor('bob', all, false).every(({ alwaysShow }) => alwaysShow === true));
  });

  it('offer an address that is typed, unless it is of a contact, whatever its spelling', () => {
    assert.deepEqual(labels('bob@example.net'), ['bob@example.net']);
    assert.deepEqual(labels('bob@example.or'), ['Bob', 'bob@example.or']);
    assert.deepEqual(labels('BOB@EXAMPLE.ORG'), ['Bob']);
  });

  it('offer a link where links are taken, else whom it names', () => {
    assert.deepEqual(labels('xmpp:bob@example.org', true), ['Open the link to bob@example.org']);
    assert.deepEqual(labels('xmpp:bob@example.org?message'), ['Bob']);
    assert.deepEqual(labels('xmpp:eve@example.org'), ['eve@example.org']);
  });

  it('are at most 200, of thousands, and made only when they are shown', () => {
    const contacts = Array.from({ length: 10_000 }, (_, n) => contact(`user${n}`));
    const many = offeredContacts({ ...source, contacts }, () => true);
    let made = 0;
    const counted = many.map((one) => ({ ...one, row: () => ((made += 1), one.row()) }));
    const rows = rowsFor('user', counted, false);
    assert.deepEqual([rows.length, made], [201, 200]);
    assert.match(rows.at(-1)?.description ?? '', /9,800 more/u);
  });
});
