import assert from 'node:assert/strict';
import { Failure } from '../../../src/base/userError.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import {
  type ArchivedAccount,
  bob,
  me,
  rest,
  startAccount,
} from '../../support/archivedAccount.ts';
import { FakeArchive } from '../../support/fakeArchive.ts';

/** A disk that can be slow, or full. */
class Disk extends MemoryHistory {
  trouble: string | undefined;
  wait: Promise<void> = Promise.resolve();

  override async add(...args: Parameters<MemoryHistory['add']>): Promise<readonly boolean[]> {
    await this.wait;
    if (this.trouble !== undefined) throw new Failure({ code: this.trouble, params: {} });
    return super.add(...args);
  }

  override async clear(...args: Parameters<MemoryHistory['clear']>): Promise<number | undefined> {
    await this.wait;
    return super.clear(...args);
  }
}

describe('What the server may forget', () => {
  let disk: Disk;
  let archive: FakeArchive;
  let client: ArchivedAccount;

  beforeEach(async () => {
    disk = new Disk();
    archive = new FakeArchive(me);
    client = await startAccount(disk, archive);
    await client.signIn();
  });

  const handled = () => client.link.session.stream.handled.value;
  /** As the server hands it over: with the id that its archive has given it. */
  const message = (id: string) =>
    `<message type="chat" from="${bob}/x" id="${id}"><body>${id}</body>
       <stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="archived ${id}" /></message>`;
  const archived = (id: string) =>
    `<message type="chat" from="${bob}/x" to="${me}" id="${id}"><body>${id}</body></message>`;
  const receive = async (...ids: readonly string[]) => {
    for (const id of ids) client.link.session.receive(message(id));
    await rest();
  };
  const bodies = async () =>
    (await disk.load({ account: me, chat: bob }, { limit: 10 })).map(({ body }) => body);

  it('F16: is no message before it is on disk', async () => {
    const before = handled();
    let go: () => void = () => undefined;
    disk.wait = new Promise((resolve) => (go = resolve));
    await receive('a', 'b');
    assert.equal(handled(), before);
    go();
    await rest();
    assert.equal(handled(), before + 2);
  });

  it('F16: is nothing from a message on that could not be kept', async () => {
    const before = handled();
    await receive('a');
    disk.trouble = 'history-full';
    await receive('b');
    disk.trouble = undefined;
    await receive('c');
    assert.equal(handled(), before + 1);
    assert.deepEqual(await bodies(), ['a', 'c']);
  });

  it('F16: stands where the archive has it, also if it could not be kept while that was read', async () => {
    client = await startAccount(disk, archive);
    archive.patience = 0;
    await client.signIn();
    await receive('a');
    disk.trouble = 'history-full';
    await receive('b', 'c');
    disk.trouble = undefined;
    await receive('d');
    assert.deepEqual(await bodies(), ['a', 'd']);
    // A busy server archives the last one later.
    for (const id of ['a', 'b', 'c']) archive.add(`archived ${id}`, archived(id));
    archive.patience = Infinity;
    client.link.goOffline();
    client.link.goOnline(true);
    await rest();
    assert.deepEqual(await bodies(), ['a', 'b', 'c', 'd']);
  });

  it('stands where the archive has it, also after the chat was cleared while that is read', async () => {
    client = await startAccount(disk, archive);
    archive.patience = 0;
    await client.signIn();
    await receive('a', 'b');
    await client.account.chats.find(bob)?.clear();
    await receive('d');
    for (const id of ['a', 'b', 'c']) archive.add(`archived ${id}`, archived(id));
    archive.patience = Infinity;
    client.link.goOffline();
    client.link.goOnline(true);
    await rest();
    assert.deepEqual(await bodies(), ['c', 'd']);
  });

  it('stands behind what the archive has, also if it comes while the chat is cleared', async () => {
    client = await startAccount(disk, archive);
    archive.patience = 0;
    await client.signIn();
    await receive('a');
    let go: () => void = () => undefined;
    disk.wait = new Promise((resolve) => (go = resolve));
    const cleared = client.account.chats.find(bob)?.clear();
    await receive('d');
    go();
    await cleared;
    await rest();
    for (const id of ['a', 'c']) archive.add(`archived ${id}`, archived(id));
    archive.patience = Infinity;
    client.link.goOffline();
    client.link.goOnline(true);
    await rest();
    assert.deepEqual(await bodies(), ['c', 'd']);
  });

  it('is what can never be kept, or it would come again and again', async () => {
    const before = handled();
    disk.trouble = 'history-other';
    await receive('a');
    assert.equal(handled(), before + 1);
  });

  it('F16: comes from the archive once there is room again, in its place', async () => {
    disk.trouble = 'history-full';
    archive.add('archived b', message('b'));
    await receive('b');
    const { clock } = client.link.session;
    clock.advance(10_000);
    await rest();
    disk.trouble = undefined;
    archive.add('archived c', message('c'));
    await receive('c');
    assert.deepEqual(await bodies(), ['c']);
    clock.advance(10_000);
    await rest();
    assert.deepEqual(await bodies(), ['b', 'c']);
  });
});
