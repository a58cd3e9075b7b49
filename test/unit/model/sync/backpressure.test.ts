import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { Account } from '../../../../src/model/account/account.ts';
import { createAccount } from '../../../../src/model/account/createAccount.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { bob, me, rest, roster } from '../../../support/archivedAccount.ts';
import { FakeArchive } from '../../../support/fakeArchive.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { accountDeps } from '../../../support/fakePlatform.ts';

const BOUND = 500;
const MANY = 8000;
const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

/** A disk that confirms nothing before it is told to. */
class StoppedHistory extends MemoryHistory {
  #stopped: Promise<void> = Promise.resolve();
  #go: () => void = () => undefined;

  stop(): void {
    this.#stopped = new Promise((resolve) => (this.#go = resolve));
  }

  go(): void {
    this.#go();
  }

  override async mark(...args: Parameters<MemoryHistory['mark']>) {
    await this.#stopped;
    return super.mark(...args);
  }

  override async add(...args: Parameters<MemoryHistory['add']>): Promise<readonly boolean[]> {
    await this.#stopped;
    return super.add(...args);
  }
}

describe('Backpressure', () => {
  let history: StoppedHistory;
  let archive: FakeArchive;
  let link: FakeLink;
  let account: Account;

  beforeEach(() => {
    history = new StoppedHistory();
    archive = new FakeArchive(me);
    link = new FakeLink({ mayKnowPresence: [bob] });
    link.session.stream.server = archive.server;
    account = createAccount({ jid: me, show: 'available', status: '' }, 'secret', {
      ...accountDeps(link),
      history,
    });
  });

  const signIn = async (resumed = false) => {
    link.goOnline(resumed);
    link.session.answer(roster);
    await rest();
  };
  const receive = (n: number) => {
    link.session.receive(
      `<message type="chat" from="${bob}/x" id="${n}"><body>${n}</body></message>`,
    );
  };
  /** As a server would that has so many: until nothing more is read. Result: the next one. */
  const flood = (first: number) => {
    let n = first;
    while (n < MANY && link.session.stream.reading) receive(n++);
    return n;
  };
  const bodies = async () =>
    (await history.load({ account: me, chat: bob }, { limit: MANY })).map(({ body }) => body);

  it('A34: reads no more than waits for the disk, and loses nothing', async () => {
    await signIn();
    history.stop();
    let next = flood(0);
    assert.equal(next, BOUND);
    await rest();
    assert.equal(link.session.stream.reading, false);
    history.go();
    for (; next < MANY; next = flood(next)) await rest();
    await rest();
    assert.equal(link.session.stream.reading, true);
    assert.deepEqual(await bodies(), numbers(MANY));
  });

  it('counts receipts and markers, too', async () => {
    await signIn();
    const id = await account.outbox.send(Jid.of(bob), { body: 'seen?' });
    history.stop();
    for (let n = 0; n < BOUND; n++) {
      assert.equal(link.session.stream.reading, true);
      const xmlns = n % 2 ? 'urn:xmpp:receipts' : 'urn:xmpp:chat-markers:0';
      const name = n % 2 ? 'received' : 'displayed';
      link.session.receive(
        `<message from="${bob}/x"><${name} xmlns="${xmlns}" id="${id}" /></message>`,
      );
    }
    assert.equal(link.session.stream.reading, false);
    history.go();
    await rest();
    assert.equal(link.session.stream.reading, true);
  });

  it('stops a new connection as well, where the disk is still behind', async () => {
    await signIn();
    history.stop();
    const next = flood(0);
    link.goOffline();
    await signIn();
    assert.equal(link.session.stream.reading, true);
    receive(next);
    await rest();
    assert.equal(link.session.stream.reading, false);
    history.go();
    await rest();
    assert.equal(link.session.stream.reading, true);
    assert.deepEqual(await bodies(), numbers(next + 1));
  });

  it('does not count what waits for the archive, which could then never be read', async () => {
    archive.patience = 0;
    // What another process began: it may have missed what comes now.
    await signIn(true);
    for (let n = 0; n < MANY; n++) receive(n);
    await rest();
    assert.deepEqual(await bodies(), []);
    assert.equal(link.session.stream.reading, true);
    link.session.clock.advance(30_000);
    for (let turn = 0; turn < 20; turn++) await rest();
    assert.deepEqual(await bodies(), numbers(MANY));
    assert.equal(link.session.stream.reading, true);
  });

  it('A34: counts long messages for as many as they hold', async () => {
    await signIn();
    history.stop();
    const long = (n: number) => {
      link.session.receive(
        `<message type="chat" from="${bob}/x"><body>${String(n).repeat(256 * 1024)}</body></message>`,
      );
    };
    let sent = 0;
    for (; sent < 100 && link.session.stream.reading; sent++) {
      long(sent % 10);
      await rest();
    }
    assert.ok(sent <= 10, `${sent} of 256 KiB`);
    history.go();
    await rest();
    assert.equal(link.session.stream.reading, true);
  });

  it('A34: holds back for the archive no more than is bounded, in order', async () => {
    archive.patience = 0;
    await signIn(true);
    const held = 10_000;
    for (let n = 0; n < held + 500; n++) receive(n);
    for (let turn = 0; turn < 20; turn++) await rest();
    const kept = await history.load({ account: me, chat: bob }, { limit: 2 * held });
    const bodies = kept.map(({ body }) => Number(body));
    assert.equal(bodies.at(-1), held + 499);
    assert.deepEqual(
      bodies,
      [...bodies].sort((a, b) => a - b),
    );
  });
});
