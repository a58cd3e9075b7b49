import assert from 'node:assert/strict';
import { Arrivals } from '../../../../src/model/chats/arrivals.ts';

const chat = 'bob@example.org';

describe('Arrivals', () => {
  let arrivals: Arrivals;

  beforeEach(() => {
    arrivals = new Arrivals();
    arrivals.begin([
      [chat, '1'],
      [chat, '2'],
    ]);
    arrivals.note(chat, '3');
  });

  it('stand in order, each behind the one before', () => {
    assert.equal(arrivals.next(chat), '1');
    assert.equal(arrivals.next(chat, '1'), '2');
    assert.equal(arrivals.next(chat, '3'), undefined);
    assert.equal(arrivals.next('eve@example.org'), undefined);
  });

  it('pass over those that were there before', () => {
    for (const [forgotten, first] of [
      ['2', '1'],
      ['1', '3'],
      ['3', undefined],
    ] as const) {
      arrivals.forget(chat, forgotten);
      assert.equal(arrivals.has(chat, forgotten), false);
      assert.equal(arrivals.next(chat), first);
    }
    arrivals.note(chat, '4');
    assert.equal(arrivals.next(chat), '4');
    assert.equal(arrivals.next(chat, 'unknown'), '4');
  });

  it('count only while the archive is read', () => {
    arrivals.end();
    arrivals.note(chat, '4');
    assert.equal(arrivals.has(chat, '1'), false);
    assert.equal(arrivals.next(chat), undefined);
  });
});
