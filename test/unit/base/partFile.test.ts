import assert from 'node:assert/strict';
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PartFile } from '../../../src/base/partFile.ts';

const OLD_PART = '.parley-6b4d0c0a-6df5-4e6c-9d8e-0a6d2f3b1c55.part';

describe('PartFile', () => {
  let folder: string;
  let target: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'partFile-'));
    target = path.join(folder, 'a.bin');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives the name to what is whole, and not before', async () => {
    const part = await PartFile.create(target, { replace: false });
    await part.write(Buffer.from('one '));
    await part.write(Buffer.from('two'));
    const [name = '', ...others] = await readdir(folder);
    assert.match(name, /^\.parley-.*\.part$/u);
    assert.deepEqual(others, []);
    assert.equal((await stat(path.join(folder, name))).mode & 0o777, 0o600);
    await part.finish();
    assert.deepEqual(await readdir(folder), ['a.bin']);
    assert.equal(await readFile(target, 'utf8'), 'one two');
  });

  it('begins anew', async () => {
    const part = await PartFile.create(target, { replace: false });
    await part.write(Buffer.from('something longer'));
    await part.restart();
    await part.write(Buffer.from('one '));
    await part.write(Buffer.from('two'));
    await part.finish();
    assert.equal(await readFile(target, 'utf8'), 'one two');
  });

  it('knows that it was removed', async () => {
    const part = await PartFile.create(target, { replace: false });
    assert.equal(await part.exists(), true);
    for (const name of await readdir(folder)) await rm(path.join(folder, name));
    assert.equal(await part.exists(), false);
    await part.discard();
  });

  it('leaves nothing when it is given up', async () => {
    const part = await PartFile.create(target, { replace: false });
    await part.write(Buffer.from('one'));
    await part.discard();
    assert.deepEqual(await readdir(folder), []);
  });

  it('takes no name that was given meanwhile (A44)', async () => {
    const part = await PartFile.create(target, { replace: false });
    await symlink(path.join(folder, 'elsewhere'), target);
    await assert.rejects(part.finish(), { code: 'EEXIST' });
    await part.discard();
    assert.deepEqual(await readdir(folder), ['a.bin']);
  });

  const left = { replace: false, content: 'the same' };
  /** Leaves a part as a process does that ends. */
  const leave = async (content: string) => {
    const part = await PartFile.create(target, left);
    await part.write(Buffer.from(content));
    await part.leave();
  };

  it('goes on with what another process has left of the same content at the same place', async () => {
    await leave('one ');
    for (const other of [
      await PartFile.create(target, { ...left, content: 'another' }),
      await PartFile.create(path.join(folder, 'b.bin'), left),
      await PartFile.create(target, { replace: false }),
    ]) {
      assert.equal(other.left, 0);
      await other.discard();
    }
    const part = await PartFile.create(target, left);
    assert.equal(part.left, 4);
    // Nobody else has it meanwhile.
    const second = await PartFile.create(target, left);
    assert.equal(second.left, 0);
    await second.discard();
    await part.write(Buffer.from('two'));
    await part.finish();
    assert.equal(await readFile(target, 'utf8'), 'one two');
    assert.deepEqual(await readdir(folder), ['a.bin']);
  });

  const pitfalls: readonly (readonly [string, (part: string) => Promise<unknown>])[] = [
    ['a link', (part) => symlink(path.join(folder, 'theirs'), part)],
    ['another name of a file', (part) => link(path.join(folder, 'theirs'), part)],
    ['a folder', (part) => mkdir(part)],
    ['what others may write', (part) => writeFile(part, '').then(() => chmod(part, 0o666))],
  ];
  for (const [what, make] of pitfalls) {
    it(`goes on with nothing where ${what} has the name of the part (A44)`, async () => {
      await writeFile(path.join(folder, 'theirs'), 'theirs', { mode: 0o600 });
      const named = await PartFile.create(target, left);
      const name = (await readdir(folder)).find((each) => each.endsWith('.part')) ?? '';
      await named.discard();
      await make(path.join(folder, name));
      const part = await PartFile.create(target, left);
      assert.equal(part.left, 0);
      await part.write(Buffer.from('ours'));
      await part.finish();
      assert.equal(await readFile(target, 'utf8'), 'ours');
      assert.equal(await readFile(path.join(folder, 'theirs'), 'utf8'), 'theirs');
    });
  }

  it('removes what a crash has left, and no running transfer', async () => {
    const running = await PartFile.create(target, { replace: false });
    const [waiting = ''] = await readdir(folder);
    const stale = path.join(folder, OLD_PART);
    const foreign = path.join(folder, '.other.part');
    const long = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const file of [stale, foreign]) await writeFile(file, 'old');
    for (const file of [stale, foreign, path.join(folder, waiting)]) await utimes(file, long, long);
    const next = await PartFile.create(path.join(folder, 'b.bin'), { replace: false });
    await next.finish();
    await running.finish();
    assert.deepEqual((await readdir(folder)).sort(), ['.other.part', 'a.bin', 'b.bin']);
  });
});
