import assert from 'node:assert/strict';
import type { Api } from '../../../../src/api/channel.ts';
import type { Change } from '../../../../src/api/topics.ts';
import type { TransferView } from '../../../../src/api/views.ts';
import { endOfTransfer } from '../../../../src/ui/files/transferEnd.ts';

const of = { account: 'me@example.org', chat: 'ada@example.org' };
const running: TransferView = {
  ...{ id: 't', chat: of.chat, name: 'a.ts', size: 5, sent: 1, way: 'upload', state: 'running' },
};
const done: TransferView = { ...running, sent: 5, state: 'done' };

/** Follows what is told at once, as it is in the window with the session. */
async function follow(...changes: Change<TransferView>[]) {
  const sent: number[] = [];
  let watches = 0;
  const api: Api = {
    request: () => assert.fail('nothing is asked'),
    watch: (_topic, _params, listener) => {
      watches += 1;
      for (const change of changes) listener(change);
      return { dispose: () => (watches -= 1) };
    },
  };
  const report = (transfer: TransferView) => sent.push(transfer.sent);
  const end = await endOfTransfer(api, of, 't', { report }).catch(String);
  assert.equal(watches, 0);
  return typeof end === 'string' ? { failure: end, sent } : { end, sent };
}

describe('following a transfer', () => {
  it('reports it to its end, also where that comes at once', async () => {
    const other = { ...done, id: 'other' };
    const changes: Change<TransferView>[] = [
      { kind: 'snapshot', items: [other, running] },
      { kind: 'upsert', items: [other] },
      { kind: 'upsert', items: [done] },
    ];
    assert.deepEqual(await follow(...changes), { end: done, sent: [1, 5] });
    assert.deepEqual(await follow({ kind: 'snapshot', items: [done] }), { end: done, sent: [5] });
  });

  it('ends with why nothing more is heard of it', async () => {
    const { failure } = await follow({ kind: 'snapshot', items: [] });
    assert.equal(failure, 'RequestError: transfer-gone');
    const removed = await follow(
      { kind: 'snapshot', items: [running] },
      { kind: 'remove', ids: ['t'] },
    );
    assert.equal(removed.failure, 'RequestError: transfer-gone');
    const error = { code: 'refused', params: {} };
    const refused = await follow({ kind: 'unavailable', error });
    assert.equal(refused.failure, 'RequestError: refused');
  });
});
