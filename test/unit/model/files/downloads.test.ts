import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Jid } from '../../../../src/base/jid.ts';
import { Failure, failure } from '../../../../src/base/userError.ts';
import { type Clock, systemClock } from '../../../../src/base/clock.ts';
import type { Chat } from '../../../../src/model/chats/chat.ts';
import { Downloads } from '../../../../src/model/files/downloads.ts';
import type { AnnouncedFile } from '../../../../src/model/history.ts';
import { incoming } from '../../../support/additions.ts';
import { testCertificates } from '../../../support/certificates.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { MemoryFiles } from '../../../support/memoryStores.ts';

const content = randomBytes(300_000);
const target = { path: '/downloads/a.bin', replace: false };
/** Longer than any wait before a cut download goes on, in ms. */
const ANY_WAIT_MS = 60_000;

describe('files saved from servers', () => {
  let chat: Chat;
  let ca: string;
  let server: Server;
  let url: string;
  let files: MemoryFiles;
  let downloads: Downloads;
  let most: number;
  /** What the server has. */
  let body: Buffer;
  /** After how many bytes it breaks off the next answers. */
  let cuts: number[];
  let ranges: (string | undefined)[];

  before(async () => {
    const accounts = new FakeAccounts();
    await accounts.add('you@localhost');
    chat = accounts.get('you@localhost').chats.open(Jid.of('ada@localhost'));
    const certificates = await testCertificates();
    ({ ca } = certificates);
    server = createServer(certificates.good, ({ headers: { range } }, response) => {
      ranges.push(range);
      const from = Number(/\d+/u.exec(range ?? '')?.[0] ?? 0);
      const cut = cuts.shift();
      const rest = body.subarray(from);
      response.writeHead(from === 0 ? 200 : 206, {
        ...{ etag: '"one"', 'content-length': rest.length },
        ...(from > 0 && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
      });
      if (cut === undefined) response.end(rest);
      else response.write(rest.subarray(0, cut), () => response.socket?.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://localhost:${(server.address() as AddressInfo).port}/a.bin`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    [files, most, body, cuts, ranges] = [new MemoryFiles(), 1_000_000, content, [], []];
    downloads = downloadsBy(systemClock);
  });
  afterEach(() => {
    clearInterval(hurry);
    downloads.dispose();
    assert.equal(files.open, 0);
  });

  const downloadsBy = (clock: Clock) =>
    new Downloads({
      ...{ files, clock, trustedCa: () => ca },
      settings: { saveFilesUpTo: () => most },
      report: (what, error) => assert.fail(`${what}: ${String(error)}`),
    });
  let hurry: NodeJS.Timeout | undefined;
  /** From now on, a download that was cut goes on at once. */
  const skipWaits = () => {
    const clock = new FakeClock();
    downloads = downloadsBy(clock);
    hurry = setInterval(() => {
      if (downloads.find('one')?.isWaiting) clock.advance(ANY_WAIT_MS);
    });
  };
  const file = (size?: number): AnnouncedFile => ({
    ...{ name: 'a.bin', url, ...(size !== undefined && { size }) },
    hashes: [{ algorithm: 'sha-256', value: createHash('sha256').update(body).digest('base64') }],
  });
  const save = (mayBeProgram = false, of = file(), to = target) =>
    downloads.save(chat, { id: 'one', message: 'm' }, of, { target: to, mayBeProgram });
  const saved = () => files.all.get(target.path);
  /** Fails as one of the model, with this state left behind. */
  const failsAs = async (code: string, state: string, work: Promise<unknown>) => {
    await assert.rejects(work, (error) => error instanceof Failure && error.code === code);
    assert.equal(downloads.find('one')?.state, state);
  };

  it('are written as they come, and stand in the list', async () => {
    const told = new Set<number>();
    downloads.onDidChange((id) => told.add(downloads.find(id)?.received ?? 0));
    assert.equal(await save(), target.path);
    assert.ok(saved()?.equals(content));
    const { state, path, size, received } = downloads.find('one') ?? {};
    assert.deepEqual([state, path, size, received], ['done', target.path, 300_000, 300_000]);
  });

  it('have their message drawn again, as it is then', async () => {
    const { message } = incoming(chat.key, 'see this');
    await chat.receiveAll([{ key: chat.key, message }]);
    await chat.change(message.id, (known) => ({ ...known, body: 'see that' }));
    const bodies: string[] = [];
    const done = new Promise<void>((resolve) => {
      const watch = chat.onMessage((change) => {
        if (change.kind !== 'changed') return;
        bodies.push(...change.messages.map(({ body }) => body));
        if (downloads.find('one')?.state !== 'done') return;
        watch.dispose();
        resolve();
      });
    });
    const of = { id: 'one', message: message.id };
    await downloads.save(chat, of, file(), { target, mayBeProgram: false });
    await done;
    assert.deepEqual([...new Set(bodies)], ['see that']);
  });

  it('go on by themselves where they were cut', async () => {
    cuts = [100_000];
    assert.equal(await save(), target.path);
    assert.ok(saved()?.equals(content));
    assert.match(ranges[1] ?? '', /^bytes=\d+-$/u);
  });

  it('go on with what there is when they are tried again, to the same place', async () => {
    skipWaits();
    cuts = [100_000, 0, 0, 0, 0];
    await failsAs('offline', 'failed', save());
    assert.ok(downloads.find('one')?.holdsPart);
    const asked = ranges.length;
    assert.equal(await save(), target.path);
    assert.deepEqual(ranges.slice(asked), [ranges[1]]);
    assert.ok(saved()?.equals(content));
  });

  it('begin anew when what there was is gone', async () => {
    skipWaits();
    cuts = [100_000, 0, 0, 0, 0];
    await failsAs('offline', 'failed', save());
    const asked = ranges.length;
    files.areLost = true;
    assert.equal(await save(), target.path);
    assert.deepEqual(ranges.slice(asked), [undefined]);
    assert.ok(saved()?.equals(content));
  });

  it('leave nothing when they are cancelled, while they come and after they failed', async () => {
    cuts = [100_000];
    const cancelled = failsAs('cancelled', 'cancelled', save());
    const waits = new Promise<void>((resolve) => {
      downloads.onDidChange(() => {
        if (downloads.find('one')?.isWaiting) resolve();
      });
    });
    await waits;
    await assert.rejects(save(), { code: 'busy' });
    await downloads.stop('one');
    await cancelled;
    assert.equal(files.open, 0);
    body = Buffer.concat([Buffer.from('#!/bin/sh\n'), content]);
    await failsAs('program', 'failed', save());
    await downloads.stop('one');
    assert.deepEqual([files.open, downloads.find('one')?.state], [0, 'cancelled']);
  });

  it('A15 that are programs get no name without consent, and are not fetched twice', async () => {
    body = Buffer.concat([Buffer.from('PK\x03\x04'), content, Buffer.from('word/vbaProject.bin')]);
    await failsAs('program', 'failed', save());
    assert.equal(saved(), undefined);
    assert.equal(await save(true), target.path);
    assert.ok(saved()?.equals(body));
    assert.equal(ranges.length, 1);
  });

  it('A20 are at most as large as the setting says, announced or not', async () => {
    most = 299_999;
    await assert.rejects(save(false, file(300_000)), {
      userError: failure('too-large.to-save', { most: { bytes: most } }).userError,
    });
    assert.equal(ranges.length, 0);
    await failsAs('too-large', 'failed', save());
    assert.equal(saved(), undefined);
  });

  it('F16 are none where the disk does not take them', async () => {
    files.failure = failure('not-saved.full', { name: 'a.bin' });
    await failsAs('not-saved', 'failed', save());
    assert.deepEqual([files.open, saved()], [0, undefined]);
    // Once there is room, the same request does.
    files.failure = undefined;
    assert.equal(await save(), target.path);
  });

  it('F24 are none if they are not what was announced', async () => {
    const announced = file();
    body = randomBytes(300_000);
    await failsAs('damaged', 'failed', save(false, announced));
    assert.deepEqual([files.open, saved()], [0, undefined]);
  });
});
