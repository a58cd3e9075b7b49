import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MessageView, TransferView } from '../../src/api/views.ts';
import type { TestClient } from '../support/client.ts';
import { told } from '../support/say.ts';
import { sendContent } from '../support/sources.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';
import { account, chat, Scene } from './scene.ts';

const eve = 'eve@localhost';
/** In MiB. */
const uploadQuota = 1;
/** One file is within the quota, two are not. */
const SIZE = 600 * 1024;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const newFile = (name: string) => {
  return { name, mediaType: 'application/octet-stream', content: randomBytes(SIZE) };
};

async function ended(ada: TestClient, to: string, transfer: string): Promise<TransferView> {
  return ada.waitFor('transfers', { account, chat: to }, ({ id, state }) => {
    return id === transfer && state !== 'running';
  });
}

async function send(ada: TestClient, to: string, file: ReturnType<typeof newFile>) {
  return ended(ada, to, await sendContent(ada.host, { account, chat: to }, file));
}

describe('the upload quota of Prosody', () => {
  const started = startedHere();
  let scene: Scene;
  let ada: TestClient;

  before(async () => {
    scene = await started.add(Scene.start(startProsody, { uploadQuota }));
    await scene.server.addRosterItem('ada', { jid: eve, name: 'Eve' });
    await scene.server.addRosterItem('eve', { jid: account, name: 'Ada' });
    ada = await scene.signIn();
    const { state, way } = await send(ada, chat, newFile('within.bin'));
    assert.deepEqual([state, way], ['done', 'upload']);
  });

  it('has what is beyond it go directly to who is online', async () => {
    const noted = scene.bob.events.length;
    const beyond = newFile('beyond.bin');
    const { state, way } = await send(ada, chat, beyond);
    assert.deepEqual([state, way], ['done', 'si']);
    const received = await scene.bob.waitFor(({ event }) => event === 'received', 60_000, noted);
    assert.equal(received.sha256, sha256(beyond.content));
  });

  it('is told where there is no other way, and the file is kept until there is', async () => {
    const kept = newFile('kept.bin');
    const refused = await send(ada, eve, kept);
    assert.deepEqual([refused.state, refused.way], ['failed', 'upload']);
    assert.match(
      told(refused.error),
      /takes no more files .*: try again .*, or send it another way/u,
    );

    const { id: transfer } = refused;
    const of = { account, chat: eve };
    await ada.request('retryTransfer', { ...of, transfer });
    const again = await ended(ada, eve, transfer);
    assert.deepEqual([again.state, again.error?.code], ['failed', 'refused.quota']);

    const other = scene.client();
    await other.request('signIn', { jid: eve, password: 'secret' });
    await ada.waitFor('contacts', { account }, ({ id, show }) => id === eve && show !== 'offline');
    await ada.request('retryTransfer', { ...of, transfer });
    const offered = { account: eve, chat: account };
    const isOffered = ({ offer }: MessageView) => offer?.state === 'offered';
    const { id: message } = await other.waitFor('messages', offered, isOffered);
    const target = { path: '/home/eve/kept.bin', replace: false };
    await other.request('acceptFile', { ...offered, message, ...target });
    const done = await ended(ada, eve, transfer);
    assert.deepEqual([done.state, done.way], ['done', 'jingle']);
    const saved = other.files.all.get(target.path);
    assert.ok(saved);
    assert.equal(sha256(saved), sha256(kept.content));
  });
});

describe('the upload quota of ejabberd', () => {
  const started = startedHere();

  it('refuses nothing, and takes away the oldest files, which is told', async () => {
    const scene = await started.add(Scene.start(startEjabberd, { uploadQuota }));
    const ada = await scene.signIn();
    const first = await send(ada, chat, newFile('first.bin'));
    const second = newFile('second.bin');
    assert.deepEqual([first.state, (await send(ada, chat, second)).state], ['done', 'done']);

    // It takes them away beside what it answers.
    const stored = async () => {
      const all = await readdir(path.join(scene.server.folder, 'upload'), { recursive: true });
      return all.filter((name) => name.endsWith('.bin')).map((name) => path.basename(name));
    };
    while ((await stored()).includes('first.bin')) await delay(20);
    assert.deepEqual(await stored(), ['second.bin']);

    const messageOf = async (name: string) => {
      const isSent = ({ file }: MessageView) => file?.name === name && file.url !== undefined;
      return (await ada.waitFor('messages', { account, chat }, isSent)).id;
    };
    const of = { account, chat };
    const gone = await ada.failureOf('fetchFile', { ...of, message: await messageOf('first.bin') });
    assert.equal(told(gone), 'The file is no longer on the server: ask for it to be sent again.');
    const fetched = await ada.request('fetchFile', {
      ...{ ...of, message: await messageOf('second.bin') },
    });
    assert.equal(sha256(fetched.content), sha256(second.content));
  });
});
