import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nameIsTaken, writeNewFile } from '../../../src/base/newFile.ts';

const content = Buffer.from('new');

describe('writeNewFile', () => {
  let folder: string;
  let target: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'newFile-'));
    target = path.join(folder, 'a.ts');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes a file that is for its owner alone, and leaves nothing else', async () => {
    await writeNewFile(target, content, { replace: false });
    assert.equal(await readFile(target, 'utf8'), 'new');
    assert.equal((await stat(target)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder), ['a.ts']);
  });

  it('takes a name of 255 bytes', async () => {
    const name = `${'ä'.repeat(125)}.json`;
    await writeNewFile(path.join(folder, name), content, { replace: false });
    assert.deepEqual(await readdir(folder), [name]);
  });

  it('takes the place of nothing unasked, also not of a link that leads nowhere', async () => {
    await writeFile(target, 'old');
    await assert.rejects(writeNewFile(target, content, { replace: false }), { code: 'EEXIST' });
    assert.equal(await readFile(target, 'utf8'), 'old');
    const dangling = path.join(folder, 'b.ts');
    await symlink(path.join(folder, 'c.ts'), dangling);
    assert.equal(await nameIsTaken(dangling), true);
    await assert.rejects(writeNewFile(dangling, content, { replace: false }), { code: 'EEXIST' });
    assert.deepEqual((await readdir(folder)).sort(), ['a.ts', 'b.ts']);
  });

  it('replaces a link itself, never what it leads to', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    await writeFile(elsewhere, 'precious');
    await symlink(elsewhere, target);
    await writeNewFile(target, content, { replace: true });
    assert.equal(await readFile(elsewhere, 'utf8'), 'precious');
    assert.equal((await lstat(target)).isSymbolicLink(), false);
    assert.equal(await readFile(target, 'utf8'), 'new');
  });

  it('leaves nothing where it cannot write', async () => {
    const lost = path.join(folder, 'missing', 'a.ts');
    await assert.rejects(writeNewFile(lost, content, { replace: false }), { code: 'ENOENT' });
    assert.equal(await nameIsTaken(lost), false);
    assert.deepEqual(await readdir(folder), []);
  });
});
