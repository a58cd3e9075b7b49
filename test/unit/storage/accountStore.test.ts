import assert from 'node:assert/strict';
import { PersistentAccountStore } from '../../../src/storage/accountStore.ts';
import { MemorySecrets, MemoryValues } from '../../support/memoryStores.ts';

const ada = { jid: 'ada@example.org', show: 'away', status: 'lunch' } as const;
const bob = { jid: 'bob@example.org', show: 'available', status: '' } as const;

describe('PersistentAccountStore', () => {
  it('replaces by address, and keeps the order', async () => {
    const store = new PersistentAccountStore(new MemoryValues(), new MemorySecrets());
    assert.deepEqual(store.list(), []);
    await store.save(ada);
    await store.save(bob);
    await store.save({ ...ada, status: '' });
    assert.deepEqual(store.list(), [{ ...ada, status: '' }, bob]);
  });

  it('C7: forgets an account with its password, and no other', async () => {
    const secrets = new MemorySecrets();
    const store = new PersistentAccountStore(new MemoryValues(), secrets);
    for (const { jid } of [ada, bob]) await store.savePassword(jid, `of ${jid}`);
    await store.save(ada);
    await store.save(bob);
    await store.remove(ada.jid);
    assert.deepEqual(store.list(), [bob]);
    assert.equal(await store.loadPassword(ada.jid), undefined);
    assert.deepEqual([...secrets.all.values()], [`of ${bob.jid}`]);
  });
});
