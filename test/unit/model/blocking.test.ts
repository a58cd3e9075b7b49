import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import type { Account } from '../../../src/model/account/account.ts';
import { createAccount } from '../../../src/model/account/createAccount.ts';
import { accountView } from '../../../src/host/accountViews.ts';
import { contactView } from '../../../src/host/contactViews.ts';
import type { Element } from '../../../src/xmpp/stanza/xml.ts';
import { FakeLink } from '../../support/fakeLink.ts';
import { accountDeps } from '../../support/fakePlatform.ts';
import { parseXml } from '../../support/parseXml.ts';
import { told } from '../../support/say.ts';
import { unreadOf } from '../../support/unreadOf.ts';
import { settle } from '../../support/settle.ts';

const NS = 'urn:xmpp:blocking';
const me = 'juliet@example.org';
const bob = 'bob@example.net';
const eve = 'eve@example.com';
const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${bob}" name="Bob" subscription="both" /></query></iq>`;

describe('whom the server keeps out', () => {
  let link: FakeLink;
  let account: Account;
  let listed: string;
  let features: readonly string[];
  /** The blocks and their ends that were asked for. */
  let asked: Element[];

  const serve = (stanza: Element) => {
    const [payload] = stanza.getChildElements();
    if (
      payload?.is('query', 'http://jabber.org/protocol/disco#info') &&
      stanza.attrs['to'] === 'example.org'
    ) {
      const all = features.map((name) => `<feature var="${name}"/>`).join('');
      return `<query xmlns="http://jabber.org/protocol/disco#info">${all}</query>`;
    }
    if (payload?.getNS() !== NS) return undefined;
    if (payload.is('blocklist', NS)) return `<blocklist xmlns="${NS}">${listed}</blocklist>`;
    asked.push(payload);
    return '';
  };
  const start = async () => {
    link = new FakeLink({ mayKnowPresence: [bob] });
    const { stream } = link.session;
    const bare = stream.server;
    stream.server = (stanza) => {
      const answer = serve(stanza);
      if (answer === undefined) return bare(stanza);
      const { id = '', to } = stanza.attrs;
      const from = to === undefined ? '' : ` from="${to}"`;
      return parseXml(`<iq xmlns="jabber:client" type="result" id="${id}"${from}>${answer}</iq>`);
    };
    const record = { jid: me, show: 'available', status: '' } as const;
    account = createAccount(record, 'secret', accountDeps(link));
    link.goOnline();
    link.session.answer(roster);
    await settle();
    await settle();
  };

  beforeEach(() => {
    listed = '';
    features = [NS, 'urn:xmpp:reporting:1'];
    asked = [];
  });

  const receive = async (...stanzas: readonly string[]) => {
    link.session.receive(stanzas.join(''));
    await settle();
    await settle();
  };
  const push = (name: string, ...jids: readonly string[]) =>
    receive(
      `<iq type="set" id="p"><${name} xmlns="${NS}">${jids.map((jid) => `<item jid="${jid}"/>`).join('')}</${name}></iq>`,
    );
  const message = (from: string, id = '1', more = '') =>
    `<message type="chat" id="${id}" from="${from}/x"><body>hi</body>${more}</message>`;
  const find = (jid: string) => account.blockList.find(Jid.of(jid))?.full;
  const view = (jid: string) => {
    const contact = account.contacts.get(jid);
    assert.ok(contact);
    return contactView(account, contact);
  };

  it('is known from the beginning, and found by the closest address', async () => {
    listed = `<item jid="${eve}"/><item jid="example.com"/><item jid="r@example.net/Nick"/><item jid="example.edu/bot"/>`;
    await start();
    assert.equal(find(eve), eve);
    assert.equal(find(`${eve}/x`), eve);
    assert.equal(find('other@example.com/x'), 'example.com');
    assert.equal(find('example.com'), 'example.com');
    assert.equal(find('x@sub.example.com'), undefined);
    assert.equal(find('r@example.net/Nick'), 'r@example.net/Nick');
    assert.equal(find('r@example.net/nick'), undefined);
    assert.equal(find('r@example.net'), undefined);
    assert.equal(find('a@example.edu/bot'), 'example.edu/bot');
    assert.equal(find('a@example.edu'), undefined);
    assert.equal(accountView(account).blocking, 'report');
  });

  it('is the list of a new session alone', async () => {
    listed = `<item jid="${eve}"/>`;
    await start();
    listed = `<item jid="${bob}"/>`;
    link.goOffline();
    assert.equal(find(eve), eve);
    link.goOnline();
    link.session.answer(roster);
    await settle();
    await settle();
    assert.deepEqual([find(eve), find(bob)], [undefined, bob]);
  });

  it('follows other clients: unread messages, requests and presence are gone at once', async () => {
    await start();
    await receive(
      `<presence from="${bob}/x"/>`,
      message(bob),
      message(eve),
      `<presence type="subscribe" from="${eve}"/>`,
      `<message from="${eve}/x"><x xmlns="jabber:x:conference" jid="room@conference.example.com"/></message>`,
    );
    assert.deepEqual([view(bob).show, view(bob).unread, unreadOf(account)], ['available', 1, 1]);
    assert.equal([...account.rooms.invitations.values()].length, 1);
    await push('block', 'example.net', eve);
    assert.equal(view(bob).blockedBy, 'example.net');
    assert.deepEqual([view(bob).show, view(bob).resources, view(bob).unread], ['offline', [], 0]);
    assert.deepEqual([view(eve).blockedBy, view(eve).unread], [eve, 0]);
    assert.deepEqual([unreadOf(account), accountView(account).strangers], [0, 0]);
    assert.deepEqual([...account.subscriptions.values()], []);
    assert.deepEqual([...account.rooms.invitations.values()], []);
    // What only comes now, as from an archive, is read already.
    await receive(message(bob, '2'));
    assert.equal(account.chats.find(bob)?.unread, 0);
  });

  it('ends with a push, that of all included, and asks for presence again', async () => {
    listed = `<item jid="${bob}"/><item jid="${eve}"/><item jid="example.edu"/>`;
    await start();
    const before = link.session.sent.length;
    await push('unblock', eve);
    assert.deepEqual([find(eve), find(bob)], [undefined, bob]);
    await push('unblock');
    assert.deepEqual(account.blockList.values(), []);
    const probes = link.session.sent.slice(before).filter(({ attrs }) => attrs['type'] === 'probe');
    assert.deepEqual(
      probes.map(({ attrs }) => attrs['to']),
      [bob],
    );
  });

  it('is blocked and unblocked by the user, at once', async () => {
    await start();
    await account.block(Jid.of('room@conference.example.com/Eve'));
    await account.block(Jid.of('example.net'));
    assert.equal(find(bob), 'example.net');
    await account.blockList.unblock(Jid.of('example.net'));
    assert.equal(find(bob), undefined);
    await account.blockList.unblockAll();
    assert.deepEqual(account.blockList.values(), []);
    assert.deepEqual(
      asked.map((each) => each.toString()),
      [
        `<block xmlns="${NS}"><item jid="room@conference.example.com/Eve"/></block>`,
        `<block xmlns="${NS}"><item jid="example.net"/></block>`,
        `<unblock xmlns="${NS}"><item jid="example.net"/></unblock>`,
        `<unblock xmlns="${NS}"/>`,
      ],
    );
  });

  it('is never our own account or server', async () => {
    await start();
    for (const own of [me, `${me}/phone`, 'example.org', 'example.org/x']) {
      await assert.rejects(account.block(Jid.of(own)), { code: 'blocks-own' }, own);
    }
    await account.block(Jid.of('somebody@example.org'));
    assert.equal(asked.length, 1);
  });

  it('is reported with their last messages that the archive has, a few of them', async () => {
    // Ids of the archive count where it announces them.
    await start();
    const history = account.chats.open(Jid.of(eve));
    const additions = Array.from({ length: 30 }, (_, n) => ({
      key: history.key,
      message: {
        ...{ id: `m${n}`, body: 'buy', time: n, outgoing: n % 2 === 0 },
        ...{ sender: n % 2 === 0 ? me : eve, stanzaId: `s${n}` },
      },
    }));
    await history.receiveAll(additions);
    await account.block(Jid.of(eve), { reason: 'spam', text: 'Again' });
    const [report] = asked[0]?.getChild('item')?.getChildElements() ?? [];
    assert.equal(report?.attrs['reason'], 'urn:xmpp:reporting:spam');
    const named = report.getChildren('stanza-id').map(({ attrs }) => [attrs['id'], attrs['by']]);
    assert.deepEqual(
      named,
      [11, 13, 15, 17, 19, 21, 23, 25, 27, 29].map((n) => [`s${n}`, me]),
    );
  });

  it('is blocked without a report where the server takes none', async () => {
    features = [NS];
    await start();
    assert.equal(accountView(account).blocking, 'block');
    await account.block(Jid.of(eve), { reason: 'spam', text: 'Again' });
    assert.equal(asked[0]?.toString(), `<block xmlns="${NS}"><item jid="${eve}"/></block>`);
  });

  it('is nobody where the server cannot block, which one sentence says', async () => {
    features = [];
    await start();
    assert.equal(accountView(account).blocking, undefined);
    for (const work of [
      account.block(Jid.of(eve)),
      account.blockList.unblock(Jid.of(eve)),
      account.blockList.unblockAll(),
    ]) {
      const error: unknown = await work.catch((reason: unknown) => reason);
      assert.equal(
        told(error),
        'example.org cannot block anybody: ignore their requests, or ask the operator of your server for it.',
      );
    }
    assert.deepEqual(asked, []);
  });

  it('gets no message, which the failed one says, whatever the server says of why', async () => {
    await start();
    const refused = async (more: string) => {
      await account.outbox.send(Jid.of(bob), { body: 'hello' });
      const id = link.session.sent.at(-1)?.attrs['id'] ?? '';
      await receive(
        `<message type="error" from="${bob}" id="${id}"><error type="cancel">
          <not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>${more}</error></message>`,
      );
      const [failed] = (await account.chats.find(bob)?.load({ limit: 1 })) ?? [];
      return [failed?.delivery, failed?.error?.code];
    };
    const because = '<blocked xmlns="urn:xmpp:blocking:errors"/>';
    assert.deepEqual(await refused(because), ['failed', 'blocked']);
    assert.deepEqual(await refused(''), ['failed', 'not-acceptable']);
    await push('block', 'example.net');
    assert.deepEqual(await refused(''), ['failed', 'blocked']);
  });
});
