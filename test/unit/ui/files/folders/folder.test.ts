import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanPicture } from '../../../../../src/ui/files/cleanPicture.ts';
import { ExcludeSetting } from '../../../../../src/ui/files/folders/excludeSetting.ts';
import {
  type FolderReader,
  type Listed,
  listFolder,
  MAX_FILES,
} from '../../../../../src/ui/files/folders/listFolder.ts';
import { packFolder } from '../../../../../src/ui/files/folders/packFolder.ts';
import { openLocal } from '../../../../../src/ui/files/localFile.ts';
import { png } from '../../../../support/pictures.ts';

const DISK: FolderReader = {
  list: async (at) =>
    (await readdir(at, { withFileTypes: true })).map((entry) => ({
      name: entry.name,
      type: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
    })),
  readText: (at) => readFile(at, 'utf8').catch(() => undefined),
  stat: async (at) => {
    const { size, mtime } = await stat(at);
    return { size, modified: mtime };
  },
};

describe('a folder to be sent', () => {
  let root: string;
  const at = (name: string) => path.join(root, name);
  const listed = (name: string, more: Partial<Listed> = {}): Listed => ({
    path: at(name),
    parents: [],
    exclude: new ExcludeSetting({}),
    excludeBase: '',
    isCancelled: () => false,
    ...more,
  });
  const put = async (name: string, content: string | Buffer = '') => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  };
  const list = async (name: string, more: Partial<Listed> = {}) => {
    const listing = await listFolder(DISK, listed(name, more));
    assert.ok(listing && listing !== 'too-many');
    return listing;
  };
  const paths = async (name: string, more: Partial<Listed> = {}) =>
    (await list(name, more)).files.map((file) => file.path);

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'folder-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is listed without what git and the explorer leave out', async () => {
    await put('.gitignore', 'out\n*.log\n!top/kept.log\n');
    await put('top/.git/config', 'url = https://ada:secret@example.org');
    await put('top/a.ts', 'abc');
    await put('top/out/a.js');
    await put('top/a.log');
    await put('top/kept.log');
    await put('top/sub/.gitignore', '!b.log\n');
    await put('top/sub/b.log');
    await put('top/sub/c.map');
    const more = { parents: [root], exclude: new ExcludeSetting({ 'top/sub/*.map': true }) };
    const { files, size, excluded } = await list('top', { ...more, excludeBase: 'top/' });
    assert.deepEqual(
      files.map((file) => file.path),
      ['a.ts', 'kept.log', 'sub/.gitignore', 'sub/b.log'],
    );
    assert.deepEqual([size, excluded], [10, 3]);
  });

  it('that is excluded itself was meant all the same', async () => {
    await put('.gitignore', 'out\n');
    await put('out/deep/a.js');
    assert.deepEqual(await paths('out', { parents: [root] }), ['deep/a.js']);
    assert.deepEqual(await paths('out/deep', { parents: [root, at('out')] }), ['a.js']);
  });

  it('does not lead anywhere else by links', async () => {
    await put('secret/key', 'x');
    await put('top/a');
    await symlink(at('secret'), at('top/folder'));
    await symlink(at('secret/key'), at('top/file'));
    const { files, others } = await list('top');
    assert.deepEqual([files.map((file) => file.path), others], [['a'], 2]);
    await assert.rejects(openLocal('file', at('top/file'), false), { message: /^unreadable/u });
  });

  it('of too many files is none', async () => {
    const endless: FolderReader = {
      ...DISK,
      list: () =>
        Promise.resolve(Array.from({ length: 100 }, (_, n) => ({ name: `${n}`, type: 'file' }))),
      stat: () => Promise.resolve({ size: 1, modified: new Date(0) }),
    };
    const deep: FolderReader = {
      ...DISK,
      list: () => Promise.resolve([{ name: 'again', type: 'folder' }]),
    };
    const wide: FolderReader = {
      ...endless,
      list: () =>
        Promise.resolve(
          Array.from({ length: MAX_FILES + 1 }, (_, n) => ({ name: `${n}`, type: 'file' })),
        ),
    };
    assert.equal(await listFolder(deep, listed('top')), 'too-many');
    assert.equal(await listFolder(wide, listed('top')), 'too-many');
    assert.equal(((await listFolder(endless, listed('top'))) as { size: number }).size, 100);
  });

  it('is not read on once the user gives up', async () => {
    await put('top/a');
    assert.equal(await listFolder(DISK, listed('top', { isCancelled: () => true })), undefined);
  });

  describe('is packed', () => {
    const pack = async (name: string, isCancelled = () => false) =>
      packFolder({
        name,
        files: (await list(name)).files,
        open: (file) => openLocal(path.basename(file.path), at(`${name}/${file.path}`), false),
        clean: cleanPicture,
        onPacked: () => undefined,
        isCancelled,
      });
    /** What another program finds in it: path → SHA-256, year, mode. */
    const unpacked = async (content: Uint8Array) => {
      await writeFile(at('packed.zip'), content);
      const script =
        'import sys,zipfile,json,hashlib\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n' +
        'print(json.dumps({i.filename:[hashlib.sha256(z.read(i)).hexdigest(),i.date_time[0],i.external_attr>>16] for i in z.infolist()}))';
      const found = execFileSync('python3', ['-c', script, at('packed.zip')]).toString();
      return JSON.parse(found) as Record<string, [string, number, number]>;
    };
    const hash = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
    const ours = async () =>
      (await readdir(tmpdir())).filter((name) => /^parley-.*\.zip$/u.test(name));

    it('as an archive that other programs read, and of which nothing stays', async () => {
      const large = Buffer.concat([randomBytes(700_000), Buffer.alloc(300_000)]);
      await put('top/empty');
      await put('top/sub/größe 😀.bin', large);
      await put('top/odd\\..\\name', 'x');
      const file = await pack('top');
      assert.ok(file);
      const { name, mediaType, heldBytes, size } = file;
      assert.deepEqual([name, mediaType, heldBytes], ['top.zip', 'application/zip', 0]);
      const content = Buffer.concat([await file.read(0, 1000), await file.read(1000, size - 1000)]);
      await file.close();
      const found = await unpacked(content);
      const year = new Date().getUTCFullYear();
      assert.deepEqual(found, {
        'top/empty': [hash(''), year, 0o100644],
        'top/odd_.._name': [hash('x'), year, 0o100644],
        'top/sub/größe 😀.bin': [hash(large), year, 0o100644],
      });
      assert.deepEqual(await ours(), []);
    });

    it('with its pictures without what they say of their making', async () => {
      const picture = Buffer.from(png(1));
      await put('top/deep/photo.png', Buffer.concat([picture, Buffer.from('GPS')]));
      const file = await pack('top');
      assert.ok(file);
      const content = await file.read(0, file.size);
      await file.close();
      const [found = []] = Object.values(await unpacked(content));
      assert.equal(found[0], hash(picture));
    });

    it('with the names of what looks secret in it', async () => {
      await put('top/a.ts', 'export {};');
      await put('top/deep/.env', 'A=1');
      await put('top/notes.txt', ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' '));
      const file = await pack('top');
      assert.ok(file);
      assert.deepEqual(file.secrets, ['deep/.env', 'notes.txt']);
      await file.close();
    });

    it('not once the user gives up, nor when a file is gone, and leaves nothing', async () => {
      await put('top/a', 'x');
      assert.equal(await pack('top', () => true), undefined);
      const { files } = await list('top');
      await rm(at('top/a'));
      const open = () => openLocal('a', at('top/a'), false);
      const packing = { name: 'top', files, open, clean: cleanPicture, onPacked: () => undefined };
      const isCancelled = () => false;
      await assert.rejects(packFolder({ ...packing, isCancelled }), { message: /^unreadable/u });
      assert.deepEqual(await ours(), []);
    });
  });
});
