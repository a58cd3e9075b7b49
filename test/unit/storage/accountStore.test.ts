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

  describe('of rooms', () => {
    const room = 'cave@rooms.example.net';
    const kept = {
      bookmarks: [{ jid: room, name: 'Cave', autojoin: true, nick: 'ada' }],
      waiting: [{ jid: room, change: { level: 'never' }, adds: false }],
      areStoresJoined: true,
    } as const;
    const invitations = {
      pending: [{ room, mediated: true, reason: '', stamp: 1 }],
      answered: [{ id: `${room} bob@example.org`, until: 2 }],
    };
    const levels = new Map([[room, 'never']] as const);
    const nicks = new Map([[room, 'ada']]);
    const passwords = new Map([[room, 'cauldronburn']]);

    async function filled() {
      const [values, secrets] = [new MemoryValues(), new MemorySecrets()];
      const store = new PersistentAccountStore(values, secrets);
      await store.rooms.saveBookmarks(ada.jid, kept);
      await store.rooms.saveInvitations(ada.jid, invitations);
      await store.rooms.saveLevels(ada.jid, levels);
      await store.rooms.saveNicks(ada.jid, nicks);
      await store.rooms.saveRoomPasswords(ada.jid, passwords);
      return { values, secrets, store };
    }

    it('has what was stored, at the next start, too', async () => {
      const { values, secrets } = await filled();
      const { rooms } = new PersistentAccountStore(values, secrets);
      assert.deepEqual(rooms.loadBookmarks(ada.jid), kept);
      assert.deepEqual(rooms.loadInvitations(ada.jid), invitations);
      assert.deepEqual(rooms.loadLevels(ada.jid), levels);
      assert.deepEqual(rooms.loadNicks(ada.jid), nicks);
      assert.deepEqual(await rooms.loadRoomPasswords(ada.jid), passwords);
      assert.equal(rooms.loadBookmarks(bob.jid), undefined);
    });

    it('C7: keeps passwords as secrets, and forgets all with the account', async () => {
      const { values, secrets, store } = await filled();
      assert.ok(!JSON.stringify([...values.all]).includes('cauldronburn'));
      await store.remove(ada.jid);
      await store.rooms.saveNicks(ada.jid, nicks);
      await store.rooms.saveRoomPasswords(ada.jid, passwords);
      assert.deepEqual([[...values.all.keys()], secrets.all.size], [['accounts'], 0]);
    });

    it('has nothing where what is stored cannot be read', async () => {
      const { values, secrets, store } = await filled();
      for (const key of values.all.keys()) values.all.set(key, [{ jid: 1 }]);
      for (const key of secrets.all.keys()) secrets.all.set(key, '{');
      const { rooms } = store;
      assert.deepEqual(
        [rooms.loadBookmarks(ada.jid), rooms.loadInvitations(ada.jid)],
        [undefined, undefined],
      );
      assert.deepEqual([rooms.loadLevels(ada.jid).size, rooms.loadNicks(ada.jid).size], [0, 0]);
      assert.equal((await rooms.loadRoomPasswords(ada.jid)).size, 0);
    });
  });
});
