import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addedFile, changedFile, joined } from '../../../../../src/ui/files/changes/patch.ts';

describe('a patch of changes', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder }).toString();
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'patch-'));
    git('init', '-q');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('with new files is applied by git', async () => {
    const files = {
      'a.ts': 'one\n',
      'no end': 'one\ntwo',
      empty: '',
      'sub/größe "x"\t\u0001.txt': 'ä\n\n',
      'crlf.txt': 'a\r\nb\r\n',
    };
    const parts = Object.entries(files).map(([name, text]) => addedFile(name, Buffer.from(text)));
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: joined(parts).text,
    });
    for (const [name, text] of Object.entries(files)) {
      assert.equal(await readFile(at(name), 'utf8'), text, name);
    }
  });

  it('with binary files names these, and applies without them', async () => {
    await writeFile(at('a.ts'), 'one\n');
    await writeFile(at('b.bin'), Buffer.from([0, 1]));
    git('add', '.');
    await writeFile(at('a.ts'), 'two\n');
    await writeFile(at('b.bin'), Buffer.from([0, 2]));
    const changed = ['a.ts', 'b.bin'].map((name) => changedFile(name, git('diff', '--', name)));
    const patch = joined([...changed, addedFile('c.bin', Buffer.from([0]))]);
    assert.deepEqual(patch.binary, ['b.bin', 'c.bin']);
    assert.match(patch.text, /^# Binary, and not in this patch: b\.bin\n/u);
    git('checkout', '-q', 'a.ts');
    execFileSync('git', ['apply', '-'], { cwd: folder, input: patch.text });
    assert.equal(await readFile(at('a.ts'), 'utf8'), 'two\n');
  });

  it('tells which of its files look like secrets', () => {
    const parts = [
      addedFile('src/.env', Buffer.from('A=1\n')),
      addedFile('notes', Buffer.from('export API_TOKEN=abcdef\n')),
      addedFile('a.ts', Buffer.from('export {};\n')),
    ];
    assert.deepEqual(joined(parts).secrets, ['src/.env', 'notes']);
  });

  it('of nothing is empty', () => {
    assert.deepEqual(joined([changedFile('a', '')]), { text: '', binary: [], secrets: [] });
  });
});
