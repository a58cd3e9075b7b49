import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { memoryFile, openLocal } from '../../../../src/ui/files/localFile.ts';

describe('a file on this machine', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'local-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read in pieces, with its size and type', async () => {
    await writeFile(at('a.bin'), Buffer.from([1, 2, 3, 0, 5]));
    const file = await openLocal('a.bin', at('a.bin'));
    const { size, mediaType, heldBytes } = file;
    assert.deepEqual([size, mediaType, heldBytes], [5, 'application/octet-stream', 0]);
    assert.deepEqual([...(await file.read(1, 2))], [2, 3]);
    assert.deepEqual([...(await file.read(3, 2))], [0, 5]);
    await file.close();
  });

  it('has the type of its name, else of its content', async () => {
    for (const [name, content, type] of [
      ['a.png', 'x', 'image/png'],
      ['a.ts', 'x', 'text/plain'],
      ['empty', '', 'text/plain'],
    ] as const) {
      await writeFile(at(name), content);
      const file = await openLocal(name, at(name));
      assert.equal(file.mediaType, type);
      assert.equal(memoryFile(name, Buffer.from(content)).mediaType, type);
      await file.close();
    }
  });

  it('stays the one that was opened, whatever takes its name', async () => {
    await writeFile(at('a'), 'ours');
    await writeFile(at('b'), 'else');
    const file = await openLocal('a', at('a'));
    await rename(at('b'), at('a'));
    assert.equal(Buffer.from(await file.read(0, 4)).toString(), 'ours');
    await file.close();
  });

  for (const [what, change] of [
    ['grew', (name: string) => appendFile(name, 'x')],
    ['shrank', (name: string) => truncate(name, 2)],
  ] as const) {
    it(`says that it changed when it ${what} meanwhile`, async () => {
      await writeFile(at('a'), 'abcd');
      const file = await openLocal('a', at('a'));
      assert.equal((await file.read(0, 2)).length, 2);
      await change(at('a'));
      await assert.rejects(file.read(2, 2), { message: /^unreadable\.changed/u });
      await file.close();
    });
  }

  it('is refused if it is missing, a folder or a pipe, without waiting for anybody', async () => {
    await mkdir(at('folder'));
    await promisify(execFile)('mkfifo', [at('pipe')]);
    for (const name of ['missing', 'folder', 'pipe']) {
      await assert.rejects(openLocal(name, at(name)), { message: /^unreadable /u });
    }
  });
});
