import assert from 'node:assert/strict';
import { transferProgress } from '../../../src/api/transferProgress.ts';
import type { TransferView } from '../../../src/api/views.ts';

const transfer: TransferView = {
  ...{ id: 't', chat: 'bob@example.org', name: 'a', way: 'upload', state: 'running' },
  ...{ size: 10_000_000, sent: 2_500_000 },
};

describe('the progress of a transfer', () => {
  for (const [speed, size, sent, text] of [
    [undefined, 10_000_000, 2_500_000, '25 % of 10 MB'],
    [1_500_000, 10_000_000, 2_500_000, '25 % of 10 MB · 1.5 MB/s · 5 s left'],
    [50_000, 10_000_000, 9_999_999, '99 % of 10 MB · 50 kB/s · 1 s left'],
    [100_000, 10_000_000, 1_000_000, '10 % of 10 MB · 100 kB/s · 2 min left'],
    [100_000, 1_000_000_000, 0, '0 % of 1 GB · 100 kB/s · 2 h 47 min left'],
    [1, 1_000_000_000, 0, '0 % of 1 GB · 1 byte/s · days left'],
    [0, 10_000_000, 2_500_000, '25 % of 10 MB · 0 bytes/s'],
    [1_500_000, 10_000_000, 10_000_000, '100 % of 10 MB · 1.5 MB/s'],
    [undefined, 0, 0, '100 % of 0 bytes'],
  ] as const) {
    it(text, () => {
      const known = speed === undefined ? {} : { speed };
      const shown = transferProgress({ ...transfer, size, sent, ...known });
      assert.equal(shown, `${text} · by the server`);
    });
  }

  for (const way of ['jingle', 'si'] as const) {
    it(`says that a file goes directly, or waits for them (${way})`, () => {
      const running = transferProgress({ ...transfer, way });
      assert.equal(running, '25 % of 10 MB · directly to their device');
      const waiting = transferProgress({ ...transfer, way, sent: 0 });
      assert.equal(waiting, '0 % of 10 MB · waits until they accept it');
    });
  }
});
