import assert from 'node:assert/strict';
import { KeptStates } from '../../../../src/ui/chat/keptStates.ts';

const of = { account: 'ada@example.org', chat: 'grace@example.org' };

describe('KeptStates', () => {
  it('has the newest state of each chat until that is closed', () => {
    const kept = new KeptStates();
    kept.set(of, { ...of, draft: 'a' });
    kept.set(of, { ...of, draft: 'ab' });
    const other = { ...of, account: 'bob@example.org' };
    kept.set(other, { ...other, draft: 'c' });
    assert.equal(kept.get(of)?.draft, 'ab');
    kept.forget(of);
    assert.equal(kept.get(of), undefined);
    assert.equal(kept.get(other)?.draft, 'c');
  });

  it('C4: takes from a page what is of its own chat alone', () => {
    const kept = new KeptStates();
    kept.set(of, { account: of.account, chat: 'eve@example.org', draft: 'not mine' });
    assert.equal(kept.get(of), undefined);
    assert.equal(kept.get({ account: of.account, chat: 'eve@example.org' }), undefined);
  });
});
