import assert from 'node:assert/strict';
import { LatestWrite } from '../../../src/base/latestWrite.ts';
import { settle } from '../../support/settle.ts';

describe('LatestWrite', () => {
  it('writes one state at a time, and the last one, also after a failure', async () => {
    let state = 0;
    const written: number[] = [];
    let end: (error?: Error) => void = () => undefined;
    const kept = new LatestWrite(() => {
      written.push(state);
      return new Promise((resolve, reject) => {
        end = (error) => {
          if (error) reject(error);
          else resolve();
        };
      });
    });
    const first = kept.save();
    await settle();
    const others = [1, 2, 3].map((next) => {
      state = next;
      return kept.save();
    });
    await settle();
    assert.deepEqual(written, [0]);
    end(new Error('full'));
    await assert.rejects(first, /full/u);
    await settle();
    assert.deepEqual(written, [0, 3]);
    end();
    await Promise.all(others);
  });
});
