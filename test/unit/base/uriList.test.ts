import assert from 'node:assert/strict';
import { parseUriList } from '../../../src/base/uriList.ts';

describe('parseUriList', () => {
  it('reads one URI a line, without comments and empty lines', () => {
    const text = '# two files\r\nfile:///a.txt\r\n\nfile:///b.txt\n';
    assert.deepEqual(parseUriList(text), ['file:///a.txt', 'file:///b.txt']);
    assert.deepEqual(parseUriList(''), []);
  });
});
