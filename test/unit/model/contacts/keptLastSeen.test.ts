import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Contacts } from '../../../../src/model/contacts/contacts.ts';
import { KeptLastSeen } from '../../../../src/model/contacts/keptLastSeen.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import type { RosterItem } from '../../../../src/xmpp/im/roster.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const account = 'juliet@example.org';
const romeo = 'romeo@example.net';

describe('when contacts were last seen', () => {
  const values = new MemoryValues();
  const store = new PersistentAccountStore(values, new MemorySecrets());
  let clock: FakeClock;
  let contacts: Contacts;
  let kept: KeptLastSeen;

  /** As at a new start of the editor, with these in the roster. */
  const start = (...roster: readonly string[]) => {
    contacts = new Contacts(account, () => clock.now());
    contacts.applyRoster(roster.map(itemOf));
    const report = (what: string, error: unknown) => {
      assert.fail(`${what}: ${String(error)}`);
    };
    kept = new KeptLastSeen({ account, contacts, store, clock, report });
  };
  const comes = (id: string) => {
    contacts.applyPresence({
      ...{ type: 'available', from: Jid.of(`${id}/a`), show: 'available', status: '' },
      ...{ priority: 0 },
    });
  };
  const goes = (id: string) => {
    contacts.applyPresence({ type: 'unavailable', from: Jid.of(`${id}/a`), status: '' });
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };

  beforeEach(() => {
    values.all.clear();
    clock = new FakeClock();
    start(romeo);
  });

  it('is kept over a restart', async () => {
    comes(romeo);
    await pass(5000);
    const gone = clock.now();
    goes(romeo);
    await pass(60_000);
    start(romeo);
    assert.equal(contacts.get(romeo)?.lastSeen, gone);
  });

  it('is the end, for those who are online then', async () => {
    comes(romeo);
    await pass(3_600_000);
    const end = clock.now();
    kept.dispose();
    await settle();
    await pass(3_600_000);
    start(romeo);
    assert.equal(contacts.get(romeo)?.lastSeen, end);
  });

  it('is written once for many changes, and of the ten thousand seen last', async () => {
    const all = Array.from({ length: 10_001 }, (_, at) => `c${at}@example.net`);
    start(...all);
    let written = 0;
    const update = values.update.bind(values);
    values.update = (key, value) => {
      written += 1;
      return update(key, value);
    };
    for (const id of all) {
      comes(id);
      clock.advance(1);
      goes(id);
    }
    await pass(60_000);
    values.update = update;
    assert.equal(written, 1);
    start(...all);
    assert.equal(contacts.get('c0@example.net')?.lastSeen, undefined);
    assert.notEqual(contacts.get('c1@example.net')?.lastSeen, undefined);
  });

  it('is of contacts alone, never to come, and nothing of what is damaged', async () => {
    await store.saveLastSeen(
      account,
      new Map([
        ['eve@x', 5],
        [romeo, clock.now() + 1e9],
      ]),
    );
    start(romeo);
    assert.equal(contacts.get('eve@x'), undefined);
    assert.equal(contacts.get(romeo)?.lastSeen, clock.now());
    await values.update(`lastSeen:${account}`, [[romeo, 'yesterday']]);
    start(romeo);
    assert.equal(contacts.get(romeo)?.lastSeen, undefined);
  });
});

function itemOf(id: string): RosterItem {
  return { jid: Jid.of(id), name: '', groups: [], subscription: 'both', pending: false };
}
