import assert from 'node:assert/strict';
import type { Change } from '../../../src/api/topics.ts';
import type { PieceView } from '../../../src/api/views.ts';
import { userError } from '../../../src/base/userError.ts';
import { FileSources } from '../../../src/host/fileSources.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const file = { name: 'a.ts', size: 9, mediaType: 'text/plain' };

describe('FileSources', () => {
  let clock: FakeClock;
  let sources: FileSources;
  let wanted: PieceView[];
  const hear = (change: Change<PieceView>) => {
    if (change.kind === 'upsert') wanted.push(...change.items);
  };
  beforeEach(() => {
    clock = new FakeClock();
    sources = new FileSources(clock);
    wanted = [];
  });
  const last = () => wanted.at(-1)?.id ?? '';

  it('read the pieces of a window’s file, several at once, in any order', async () => {
    sources.offer('s', hear);
    const source = sources.open('s', file);
    const pieces = [source.read(0, 2), source.read(2, 1)];
    assert.deepEqual(
      wanted.map(({ offset, length }) => [offset, length]),
      [
        [0, 2],
        [2, 1],
      ],
    );
    sources.give('s', wanted[1]?.id ?? '', Uint8Array.of(3));
    sources.give('s', wanted[0]?.id ?? '', Uint8Array.of(1, 2));
    assert.deepEqual(await Promise.all(pieces), [Uint8Array.of(1, 2), Uint8Array.of(3)]);
    assert.equal(clock.pending, 0);
  });

  it('take only a piece that is wanted, once, of its length and from its window', async () => {
    sources.offer('s', hear);
    sources.offer('other', () => undefined);
    const piece = sources.open('s', file).read(0, 2);
    sources.give('other', last(), Uint8Array.of(8, 8));
    sources.give('unknown', last(), Uint8Array.of(8, 8));
    sources.give('s', 'unknown', Uint8Array.of(8, 8));
    sources.give('s', last(), Uint8Array.of(1, 2));
    sources.give('s', last(), Uint8Array.of(8, 8));
    assert.deepEqual(await piece, Uint8Array.of(1, 2));
    const short = sources.open('s', file).read(0, 2);
    sources.give('s', last(), Uint8Array.of(1));
    await assert.rejects(short, { code: 'bad-request' });
  });

  it('tell why a window cannot read', async () => {
    sources.offer('s', hear);
    const piece = sources.open('s', file).read(0, 2);
    sources.fail('s', last(), userError('unreadable.changed', { name: 'a.ts' }));
    await assert.rejects(piece, { message: /^unreadable\.changed/u });
  });

  it('know nothing more of a file whose window is closed', async () => {
    const offer = sources.offer('s', hear);
    const source = sources.open('s', file);
    const piece = source.read(0, 2);
    offer.dispose();
    await assert.rejects(piece, { message: /^no-file\.forgotten/u });
    await assert.rejects(source.read(0, 2), { message: /^no-file\.forgotten/u });
    assert.equal(clock.pending, 0);
  });

  it('do not wait for ever, and take no source twice', async () => {
    sources.offer('s', hear);
    assert.throws(() => sources.offer('s', hear), { code: 'bad-request' });
    const piece = sources.open('s', file).read(0, 2);
    clock.advance(30_000);
    await assert.rejects(piece, { message: /^unreadable\.slow/u });
  });
});
