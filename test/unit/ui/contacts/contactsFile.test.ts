import assert from 'node:assert/strict';
import {
  contactChanges,
  contactsFile,
  parseContactsFile,
} from '../../../../src/ui/contacts/contactsFile.ts';
import { contact } from '../../../support/contactTree.ts';

const account = 'me@example.org';

describe('a file of contacts', () => {
  const ada = contact('Ada', { givenName: 'Ada', groups: ['Team'] }).contact;
  const bob = contact('Bob').contact;
  const find = (id: string) => [ada, bob].find((one) => one.id === id);
  const read = (value: unknown) => parseContactsFile(JSON.stringify(value));

  it('has all of the roster, and changes nothing when it is read again', () => {
    const stranger = contact('Eve', { inRoster: false }).contact;
    const text = contactsFile(account, [ada, bob, stranger]);
    const { contacts = [], invalid } = parseContactsFile(`\uFEFF${text}`) ?? {};
    assert.deepEqual(
      [contacts, invalid],
      [
        [
          { address: 'ada@example.org', name: 'Ada', groups: ['Team'] },
          { address: 'bob@example.org', name: '', groups: [] },
        ],
        0,
      ],
    );
    assert.deepEqual(contactChanges(account, contacts, find), []);
  });

  it('adds new contacts first, renames known ones, and takes nobody out of a group', () => {
    const filed = [
      { address: account, name: 'Me', groups: [] },
      { address: ada.id, name: 'Countess', groups: ['Chess'] },
      { address: bob.id, name: '', groups: [] },
      { address: 'lin@example.org', name: 'Lin', groups: [] },
    ];
    assert.deepEqual(contactChanges(account, filed, find), [
      { address: 'lin@example.org', name: 'Lin', groups: [] },
      { address: ada.id, name: 'Countess', groups: ['Team', 'Chess'], known: ada },
    ]);
  });

  it('is read entry by entry: what is no contact is counted', () => {
    const good = { address: ' Lin@example.org/phone ', name: ' Lin ', groups: [' A ', 'A', ''] };
    const bad = [
      ...[null, 1, 'lin@example.org', [], {}, { address: '@' }, { address: 7 }],
      { address: 'a@b', name: 7 },
      { address: 'a@b', name: 'x'.repeat(257) },
      { address: 'a@b', groups: 'Team' },
      { address: 'a@b', groups: [7] },
      { address: 'a@b', groups: Array<string>(101).fill('x') },
    ];
    const expected = [{ address: 'lin@example.org', name: 'Lin', groups: ['A'] }];
    assert.deepEqual(read([...bad, good, good]), { contacts: expected, invalid: bad.length });
    assert.deepEqual(read({ contacts: [good] }), { contacts: expected, invalid: 0 });
  });

  it('is none where there is no list, and ends after as many as a server keeps', () => {
    for (const value of [null, 1, 'x', {}, { contacts: {} }]) assert.equal(read(value), undefined);
    assert.equal(parseContactsFile('{'), undefined);
    const many = Array.from({ length: 6000 }, (_, n) => ({ address: `u${n}@example.org` }));
    const { contacts, invalid } = read(many) ?? assert.fail();
    assert.deepEqual([contacts.length, invalid], [5000, 1000]);
  });
});
