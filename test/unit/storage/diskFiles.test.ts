import assert from 'node:assert/strict';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  statfs,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DiskFiles } from '../../../src/storage/diskFiles.ts';

async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

describe('DiskFiles', () => {
  let folder: string;
  let files: DiskFiles;
  const at = (name: string) => ({ path: path.join(folder, name), replace: false });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'diskFiles-'));
    files = new DiskFiles(() => Promise.resolve(folder));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('give a file its name when it is whole', async () => {
    const file = await files.create(await files.download('a.txt'), 4);
    await file.write(Buffer.from('ab'));
    await file.write(Buffer.from('cd'));
    assert.equal(await file.finish(), path.join(folder, 'a.txt'));
    await file.discard();
    assert.equal(await readFile(path.join(folder, 'a.txt'), 'utf8'), 'abcd');
  });

  it('give the next free name, so that nothing is lost on either side', async () => {
    for (const content of ['1', '2', '3']) {
      const file = await files.create(at('a.tar'), 1);
      await file.write(Buffer.from(content));
      await file.finish();
    }
    assert.deepEqual((await readdir(folder)).sort(), ['a (2).tar', 'a (3).tar', 'a.tar']);
    assert.equal(await readFile(path.join(folder, 'a (3).tar'), 'utf8'), '3');
  });

  it('replace only what the user has agreed to', async () => {
    await writeFile(path.join(folder, 'a.txt'), 'old');
    const file = await files.create({ ...at('a.txt'), replace: true }, 3);
    await file.write(Buffer.from('new'));
    assert.equal(await readFile(path.join(folder, 'a.txt'), 'utf8'), 'old');
    await file.finish();
    assert.equal(await readFile(path.join(folder, 'a.txt'), 'utf8'), 'new');
  });

  it('give each its own of names that are one to the file system, or the same, at once', async () => {
    const names = ['a.txt', 'a.txt', 'A.TXT'];
    const begun = await Promise.all(names.map((name) => files.create(at(name), 1)));
    await Promise.all(begun.map((file, index) => file.write(Buffer.from(String(index)))));
    const paths = await Promise.all(begun.map((file) => file.finish()));
    assert.equal(new Set(paths).size, 3);
    for (const [index, saved] of paths.entries()) {
      assert.equal(await readFile(saved, 'utf8'), String(index));
    }
    assert.equal((await readdir(folder)).length, 3);
  });

  it('A44: take the place of no link that is made meanwhile, wherever that leads', async () => {
    const theirs = path.join(folder, 'theirs');
    await writeFile(theirs, 'theirs');
    const file = await files.create(at('a.txt'), 4);
    await file.write(Buffer.from('ours'));
    await symlink(theirs, at('a.txt').path);
    assert.equal(await file.finish(), at('a (2).txt').path);
    assert.equal(await readFile(theirs, 'utf8'), 'theirs');
    assert.equal(await readFile(at('a (2).txt').path, 'utf8'), 'ours');
  });

  it('say that their folder is gone, and leave nothing open', async () => {
    const inner = path.join(folder, 'inner');
    await mkdir(inner);
    const file = await files.create({ path: path.join(inner, 'a.txt'), replace: false }, 4);
    await file.write(Buffer.from('ours'));
    await rm(inner, { recursive: true });
    assert.equal(await file.exists(), false);
    await assert.rejects(file.finish(), {
      userError: { code: 'not-saved.missing', params: { name: 'a.txt' } },
    });
    await file.discard();
    assert.deepEqual(await readdir(folder), []);
  });

  it('can be read as far as they are written', async () => {
    const file = await files.create(at('a.bin'), 600_000);
    const content = Buffer.alloc(600_000, 'abc');
    await file.write(content.subarray(0, 500_000));
    await file.write(content.subarray(500_000));
    const pieces: Uint8Array[] = [];
    for await (const piece of file.read()) pieces.push(piece);
    assert.ok(Buffer.concat(pieces).equals(content));
    await file.discard();
  });

  it('leave nothing of what is discarded', async () => {
    const file = await files.create(at('a.txt'), 4);
    await file.write(Buffer.from('ab'));
    await file.discard();
    assert.deepEqual(await readdir(folder), []);
  });

  it('say at once that there is no room', async () => {
    const params = { name: 'a.iso' };
    await assert.rejects(files.create(at('a.iso'), Number.MAX_SAFE_INTEGER), {
      userError: { code: 'not-saved.full', params },
    });
    assert.deepEqual(await readdir(folder), []);
  });

  it('keep what was left where there is no room for the rest', async () => {
    const [free, size] = [await roomIn(folder), 4096];
    const begun = await files.create(at('a.iso'), size, 'a');
    await begun.write(Buffer.alloc(size / 2));
    await begun.leave();
    await assert.rejects(files.create(at('a.iso'), 2 * free, 'a'), {
      userError: { code: 'not-saved.full', params: { name: 'a.iso' } },
    });
    const next = await files.create(at('a.iso'), size, 'a');
    assert.equal(next.left, size / 2);
    await next.discard();
    assert.deepEqual(await readdir(folder), []);
  });

  it('say what is wrong with a folder', async () => {
    await assert.rejects(files.create(at('none/a.txt'), 1), {
      userError: { code: 'not-saved.missing', params: { name: 'a.txt' } },
    });
    // Root may write anywhere.
    if (process.getuid?.() === 0) return;
    await chmod(folder, 0o500);
    await assert.rejects(files.create(at('a.txt'), 1), {
      userError: { code: 'not-saved.denied', params: { name: 'a.txt' } },
    });
  });
});
