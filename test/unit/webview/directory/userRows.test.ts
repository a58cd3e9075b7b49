import assert from 'node:assert/strict';
import { type Order, UserRows } from '../../../../webview/directory/userRows.ts';

const columns = [
  { name: 'fn', label: 'Name' },
  { name: 'city', label: 'City' },
];
const user = (id: string, ...values: string[]) => ({ id: `${id}@example.org`, values });

function rowsOf(...users: ReturnType<typeof user>[]): UserRows {
  const rows = new UserRows();
  rows.add({ columns, users });
  return rows;
}
const shown = (rows: UserRows) => rows.shown.map(({ id }) => id.split('@')[0]);
const by = (name: string, isDescending = false): Order => ({ by: name, isDescending });

describe('the users of a search', () => {
  it('are each there once, in order of their addresses, numbers as one reads them', () => {
    const rows = rowsOf(user('u10', 'x'), user('Zoe'), user('u9'), user('u10', 'other'));
    rows.add({ columns, users: [user('ada'), user('u9', 'late')] });
    assert.deepEqual([shown(rows), rows.total], [['ada', 'u9', 'u10', 'Zoe'], 4]);
  });

  it('have the columns in which there is anything', () => {
    const rows = rowsOf(user('ada', '', ''), user('bob', '', 'Paris'));
    assert.deepEqual(
      rows.columns.map(({ label }) => label),
      ['JID', 'City'],
    );
    rows.add({
      columns: [...columns, { name: 'x', label: 'X' }],
      users: [user('eve', 'Eve', '', '1')],
    });
    assert.deepEqual(
      rows.columns.map(({ label }) => label),
      ['JID', 'Name', 'City', 'X'],
    );
  });

  it('are sorted without regard to case and accents, those without a value last', () => {
    const rows = rowsOf(user('a', 'Émile'), user('b', ''), user('c', 'adam'), user('d', 'Zoë'));
    rows.sort(by('fn'));
    assert.deepEqual(shown(rows), ['c', 'a', 'd', 'b']);
    rows.sort(by('fn', true));
    assert.deepEqual(shown(rows), ['d', 'a', 'c', 'b']);
  });

  it('fit a filter by every word of it, in any column', () => {
    const rows = rowsOf(user('ada', 'Ada Lovelace', 'London'), user('adam', 'Adam', 'Paris'));
    rows.filter('  ADA lon');
    assert.deepEqual(shown(rows), ['ada']);
    rows.filter('');
    assert.deepEqual(shown(rows), ['ada', 'adam']);
  });

  it('are gone once another search begins, but the filter stays', () => {
    const rows = rowsOf(user('ada'));
    rows.filter('bob');
    rows.clear();
    rows.add({ columns: [], users: [user('ada'), user('bob')] });
    assert.deepEqual([shown(rows), rows.total], [['bob'], 2]);
  });
});
