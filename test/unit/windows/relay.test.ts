import assert from 'node:assert/strict';
import { type Api, RequestError } from '../../../src/api/channel.ts';
import { isRepeatable } from '../../../src/host/methods.ts';
import { Relay } from '../../../src/windows/relay.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeLog } from '../../support/fakeSession.ts';
import { settle } from '../../support/settle.ts';

const of = { account: 'me@example.org', chat: 'bob@example.org' };

/** Whoever serves: answers nothing by itself, and counts who watches. */
class FakeServer {
  readonly asked: {
    method: string;
    resolve: (result: never) => void;
    reject: (e: Error) => void;
  }[] = [];
  readonly watched = new Map<string, (change: never) => void>();
  refuses = false;
  readonly api: Api = {
    request: (method) =>
      new Promise((resolve, reject) => {
        this.asked.push({ method, resolve, reject });
      }),
    watch: (topic, _, listener) => {
      if (this.refuses) throw new RequestError({ code: 'no-account', params: {} });
      this.watched.set(topic, listener);
      return { dispose: () => this.watched.delete(topic) };
    },
  };

  tell(topic: string, ...ids: readonly string[]): void {
    this.watched.get(topic)?.({ kind: 'snapshot', items: ids.map((id) => ({ id })) } as never);
  }
}

describe('Relay', () => {
  let clock: FakeClock;
  let log: FakeLog;
  let relay: Relay;
  let first: FakeServer;
  let second: FakeServer;
  let heard: string[];

  beforeEach(() => {
    clock = new FakeClock();
    log = new FakeLog();
    relay = new Relay({ clock, log });
    first = new FakeServer();
    second = new FakeServer();
    heard = [];
  });

  const watch = () =>
    relay.watch('accounts', {}, (change) => {
      assert.ok(change.kind === 'snapshot');
      heard.push(change.items.map(({ id }) => id).join());
    });
  const outcome = (asked: Promise<unknown>) =>
    asked.catch((error: unknown) => (error as RequestError).code);

  it('lets requests wait until somebody serves, and passes the answer on', async () => {
    const asked = relay.request('sendMessage', { ...of, body: 'hi' });
    relay.serveFrom(first.api);
    first.asked[0]?.resolve('id' as never);
    assert.equal(await asked, 'id');
  });

  it('passes failures on as they are', async () => {
    relay.serveFrom(first.api);
    const asked = relay.request('reconnect', { account: of.account });
    const failure = new RequestError({ code: 'offline', params: { a: 'b' } });
    first.asked[0]?.reject(failure);
    await assert.rejects(asked, failure);
  });

  it('gives up after 30 s in which nobody serves', async () => {
    const asked = outcome(relay.request('reconnect', { account: of.account }));
    clock.advance(29_999);
    assert.equal(clock.pending, 1);
    clock.advance(1);
    assert.equal(await asked, 'no-session');
    relay.serveFrom(first.api);
    assert.deepEqual(first.asked, []);
  });

  it('asks again what does no harm twice, and says of the rest that nobody knows', async () => {
    relay.serveFrom(first.api);
    const read = relay.request('getMessage', { ...of, message: 'x' });
    const sent = outcome(relay.request('sendMessage', { ...of, body: 'hi' }));
    relay.lose(isRepeatable);
    assert.equal(await sent, 'session-moved');
    relay.serveFrom(second.api);
    assert.deepEqual(
      second.asked.map(({ method }) => method),
      ['getMessage'],
    );
    second.asked[0]?.resolve('message' as never);
    assert.equal(await read, 'message');
    assert.equal(clock.pending, 0);
  });

  it('does not take the failure of a former server for the answer of the next one', async () => {
    relay.serveFrom(first.api);
    const asked = relay.request('getMessage', { ...of, message: 'x' });
    relay.lose(isRepeatable);
    relay.serveFrom(second.api);
    first.asked[0]?.reject(new RequestError({ code: 'no-account', params: {} }));
    await settle();
    second.asked[0]?.resolve('message' as never);
    assert.equal(await asked, 'message');
  });

  it('watches again at whoever is next, and hears nothing of the former one', () => {
    watch();
    relay.serveFrom(first.api);
    first.tell('accounts', 'a', 'b');
    const former = first.watched.get('accounts');
    relay.lose(isRepeatable);
    assert.deepEqual(heard, ['a,b'], 'what was known stays');
    relay.serveFrom(second.api);
    second.tell('accounts', 'c');
    former?.({ kind: 'snapshot', items: [] } as never);
    assert.deepEqual(heard, ['a,b', 'c']);
  });

  it('watches nothing any more that nobody wants to know', () => {
    const before = watch();
    relay.serveFrom(first.api);
    before.dispose();
    assert.equal(first.watched.size, 0);
    const during = watch();
    relay.lose(isRepeatable);
    during.dispose();
    relay.serveFrom(second.api);
    assert.equal(second.watched.size, 0);
  });

  it('goes on with the rest where something cannot be watched any more, and says why', async () => {
    const why: string[] = [];
    relay.watch('accounts', {}, (change) => {
      if (change.kind === 'unavailable') why.push(change.error.code);
    });
    const asked = relay.request('sendMessage', { ...of, body: 'hi' });
    first.refuses = true;
    relay.serveFrom(first.api);
    assert.equal(log.lines.length, 1);
    assert.deepEqual(why, ['no-account']);
    first.asked[0]?.resolve('id' as never);
    assert.equal(await asked, 'id');
  });

  it('tells who watches that this window is not served, now and later', () => {
    const why: string[] = [];
    const hear = (change: { kind: string }) => why.push(change.kind);
    relay.watch('accounts', {}, hear);
    relay.refuse(new RequestError({ code: 'other-version', params: {} }));
    relay.watch('accounts', {}, hear);
    assert.deepEqual(why, ['unavailable', 'unavailable']);
  });

  it('answers all that is under way when the window leaves', async () => {
    relay.serveFrom(first.api);
    watch();
    const asked = outcome(relay.request('sendMessage', { ...of, body: 'hi' }));
    relay.dispose();
    assert.equal(await asked, 'session-moved');
    assert.equal(first.watched.size, 0);
    await settle();
    assert.equal(clock.pending, 0);
  });
});
