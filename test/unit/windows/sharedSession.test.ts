import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RequestError } from '../../../src/api/channel.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { createCore } from '../../../src/core.ts';
import { watchAll } from '../../../src/ui/watched.ts';
import { piecesOf } from '../../../src/xmpp/files/filePieces.ts';
import type { FileSource } from '../../../src/xmpp/files/fileOffer.ts';
import { readOwner } from '../../../src/windows/ownerRecord.ts';
import { CONTRACT, HELLO, openPipe } from '../../../src/windows/pipe.ts';
import { SharedSession } from '../../../src/windows/sharedSession.ts';
import { until } from '../../support/client.ts';
import { FakeLink } from '../../support/fakeLink.ts';
import { fakeNetwork, fakePlatform } from '../../support/fakePlatform.ts';
import { told } from '../../support/say.ts';
import { sendContent } from '../../support/sources.ts';
import { settle } from '../../support/settle.ts';
import { telling } from '../../support/telling.ts';

const account = 'me@example.org';
const chat = 'bob@example.org';

const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${chat}" name="Bob" subscription="both" /></query></iq>`;

/** One window, with a core of its own for when it owns the session. */
class TestWindow {
  readonly #platform = { ...fakePlatform(), clock: systemClock };
  readonly log = this.#platform.log;
  readonly links: FakeLink[] = [];
  readonly core = createCore(
    this.#platform,
    fakeNetwork((options) => {
      const link = new FakeLink({ account: options.account });
      this.links.push(link);
      return link;
    }),
  );
  readonly session: SharedSession;
  readonly told: string[] = [];
  owns = false;

  constructor(folder: string, version = '1.0.0') {
    this.session = new SharedSession({
      folder,
      version,
      tell: (what) => this.told.push(told(what)),
      start: async (takesOver) => {
        this.owns = true;
        await this.core.accounts.signIn(account, 'secret');
        this.links[0]?.session.answer(roster);
        await settle();
        await this.core.restore(takesOver);
        return this.core;
      },
      clock: systemClock,
      log: this.log,
    });
  }
}

