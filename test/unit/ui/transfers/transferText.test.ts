import assert from 'node:assert/strict';
import type { FileTransferView } from '../../../../src/api/views.ts';
import { partnerWords, stateWords } from '../../../../src/ui/transfers/transferText.ts';
import { saying } from '../../../support/say.ts';

const transfer = (change: Partial<FileTransferView>): FileTransferView => ({
  ...{ id: '1', chat: 'ada@example.org', chatName: 'Ada', direction: 'in', name: 'a.ts' },
  ...{ size: 2_000_000, done: 500_000, state: 'running' },
  ...change,
});

describe('the words of a transfer', () => {
  const cases: readonly (readonly [Partial<FileTransferView>, string])[] = [
    [{ state: 'offered' }, '2 MB, waits for your answer'],
    [{ state: 'offered', direction: 'out', done: 0 }, '2 MB · waits until they accept it'],
    [{ bytesPerSecond: 100_000 }, '25 % of 2 MB · 100 kB/s · 15 s left'],
    [{ state: 'done' }, 'received'],
    [{ state: 'done', direction: 'out' }, 'sent'],
    [{ state: 'withdrawn' }, 'taken back'],
    [{ state: 'lost' }, 'not received'],
    [{ state: 'failed', error: saying('The disk is full.') }, 'The disk is full.'],
  ];
  for (const [change, words] of cases) {
    it(`${change.state ?? 'running'}: ${words}`, () => {
      assert.equal(stateWords(transfer(change)), words);
    });
  }

  it('say who it comes from or goes to', () => {
    assert.equal(partnerWords(transfer({})), 'from Ada');
    assert.equal(partnerWords(transfer({ direction: 'out' })), 'to Ada');
  });

  it('says that the server is waited for, and no size that is not known', () => {
    const waiting = transfer({ size: 10_000_000, done: 5_000_000, isWaiting: true });
    assert.equal(stateWords(waiting), '50 % of 10 MB · waits for the server');
    const { size: _, ...unknown } = transfer({ done: 5_000_000 });
    assert.equal(stateWords(unknown), '5 MB');
  });
});
