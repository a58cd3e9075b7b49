import assert from 'node:assert/strict';
import { fileKind } from '../../../../webview/view/fileKind.ts';

describe('what a file is', () => {
  it('is told by its name, and else by its media type', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['a.PNG', '', 'picture'],
      ['photo', 'image/jpeg', 'picture'],
      ['a.svg', 'image/svg+xml', 'text'],
      ['answer.ts', 'video/mp2t', 'text'],
      ['song.mp3', '', 'sound'],
      ['voice', 'audio/ogg', 'sound'],
      ['clip.webm', '', 'video'],
      ['clip', 'video/mp4', 'video'],
      ['all.tar.gz', 'application/octet-stream', 'archive'],
      ['all', 'application/zip', 'archive'],
      ['paper.pdf', '', 'pdf'],
      ['paper', 'application/pdf', 'pdf'],
      ['letter.odt', '', 'document'],
      ['letter', 'application/msword', 'document'],
      ['costs.xlsx', '', 'table'],
      ['costs', 'application/vnd.oasis.opendocument.spreadsheet', 'table'],
      ['novel.epub', '', 'book'],
      ['history.sqlite', '', 'database'],
      ['letters', 'font/woff2', 'font'],
      ['image.dat', '', 'binary'],
      ['photo', 'image/heic', 'binary'],
      ['data', 'application/json', 'text'],
      ['setup.exe', 'text/plain', 'program'],
      ['photo.jpg.scr', 'image/jpeg', 'program'],
      ['run.sh', '', 'text'],
      ['Makefile', '', 'unknown'],
      ['4a771ac1', 'application/octet-stream', 'unknown'],
    ];
    for (const [name, mediaType, kind] of cases) {
      assert.equal(fileKind({ name, mediaType }), kind, name);
    }
  });
});
