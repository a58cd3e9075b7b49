import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { AvatarHashes } from '../../../../src/model/avatars/avatarHashes.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const account = 'juliet@example.org';
const romeo = Jid.of('romeo@example.net');
const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

describe('who has which avatar', () => {
  let values: MemoryValues;
  let clock: FakeClock;
  let hashes: AvatarHashes;
  let changes: string[];
  let contacts: Set<string>;

  const start = () => {
    clock = new FakeClock();
    hashes = new AvatarHashes({
      account,
      store: new PersistentAccountStore(values, new MemorySecrets()),
      clock,
      isContact: (id) => contacts.has(id),
      report: () => assert.fail(),
    });
    changes = [];
    hashes.onDidChange((ids) => changes.push(`${ids.join()} ${hashes.hashOf(ids[0] ?? '')}`));
  };
  const announce = (hash: string, from = romeo) => {
    hashes.applyAnnounced({ from, hash });
  };
  const publish = (hash: string, retracted?: readonly string[]) => {
    hashes.applyPublished({ from: romeo, hash, ...(retracted && { retracted }) });
  };

  beforeEach(() => {
    values = new MemoryValues();
    contacts = new Set([romeo.bare]);
    start();
  });

  it('is told once for each change, however often it is announced', () => {
    announce(one);
    announce(one, romeo.withResource('phone'));
    assert.deepEqual(changes, [`${romeo.bare} ${one}`]);
    announce('');
    assert.equal(hashes.hashOf(romeo.bare), '');
    assert.equal(hashes.hashOf('nobody@example.net'), undefined);
  });

  it('is not forgotten over an empty photo, if it was published', () => {
    publish(one);
    announce('');
    announce(two);
    announce('');
    assert.equal(hashes.hashOf(romeo.bare), one);
    assert.deepEqual(changes, [`${romeo.bare} ${one}`]);
  });

  it('is none at once when it is removed, also where the vCard had the same', () => {
    announce(one);
    publish(one);
    publish('');
    assert.equal(hashes.hashOf(romeo.bare), '');
    publish(two);
    publish('', [one]);
    assert.equal(hashes.hashOf(romeo.bare), two);
    publish('', [two]);
    assert.equal(hashes.hashOf(romeo.bare), '');
  });

  it('is that of the vCard once a published one is removed', () => {
    announce(two);
    publish(one);
    publish('');
    assert.equal(hashes.hashOf(romeo.bare), two);
  });

  it('is kept over a restart, and replaced by whatever is announced then', async () => {
    publish(one);
    clock.advance(2000);
    await settle();
    start();
    assert.equal(hashes.hashOf(romeo.bare), one);
    announce('');
    assert.equal(hashes.hashOf(romeo.bare), one);
    announce(two);
    assert.equal(hashes.hashOf(romeo.bare), two);
  });

  it('A35: is kept of contacts and of ourselves alone', async () => {
    announce(one, Jid.of('eve@example.com/x'));
    announce(one, Jid.of(`${account}/phone`));
    announce(one);
    contacts.clear();
    clock.advance(2000);
    await settle();
    start();
    assert.deepEqual(
      ['eve@example.com', account, romeo.bare].map((id) => hashes.hashOf(id)),
      [undefined, one, undefined],
    );
  });

  it('is read from what was stored only if all of it is valid', () => {
    values.all.set(`avatars:${account}`, [[romeo.bare, { published: '../x' }]]);
    start();
    assert.equal(hashes.hashOf(romeo.bare), undefined);
  });
});
