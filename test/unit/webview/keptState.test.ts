import assert from 'node:assert/strict';
import { parseState } from '../../../webview/keptState.ts';
import { of } from '../../support/storeBench.ts';

describe('parseState', () => {
  it('takes nothing that it did not keep itself', () => {
    for (const bad of [undefined, null, 1, {}, { ...of }, { ...of, draft: 1 }]) {
      assert.equal(parseState(bad), undefined);
    }
    const kept = { ...of, draft: 'd' };
    assert.deepEqual(parseState({ ...kept, anchor: { message: 1, offset: 0 } }), kept);
    assert.deepEqual(parseState({ ...kept, showsOccupants: 1 }), kept);
  });
});
