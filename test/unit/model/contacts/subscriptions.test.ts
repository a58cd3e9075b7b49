import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Contacts } from '../../../../src/model/contacts/contacts.ts';
import { notOnline } from '../../../../src/model/failure.ts';
import { Subscriptions } from '../../../../src/model/contacts/subscriptions.ts';
import type { SubscriptionType } from '../../../../src/xmpp/im/presence.ts';
import type { RosterItem } from '../../../../src/xmpp/im/roster.ts';
import { StanzaError } from '../../../../src/xmpp/stanza/stanzaError.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { telling } from '../../../support/telling.ts';

const eve = Jid.of('eve@example.org');

describe('Subscriptions', () => {
  let session: FakeSession;
  let contacts: Contacts;
  let subscriptions: Subscriptions;
  let acceptRequests: boolean;
  let mayShow: boolean;
  let online: boolean;
  let nickname: string;
  let changes: (readonly string[])[];

  beforeEach(() => {
    session = new FakeSession();
    contacts = new Contacts();
    acceptRequests = false;
    mayShow = true;
    online = true;
    nickname = '';
    changes = [];
    subscriptions = new Subscriptions({
      contacts,
      session: () => {
        if (!online) throw notOnline();
        return session;
      },
      nickname: () => Promise.resolve(nickname),
      acceptRequests: () => acceptRequests,
      mayShow: () => mayShow,
      isUnwanted: ({ bare }) => bare === 'unwanted@example.com',
    });
    subscriptions.onDidChange((ids) => changes.push(ids));
  });

  const apply = (type: SubscriptionType, status = '', nickname = '') => {
    subscriptions.apply({ from: eve, type, status, nickname });
  };
  const waiting = () => [...subscriptions.values()].map(({ jid, status }) => [jid.bare, status]);
  const sent = () => session.sent.map(({ attrs }) => `${attrs['type'] ?? ''} ${attrs['to'] ?? ''}`);
  const see = (subscription: 'to' | 'from') => {
    const item = { jid: eve, name: '', groups: [], subscription, pending: false };
    contacts.applyPush({ jid: eve, item });
  };

  it('keep none of somebody whom the user wants to see nothing of, nor after that is so', () => {
    const from = Jid.of('unwanted@example.com');
    acceptRequests = true;
    subscriptions.apply({ from, type: 'subscribe', status: 'hi', nickname: '' });
    acceptRequests = false;
    assert.deepEqual([waiting(), sent()], [[], []]);
    apply('subscribe', 'hi');
    subscriptions.drop(({ jid }) => jid.bare !== eve.bare);
    assert.deepEqual(waiting(), [[eve.bare, 'hi']]);
    subscriptions.drop(({ jid }) => jid.bare === eve.bare);
    assert.deepEqual([waiting(), sent()], [[], []]);
    assert.deepEqual(changes, [[eve.bare], [eve.bare]]);
  });

  it('keep a request until the user answers it, the newest words of each once', () => {
    apply('subscribe', 'hi');
    apply('subscribe', 'hello?');
    assert.deepEqual(waiting(), [[eve.bare, 'hello?']]);
    assert.deepEqual(sent(), []);
    subscriptions.answer(eve, 'approve');
    assert.deepEqual(sent(), [`subscribed ${eve.bare}`]);
    assert.deepEqual(waiting(), []);
    assert.deepEqual(changes, [[eve.bare], [eve.bare], [eve.bare]]);
  });

  it('deny', () => {
    apply('subscribe');
    subscriptions.answer(eve, 'deny');
    assert.deepEqual(sent(), [`unsubscribed ${eve.bare}`]);
    assert.throws(
      () => {
        subscriptions.answer(eve, 'approve');
      },
      telling(/no longer asks/u),
    );
  });

  it('keep the request when the answer cannot be sent', () => {
    apply('subscribe');
    online = false;
    assert.throws(
      () => {
        subscriptions.answer(eve, 'approve');
      },
      telling(/You are offline/u),
    );
    assert.equal(waiting().length, 1);
  });

  it('drop a request that is taken back, approved elsewhere, or of a former session', () => {
    apply('subscribe');
    apply('unsubscribe');
    assert.deepEqual(waiting(), []);
    apply('subscribe');
    see('to');
    assert.equal(waiting().length, 1);
    see('from');
    assert.deepEqual(waiting(), []);
    see('to');
    apply('subscribe');
    subscriptions.clear();
    assert.deepEqual(waiting(), []);
    assert.deepEqual(sent(), []);
  });

  it('answer at once who sees us already, and everybody where the user wishes so', () => {
    see('from');
    apply('subscribe');
    see('to');
    acceptRequests = true;
    apply('subscribe');
    assert.deepEqual(sent(), [`subscribed ${eve.bare}`, `subscribed ${eve.bare}`]);
    assert.deepEqual(changes, []);
  });

  it('answer nothing by themselves while that would show that we are here, and what waits then', () => {
    mayShow = false;
    acceptRequests = true;
    see('from');
    apply('subscribe');
    assert.deepEqual([sent(), waiting()], [[], []]);
    see('to');
    apply('subscribe', 'hi');
    subscriptions.acceptWaiting();
    assert.deepEqual([sent(), waiting()], [[], [[eve.bare, 'hi']]]);
    mayShow = true;
    subscriptions.acceptWaiting();
    assert.deepEqual([sent(), waiting()], [[`subscribed ${eve.bare}`], []]);
  });

  it('ask, and approve who asked us', async () => {
    await subscriptions.request(eve);
    apply('subscribe');
    await subscriptions.request(eve);
    assert.deepEqual(sent(), [
      `subscribe ${eve.bare}`,
      `subscribe ${eve.bare}`,
      `subscribed ${eve.bare}`,
    ]);
    assert.deepEqual(waiting(), []);
  });

  it('tell with a request what the user is called, and with no answer', async () => {
    nickname = 'Jules';
    await subscriptions.request(eve);
    apply('subscribe');
    subscriptions.answer(eve, 'approve');
    const nicks = session.sent.map((stanza) => [
      stanza.attrs['type'],
      stanza.getChild('nick', 'http://jabber.org/protocol/nick')?.text(),
    ]);
    assert.deepEqual(nicks, [
      ['subscribe', 'Jules'],
      ['subscribed', undefined],
    ]);
  });

  it('ask for nothing offline, nor once the connection is lost meanwhile', async () => {
    const asking = subscriptions.request(eve);
    online = false;
    await assert.rejects(asking, telling(/You are offline/u));
    await assert.rejects(subscriptions.request(eve), telling(/You are offline/u));
    assert.deepEqual(sent(), []);
  });

  it('take no step for answers to our own requests', () => {
    apply('subscribed');
    apply('unsubscribed');
    assert.deepEqual([sent(), changes], [[], []]);
  });

  it('tell why a presence is not seen, in whichever order the server says it', async () => {
    const item = { jid: eve, name: '', groups: [], subscription: 'none', pending: false } as const;
    const push = (change: Partial<RosterItem>) => {
      contacts.applyPush({ jid: eve, item: { ...item, ...change } });
    };
    const kind = () => contacts.get(eve.bare)?.refusal?.kind;
    const error = new StanzaError('remote-server-not-found');
    const steps: readonly (readonly [string, () => unknown, string | undefined])[] = [
      ['nobody in the contacts', () => apply('unsubscribed'), undefined],
      ['an error without a request', () => subscriptions.fail(eve, error), undefined],
      ['seen', () => push({ subscription: 'to' }), undefined],
      ['ended in the roster', () => push({}), undefined],
      ['said after it', () => apply('unsubscribed'), 'removed'],
      ['said again', () => apply('unsubscribed'), 'removed'],
      ['asked elsewhere', () => push({ pending: true }), undefined],
      ['an error of a device', () => subscriptions.fail(eve.withResource('x'), error), undefined],
      ['an error', () => subscriptions.fail(eve, error), 'failed'],
      ['asked again here', () => subscriptions.request(eve), undefined],
      ['denied before the roster', () => apply('unsubscribed'), 'denied'],
      ['and in it', () => push({}), 'denied'],
      ['granted', () => push({ subscription: 'both' }), undefined],
      ['ended while away', () => contacts.applyRoster([item]), 'ended'],
      ['seen again', () => push({ subscription: 'to' }), undefined],
      ['said before the roster', () => apply('unsubscribed'), 'removed'],
      ['as it was', () => push({ name: 'Eve' }), 'removed'],
      ['asked once more', () => subscriptions.request(eve), undefined],
      ['an error before the roster waits', () => subscriptions.fail(eve, error), 'failed'],
      ['and waits', () => push({ pending: true }), 'failed'],
      ['granted after all', () => push({ subscription: 'to' }), undefined],
      ['an error of another presence', () => subscriptions.fail(eve, error), undefined],
    ];
    for (const [what, step, expected] of steps) {
      await step();
      assert.equal(kind(), expected, what);
    }
  });

  it('are bounded', () => {
    for (let n = 0; n < 5010; n++) {
      subscriptions.apply({
        from: Jid.of(`x${n}@evil.example`),
        type: 'subscribe',
        status: '',
        nickname: '',
      });
    }
    assert.equal(waiting().length, 5000);
    subscriptions.apply({
      from: Jid.of('x1@evil.example'),
      type: 'subscribe',
      status: 'again',
      nickname: '',
    });
    assert.equal(subscriptions.find('x1@evil.example')?.status, 'again');
  });
});
