import assert from 'node:assert/strict';
import { RequestError } from '../../../src/api/channel.ts';
import type { UserError } from '../../../src/base/userError.ts';
import { untilPossible } from '../../../src/ui/untilPossible.ts';

describe('untilPossible', () => {
  const failing = (...codes: string[]) => {
    return () => {
      const code = codes.shift();
      if (code === undefined) return Promise.resolve('done');
      return Promise.reject(new RequestError({ code, params: {} }));
    };
  };
  let asked: string[];
  beforeEach(() => (asked = []));
  const ask =
    (again: boolean) =>
    ({ code }: UserError) => {
      asked.push(code);
      return Promise.resolve(again);
    };

  it('asks again while the user wishes so', async () => {
    const request = failing('offline', 'chosen-offline', 'not-connected');
    assert.equal(await untilPossible(request, ask(true)), 'done');
    assert.deepEqual(asked, ['offline', 'chosen-offline', 'not-connected']);
  });

  it('ends where they give up', async () => {
    assert.equal(await untilPossible(failing('offline'), ask(false)), undefined);
    assert.deepEqual(asked, ['offline']);
  });

  it('tries nothing again that stays as it is', async () => {
    for (const code of ['too-large', 'no-upload-service']) {
      await assert.rejects(untilPossible(failing(code), ask(true)), { code });
    }
    await assert.rejects(
      untilPossible(() => Promise.reject(new TypeError('a fault')), ask(true)),
      TypeError,
    );
    assert.deepEqual(asked, []);
  });
});