describe('SharedSession', () => {
  let root: string;
  let folder: string;
  let windows: TestWindow[];

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'shared-'));
    folder = path.join(root, 'session');
    windows = [];
  });
  afterEach(async () => {
    for (const { session } of windows) session.dispose();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });

  const open = async () => {
    const window = new TestWindow(folder);
    windows.push(window);
    await window.session.joined;
    return window;
  };
  const bodies = ({ links }: TestWindow) => links.flatMap((link) => link.bodies);

  it('is one: what a follower asks is done by the owner, and seen by both', async () => {
    const [owner, follower] = [await open(), await open()];
    assert.deepEqual([owner.owns, follower.owns], [true, false]);
    const seen = windows.map(({ session }) => watchAll(session.api, 'messages', { account, chat }));
    const id = await follower.session.api.request('sendMessage', { account, chat, body: 'Да' });
    for (const messages of seen) await until(() => messages.get(id)?.body === 'Да');
    assert.deepEqual(bodies(owner), ['Да']);
  });

  it('carries failures with code and data, and refuses what is not of the contract', async () => {
    await open();
    const { api } = (await open()).session;
    await assert.rejects(
      api.request('reconnect', { account: 'x@y' }),
      (error) => error instanceof RequestError && error.code === 'no-account',
    );
    await assert.rejects(
      api.requestUnchecked('constructor', {}),
      (error) => error instanceof RequestError && error.code === 'bad-request',
    );
  });

  it('reads a file of another window in pieces, as it is, until that is closed', async () => {
    const owner = await open();
    const other = await open();
    const { api } = other.session;
    const content = Uint8Array.from({ length: 600_000 }, (_, index) => (index * 7) % 256);
    let source: FileSource | undefined;
    owner.core.accounts.get(account).transfers.send = (_, file) => {
      source = file;
      return Promise.resolve('t');
    };
    const mediaType = 'a/b';
    assert.equal(await sendContent(api, { account, chat }, { name: 'a', content, mediaType }), 't');
    assert.ok(source);
    const pieces: Uint8Array[] = [];
    for await (const piece of piecesOf(source)) pieces.push(piece);
    assert.equal(pieces.length, 3);
    assert.ok(Buffer.concat(pieces).equals(content));
    other.session.dispose();
    await assert.rejects(source.read(0, 1), { code: 'no-file' });
  });

  it('goes on in another window when the owner leaves, and views keep what they have', async () => {
    const [owner, follower, third] = [await open(), await open(), await open()];
    const seen = [follower, third].map(({ session }) => watchAll(session.api, 'accounts', {}));
    for (const accounts of seen) await until(() => accounts.values().length === 1);
    const counts: number[] = [];
    for (const accounts of seen) {
      accounts.onDidChange(() => counts.push(accounts.values().length));
    }
    owner.session.dispose();
    await until(() => follower.owns || third.owns);
    const ids = await Promise.all(
      [follower, third].map(({ session }, index) =>
        session.api.request('sendMessage', { account, chat, body: `m${index}` }),
      ),
    );
    assert.equal(new Set(ids).size, 2);
    assert.notEqual(follower.owns, third.owns);
    assert.deepEqual(bodies(follower.owns ? follower : third).toSorted(), ['m0', 'm1']);
    assert.ok(counts.length >= 2 && counts.every((count) => count === 1), String(counts));
  });

  it('F22: cuts off a window that does not read, and the others do not wait for it', async () => {
    const owner = await open();
    const { record } = await readOwner(folder);
    assert.ok(record);
    const frozen = connect(record.pipe);
    const pipe = openPipe(frozen);
    pipe.listen();
    assert.equal(await pipe.sendRequest(HELLO, record.password), record.countersign);
    for (let id = 0; id < 50; id++) {
      const params = { account, chat };
      await pipe.sendNotification(CONTRACT, { type: 'watch', id, topic: 'messages', params });
    }
    frozen.pause();
    const { api } = (await open()).session;
    const body = 'x'.repeat(10_000);
    const isCut = () => owner.log.lines.some((line) => line.includes('does not read'));
    let slowest = 0;
    for (let sent = 0; sent < 3000 && !isCut(); sent++) {
      const begun = performance.now();
      await api.request('sendMessage', { account, chat, body });
      slowest = Math.max(slowest, performance.now() - begun);
    }
    assert.ok(isCut());
    assert.ok(slowest < 1000, `${slowest} ms`);
    frozen.destroy();
  });

  it('tells nothing to who does not know the password', async () => {
    await open();
    const { record } = await readOwner(folder);
    assert.ok(record);
    for (const password of ['', 'x'.repeat(record.password.length), 7, null, {}]) {
      const socket = connect(record.pipe);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      const pipe = openPipe(socket);
      pipe.listen();
      const said: unknown[] = [];
      pipe.onNotification((...all) => {
        said.push(all);
      });
      pipe.sendRequest(HELLO, password).then(
        (answer) => said.push(answer),
        () => undefined,
      );
      await closed;
      pipe.dispose();
      assert.deepEqual(said, []);
    }
  });

  it('cuts off who does not begin with the password, or does not keep to the contract', async () => {
    const owner = await open();
    const { record } = await readOwner(folder);
    assert.ok(record);
    const raw = (text: string) => {
      const socket = connect(record.pipe).on('error', () => undefined);
      socket.write(text);
      return new Promise((resolve) => socket.once('close', resolve));
    };
    const message = JSON.stringify({ jsonrpc: '2.0', method: 'contract', params: {} });
    await raw(`Content-Length: ${message.length}\r\n\r\n${message}`);
    await raw('GET / HTTP/1.1\r\n\r\n');
    assert.equal(owner.log.lines.filter((line) => line.includes('cut off')).length, 2);
  });

  it('says nothing more to an owner who does not know the countersign', async () => {
    const owner = await open();
    const { generation, record } = await readOwner(folder);
    const file = path.join(folder, `owner-${generation}`);
    await writeFile(file, JSON.stringify({ ...record, countersign: 'another' }));
    const window = new TestWindow(folder);
    windows.push(window);
    await until(() => window.log.lines.some((line) => line.includes('somebody else')));
    assert.equal(window.owns, false);
    await writeFile(file, JSON.stringify(record));
    await window.session.joined;
    assert.equal(owner.owns, true);
  });

  it('tells who runs another version so, in one sentence, and serves it when the owner is gone', async () => {
    const owner = await open();
    const other = new TestWindow(folder, '2.0.0');
    windows.push(other);
    const waiting = other.session.api.request('reconnect', { account });
    const sentence =
      /Another window .* Parley 1\.0\.0, and this window runs 2\.0\.0: reload .*\.$/u;
    await assert.rejects(waiting, telling(sentence));
    await assert.rejects(other.session.api.request('reconnect', { account }), telling(sentence));
    assert.equal(other.told.length, 1);
    assert.match(other.told[0] ?? '', sentence);
    assert.equal(other.owns, false);
    owner.session.dispose();
    await other.session.joined;
    assert.equal(other.owns, true);
    await other.session.api.request('reconnect', { account });
  });

  it('F13: takes over from an owner that is there and does nothing, who then follows', async () => {
    const owner = await open();
    const { generation, record } = await readOwner(folder);
    assert.ok(record);
    // It stands in for an owner whose pipe takes connections, and that never reads.
    const pipe = path.join(root, 'stuck');
    const stuck = createServer((socket) => socket.on('error', () => undefined)).listen(pipe);
    await once(stuck, 'listening');
    await writeFile(path.join(folder, `owner-${generation}`), JSON.stringify({ ...record, pipe }));
    const begun = performance.now();
    const [next, third] = [new TestWindow(folder), new TestWindow(folder)];
    windows.push(next, third);
    await Promise.all([next.session.joined, third.session.joined]);
    assert.ok(performance.now() - begun < 8000);
    assert.notEqual(next.owns, third.owns);
    stuck.close();
    // The one that woke up sees it: what it asks from now on, the new owner does.
    await until(() => owner.log.lines.some((line) => line.includes('took the session over')));
    const { api } = owner.session;
    await api.request('sendMessage', { account, chat, body: 'awake' });
    assert.deepEqual(bodies(next.owns ? next : third), ['awake']);
    assert.ok(owner.links.every(({ calls }) => calls.includes('suspend')));
  }).timeout(15_000);

  it('works alone where no session can be shared', async () => {
    await writeFile(folder, 'not a folder');
    const window = await open();
    assert.equal(window.owns, true);
    await window.session.api.request('sendMessage', { account, chat, body: 'alone' });
    assert.deepEqual(bodies(window), ['alone']);
  }).timeout(10_000);
});
