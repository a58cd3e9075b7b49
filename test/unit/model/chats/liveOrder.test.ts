import assert from 'node:assert/strict';
import { LiveOrder } from '../../../../src/model/chats/liveOrder.ts';

const chat = 'bob@example.org';

describe('LiveOrder', () => {
  let order: LiveOrder;

  beforeEach(() => {
    order = new LiveOrder();
    order.begin([
      [chat, '1'],
      [chat, '2'],
    ]);
    order.record(chat, '3');
  });

  it('stand in order, each behind the one before', () => {
    assert.equal(order.next(chat), '1');
    assert.equal(order.next(chat, '1'), '2');
    assert.equal(order.next(chat, '3'), undefined);
    assert.equal(order.next('eve@example.org'), undefined);
  });

  it('pass over those that were there before', () => {
    for (const [forgotten, first] of [
      ['2', '1'],
      ['1', '3'],
      ['3', undefined],
    ] as const) {
      order.discard(chat, forgotten);
      assert.equal(order.has(chat, forgotten), false);
      assert.equal(order.next(chat), first);
    }
    order.record(chat, '4');
    assert.equal(order.next(chat), '4');
    assert.equal(order.next(chat, 'unknown'), '4');
  });

  it('count only while the archive is read', () => {
    order.end();
    order.record(chat, '4');
    assert.equal(order.has(chat, '1'), false);
    assert.equal(order.next(chat), undefined);
  });
});
