import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { failure } from '../../../../src/base/userError.ts';
import { piecesOf } from '../../../../src/xmpp/files/filePieces.ts';

const content = randomBytes(3_000_000);

describe('the pieces of a file', () => {
  let given: number;
  let read: number;
  const source = {
    ...{ name: 'a.bin', mediaType: 'application/octet-stream', size: content.length },
    read: (offset: number, length: number) => {
      read += 1;
      return Promise.resolve(content.subarray(offset, offset + length));
    },
  };
  const all = async (of = source, range?: { offset: number; length: number }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of piecesOf(of, range)) {
      given += 1;
      assert.ok(read - given <= 4, `${read - given} pieces ahead`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  };
  beforeEach(() => {
    [given, read] = [0, 0];
  });

  it('are all of it, in order, and few are read ahead of their use', async () => {
    assert.ok((await all()).equals(content));
    assert.equal(read, given);
  });

  it('are a part of it', async () => {
    const part = await all(source, { offset: 1_000_001, length: 600_000 });
    assert.ok(part.equals(content.subarray(1_000_001, 1_600_001)));
  });

  it('end with the first that cannot be read', async () => {
    const broken = {
      ...source,
      read: (offset: number, length: number) =>
        offset > 1_000_000
          ? Promise.reject(failure('unreadable', { name: 'a.bin' }))
          : source.read(offset, length),
    };
    await assert.rejects(all(broken), { code: 'unreadable' });
    assert.equal(given, 4);
  });
});
