import assert from 'node:assert/strict';
import { parseDirectoryRequest } from '../../../../src/ui/directory/directoryRequest.ts';

const command = { type: 'userCommand', command: 'openChat', user: 'ada@example.org' };

describe('what the tab of a user search asks of its panel', () => {
  it('is taken in its own shape', () => {
    assert.deepEqual(parseDirectoryRequest(command), command);
    assert.deepEqual(parseDirectoryRequest({ type: 'loaded' }), { type: 'loaded' });
  });

  for (const [what, request] of [
    ['another command of the editor', { ...command, command: 'removeAccount' }],
    ['a command by its id', { ...command, command: 'parley.openChat' }],
    ['no address', { ...command, user: '@' }],
    ['an address that is written otherwise', { ...command, user: 'ADA@example.org' }],
    ['an address with a resource', { ...command, user: 'ada@example.org/x' }],
    ['a long address', { ...command, user: `${'a'.repeat(4000)}@example.org` }],
    ['more than it needs', { ...command, account: 'other@example.org' }],
    ['a request of the contract', { type: 'request', id: 1, method: 'searchUsers', params: {} }],
    ['nothing', undefined],
  ] as const) {
    it(`is refused as ${what}`, () => {
      assert.equal(parseDirectoryRequest(request), undefined);
    });
  }
});
