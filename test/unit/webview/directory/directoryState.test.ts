import assert from 'node:assert/strict';
import { parseDirectoryState } from '../../../../webview/directory/directoryState.ts';

const first = { account: 'me@x', typed: {}, filter: '', sortedBy: '', isDescending: false };

describe('the kept state of a user search', () => {
  it('is taken over as it was', () => {
    const state = {
      ...{ account: 'me@x', server: 'other', directory: 'vjud', filter: 'f', sortedBy: 'fn' },
      ...{ typed: { vjud: { nick: ['a'] } }, searched: { nick: ['a'] }, isDescending: true },
    };
    assert.deepEqual(parseDirectoryState(JSON.parse(JSON.stringify(state)), 'me@x'), state);
  });

  it('is as at first where it is of another account, or none', () => {
    for (const state of [undefined, null, 1, [], { ...first, account: 'you@x', filter: 'f' }]) {
      assert.deepEqual(parseDirectoryState(state, 'me@x'), first);
    }
  });

  it('leaves out what is not of its shape', () => {
    const state = {
      ...{ account: 'me@x', server: 1, typed: { a: { b: 'c' }, d: { e: ['f'] } } },
      ...{ searched: [], filter: {}, isDescending: 'yes' },
    };
    assert.deepEqual(parseDirectoryState(state, 'me@x'), { ...first, typed: { d: { e: ['f'] } } });
  });
});
