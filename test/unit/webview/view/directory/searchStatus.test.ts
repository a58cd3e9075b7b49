import assert from 'node:assert/strict';
import type { DirectoryView, SearchFormView } from '../../../../../src/api/views.ts';
import {
  mayNarrow,
  type SearchFacts,
  searchStatus,
} from '../../../../../webview/view/directory/searchStatus.ts';

const directory: DirectoryView = { id: 'vjud.x', name: '', kind: 'users' };
const form: SearchFormView = {
  ...{ title: '', instructions: '' },
  fields: [
    { name: 'fn', type: 'text-single', label: 'Name', required: false, values: [], options: [] },
  ],
};
const all = { query: { kind: 'all' }, phase: 'done', completeness: 'whole' } as const;
const typed = { ...all, query: { kind: 'values', values: { fn: ['zoe', ''], x: [''] } } } as const;
const facts: SearchFacts = {
  ...{ directory, form, search: all, total: 3, shown: 3, hasFailed: false },
};

describe('the status of a user search', () => {
  for (const [change, text] of [
    [{ directory: undefined }, 'Looking for directories…'],
    [{ form: undefined }, 'Asking what can be searched for…'],
    [{ search: undefined }, 'Fill in the form to search.'],
    [{ search: { ...all, phase: 'running' }, total: 0, shown: 0 }, 'Searching…'],
    [{ search: { ...all, phase: 'asking' } }, 'Searching…'],
    [{ search: { ...all, phase: 'running' } }, '3 users, searching…'],
    [{}, '3 users.'],
    [{ total: 1, shown: 1 }, '1 user.'],
    [{ shown: 2 }, '2 of 3 users.'],
    [{ search: { ...all, phase: 'stopped' } }, '3 users; the search was ended early.'],
    [{ search: { ...all, completeness: 'perhaps' } }, '3 users. The directory has perhaps more.'],
    [
      { search: { ...typed, completeness: 'perhaps' } },
      '3 users. There are perhaps more: type more of what you look for.',
    ],
    [
      { search: { ...all, completeness: 'capped' } },
      '3 users. More than 3 are not shown: search for fewer.',
    ],
    [{ total: 0, shown: 0 }, 'The directory lists nobody unasked: fill in the form.'],
    [{ total: 0, shown: 0, search: typed }, 'Nobody found for Name “zoe”.'],
    [{ total: 0, shown: 0, hasFailed: true }, ''],
  ] as const satisfies readonly (readonly [Partial<SearchFacts>, string])[]) {
    it(`is “${text}”`, () => {
      assert.equal(searchStatus({ ...facts, ...change }), text);
    });
  }

  it('offers first letters only where not all were listed, and there is a text to fill in', () => {
    const perhaps = { ...facts, search: { ...all, completeness: 'perhaps' } } as const;
    assert.equal(mayNarrow(facts), false);
    assert.equal(mayNarrow(perhaps), true);
    assert.equal(mayNarrow({ ...facts, total: 0, shown: 0 }), true);
    assert.equal(mayNarrow({ ...perhaps, form: { ...form, fields: [] } }), false);
    assert.equal(mayNarrow({ ...perhaps, search: { ...typed, completeness: 'perhaps' } }), false);
  });
});
