import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AvatarFiles } from '../../../src/storage/avatarFiles.ts';
import { png, sha1 } from '../../support/pictures.ts';

const [ada, bob] = ['ada@example.org', 'bob@example.org'];
const picture = png(64);
const hash = sha1(picture);

describe('AvatarFiles', () => {
  let folder: string;
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));

  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'parley-avatars-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('keep a picture by its hash, for the user alone', async () => {
    await new AvatarFiles(folder).write(ada, hash, picture);
    const again = new AvatarFiles(folder);
    assert.deepEqual(await again.read(ada, hash), picture);
    assert.equal(await again.read(bob, hash), undefined);
    const [file = ''] = await files();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.ok(!file.includes('ada'));
    assert.equal(again.pathOf(ada, hash), file);
  });

  it('A37: have no name but a hash', async () => {
    const store = new AvatarFiles(folder);
    assert.equal(await store.read(ada, '../../secret'), undefined);
    await assert.rejects(store.write(ada, '../../secret', picture), /not a hash/u);
    assert.equal(store.pathOf(ada, '../../secret'), undefined);
    assert.deepEqual(await files(), []);
  });

  it('A35: drop what was used longest ago, and what is half written', async () => {
    const of = (at: number) => png(64, 64, [at, 0, 0]);
    const hashes = [1, 2, 3, 4].map((at) => sha1(of(at)));
    const most = 3 * picture.length + 20;
    const store = new AvatarFiles(folder, most);
    for (const [at, one] of hashes.slice(0, 3).entries()) {
      await store.write(ada, one, of(at + 1));
      const file = (await files()).find((name) => name.endsWith(one)) ?? '';
      await utimes(file, 1000 + at, 1000 + at);
    }
    const next = new AvatarFiles(folder, most);
    // Used, and so no longer the oldest.
    await next.read(ada, hashes[0] ?? '');
    const [file = ''] = await files();
    await writeFile(path.join(path.dirname(file), `${hash}.part`), 'x');
    await next.write(ada, hashes[3] ?? '', of(4));
    const left = (await files()).map((name) => path.basename(name)).sort();
    assert.deepEqual(left, [hashes[0], hashes[2], hashes[3]].sort());
  });

  it('A4: are gone with their account, also those on their way', async () => {
    const store = new AvatarFiles(folder);
    await store.write(bob, hash, picture);
    await Promise.all([store.write(ada, hash, picture), store.remove(ada)]);
    assert.equal((await files()).length, 1);
    assert.deepEqual(await store.read(bob, hash), picture);
  });
});
