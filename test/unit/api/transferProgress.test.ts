import assert from 'node:assert/strict';
import { transferProgress } from '../../../src/api/transferProgress.ts';
import type { TransferView } from '../../../src/api/views.ts';

const transfer: TransferView = {
  ...{ id: 't', chat: 'bob@example.org', name: 'a', way: 'upload', state: 'running' },
  ...{ size: 10_000_000, sent: 2_500_000 },
};

describe('the progress of a transfer', () => {
  it('says that a file goes by the server, and how fast', () => {
    const shown = transferProgress({ ...transfer, bytesPerSecond: 1_500_000 });
    assert.equal(shown, '25 % of 10 MB · 1.5 MB/s · 5 s left · by the server');
  });

  for (const way of ['jingle', 'si'] as const) {
    it(`says that a file goes directly, or waits for them (${way})`, () => {
      const running = transferProgress({ ...transfer, way });
      assert.equal(running, '25 % of 10 MB · directly to their device');
      const waiting = transferProgress({ ...transfer, way, sent: 0 });
      assert.equal(waiting, '10 MB · waits until they accept it');
    });
  }
});
