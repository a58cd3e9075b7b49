import assert from 'node:assert/strict';
import { pastedFiles, pastedName } from '../../../../webview/view/pastedFiles.ts';

const time = new Date(2026, 10, 1, 8, 3);
/** What is pasted: files by name and type, and what else there is. */
const paste = (files: readonly (readonly [string, string])[], ...types: string[]) => {
  const given = files.map(([name, type]) => new File(['x'], name, { type }));
  const data = { files: given, types: ['Files', ...types] } as unknown as DataTransfer;
  return pastedFiles(data, time).map(({ name }) => name);
};
const bitmap = ['image.png', 'image/png'] as const;

describe('what is pasted', () => {
  it('is named after the local time and its type where it has no name', () => {
    assert.equal(pastedName('image/png', time, 1), 'pasted-2026-11-01-0803.png');
    assert.equal(pastedName('text/plain', time, 1), 'pasted-2026-11-01-0803.txt');
    assert.equal(pastedName('image/jpeg', time, 2), 'pasted-2026-11-01-0803-2.jpg');
    assert.deepEqual(paste([bitmap, bitmap]), [
      'pasted-2026-11-01-0803.png',
      'pasted-2026-11-01-0803-2.png',
    ]);
  });

  it('is files of any type and number, under their own names', () => {
    const files = ['report.pdf', 'holiday.png', '.env'].map((name) => [name, ''] as const);
    assert.deepEqual(paste(files), ['report.pdf', 'holiday.png', '.env']);
    assert.deepEqual(paste([['a.png', 'image/png']], 'text/plain'), ['a.png']);
    assert.deepEqual(paste([bitmap, ['a.pdf', '']], 'text/plain').length, 2);
  });

  it('is the text where a picture of it comes with it', () => {
    assert.deepEqual(paste([bitmap], 'text/plain', 'text/html'), []);
    assert.deepEqual(paste([], 'text/plain'), []);
  });
});
