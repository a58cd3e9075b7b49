import assert from 'node:assert/strict';
import { Contacts } from '../../../../src/model/contacts/contacts.ts';
import { RosterSync } from '../../../../src/model/contacts/rosterSync.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import { rosterModule, rosterPushed } from '../../../../src/xmpp/im/roster.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';

const account = 'juliet@example.org';
const ROSTER = `<iq type="result"><query xmlns="jabber:iq:roster" ver="v1">
  <item jid="romeo@example.net" name="Romeo" subscription="both"><group>Verona</group></item>
  <item jid="nurse@example.org" subscription="from" ask="subscribe" /></query></iq>`;

describe('RosterSync', () => {
  const values = new MemoryValues();
  const store = new PersistentAccountStore(values, new MemorySecrets());
  let session: FakeSession;
  let contacts: Contacts;
  let sync: RosterSync;
  let reports: string[];

  /** As at a new start of the editor; `versions` says whether the server offers them. */
  const start = (versions = true) => {
    session = new FakeSession();
    [session.stream.features] = parseXml(
      `<features>${versions ? '<ver xmlns="urn:xmpp:features:rosterver" />' : ''}</features>`,
    );
    contacts = new Contacts();
    reports = [];
    sync = new RosterSync({
      account,
      contacts,
      store,
      clock: session.clock,
      report: (what) => reports.push(what),
    });
    rosterModule.attach?.(session);
    session.on(rosterPushed, (change) => {
      sync.apply(change);
    });
  };
  const fetch = async (answer: string) => {
    const fetching = sync.fetch(session);
    session.answer(answer);
    await fetching;
  };
  const names = () => [...contacts.values()].map(({ name }) => name).sort();
  const askedWith = () => session.sent[0]?.getChild('query')?.attrs['ver'] as unknown;
  const kept = async () => {
    session.clock.advance(1000);
    await settle();
  };

  beforeEach(async () => {
    values.all.clear();
    start();
    await fetch(ROSTER);
    await kept();
  });

  it('asks for all the first time, and knows all at the next start, offline', () => {
    assert.equal(askedWith(), '');
    const before = contacts.rosterItems();
    start();
    assert.deepEqual(names(), ['Romeo', 'nurse@example.org']);
    assert.deepEqual(contacts.rosterItems(), before);
  });

  it('asks for what changed since, and takes an empty answer for nothing', async () => {
    start();
    await fetch('<iq type="result" />');
    assert.equal(askedWith(), 'v1');
    assert.deepEqual(names(), ['Romeo', 'nurse@example.org']);
  });

  it('keeps what is pushed, with its version', async () => {
    for (const [item, version] of [
      ['<item jid="romeo@example.net" subscription="remove" />', 'v2'],
      ['<item jid="paris@example.net" name="Paris" />', 'v3'],
    ]) {
      session.receive(
        `<iq type="set" id="p"><query xmlns="jabber:iq:roster" ver="${version}">${item}</query></iq>`,
      );
    }
    await kept();
    start();
    await fetch('<iq type="result" />');
    assert.equal(askedWith(), 'v3');
    assert.deepEqual(names(), ['Paris', 'nurse@example.org']);
  });

  it('asks for all where the server does not version rosters, or did not the last time', async () => {
    start(false);
    await fetch(
      '<iq type="result"><query xmlns="jabber:iq:roster"><item jid="a@b" /></query></iq>',
    );
    assert.equal(askedWith(), undefined);
    await kept();
    start();
    await fetch(ROSTER);
    assert.equal(askedWith(), '');
  });

  it('takes what was damaged on disk for nothing', () => {
    for (const junk of [1, {}, { items: [{ jid: 'a@b' }] }, { version: 'v1', items: [null] }]) {
      values.all.set(`roster:${account}`, junk);
      start();
      assert.deepEqual(names(), []);
    }
  });

  it('is forgotten with the account', async () => {
    await store.remove(account);
    start();
    assert.deepEqual(names(), []);
    assert.deepEqual(reports, []);
  });
});
