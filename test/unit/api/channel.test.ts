import assert from 'node:assert/strict';
import {
  type ClientMessage,
  connectApi,
  type HostMessage,
  RequestError,
} from '../../../src/api/channel.ts';

const of = { account: 'me@example.org', chat: 'bob@example.org' };

describe('connectApi', () => {
  let posted: ClientMessage[];
  let receive: (message: HostMessage) => void;
  let api: ReturnType<typeof connectApi>;

  beforeEach(() => {
    posted = [];
    api = connectApi({
      post: (message) => posted.push(message),
      onMessage: (listener) => (receive = listener),
    });
  });

  it('gives each its own answer, in whatever order they come', async () => {
    const first = api.request('sendMessage', { ...of, body: '1' });
    const second = api.request('sendMessage', { ...of, body: '2' });
    receive({ type: 'result', id: posted[1]?.id ?? 0, result: 'second' });
    receive({ type: 'result', id: posted[0]?.id ?? 0, result: 'first' });
    assert.deepEqual(await Promise.all([first, second]), ['first', 'second']);
  });

  it('rejects with the code and what goes with it', async () => {
    const request = api.request('markRead', of);
    const error = { code: 'refused.http', params: { status: '500' } };
    receive({ type: 'error', id: posted[0]?.id ?? 0, error });
    await assert.rejects(request, (thrown: unknown) => {
      assert.ok(thrown instanceof RequestError);
      assert.deepEqual([thrown.code, thrown.userError], ['refused', error]);
      return true;
    });
  });

  it('tells changes to whom they are for, until disposed', () => {
    const heard: string[] = [];
    const one = api.watch('chat', of, ({ kind }) => heard.push(`one ${kind}`));
    api.watch('chat', of, ({ kind }) => heard.push(`two ${kind}`));
    const tell = () => {
      for (const { id } of posted.slice(0, 2)) {
        receive({ type: 'change', id, change: { kind: 'snapshot', items: [] } });
      }
    };
    tell();
    one.dispose();
    one.dispose();
    tell();
    assert.deepEqual(heard, ['one snapshot', 'two snapshot', 'two snapshot']);
    assert.deepEqual(posted.slice(2), [{ type: 'unwatch', id: posted[0]?.id }]);
  });

  it('tells who watches why that is refused', () => {
    const heard: string[] = [];
    api.watch('chat', of, (change) => {
      heard.push(change.kind === 'unavailable' ? change.error.code : change.kind);
    });
    receive({ type: 'error', id: posted[0]?.id ?? 0, error: { code: 'refused', params: {} } });
    assert.deepEqual(heard, ['refused']);
  });

  it('takes no harm from answers nobody waits for', () => {
    receive({ type: 'result', id: 99, result: null });
    receive({ type: 'error', id: 99, error: { code: 'x', params: {} } });
    receive({ type: 'change', id: 99, change: { kind: 'remove', ids: [] } });
    assert.deepEqual(posted, []);
  });
});
