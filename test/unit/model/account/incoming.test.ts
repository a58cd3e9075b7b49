import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account/account.ts';
import { createAccount } from '../../../../src/model/account/createAccount.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { accountDeps } from '../../../support/fakePlatform.ts';
import { settle } from '../../../support/settle.ts';
import { told } from '../../../support/say.ts';

const bob = 'bob@example.org';
const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${bob}" name="Bob" subscription="both" /></query></iq>`;

describe('what an account receives', () => {
  let link: FakeLink;
  let account: Account;

  beforeEach(async () => {
    link = new FakeLink({ mayKnowPresence: [bob] });
    const record = { jid: 'juliet@example.org', show: 'available', status: '' } as const;
    account = createAccount(record, 'secret', accountDeps(link));
    link.goOnline();
    link.session.answer(roster);
    await settle();
    link.session.log.lines.length = 0;
  });

  const chat = () => account.chats.find(bob);
  const load = async () => (await chat()?.load({ limit: 10 })) ?? [];
  const bodies = async () => (await load()).map(({ body }) => body);
  const receive = async (text: string) => {
    link.session.receive(text);
    await settle();
  };
  const sentNames = () => link.session.sent.map((stanza) => stanza.getName());

  it('begins with the contacts, and only then announces us', () => {
    assert.deepEqual(sentNames(), ['iq', 'presence']);
    assert.equal(account.contacts.get(bob)?.name, 'Bob');
  });

  it('goes on without contacts where the server refuses them', async () => {
    link.goOffline();
    link.goOnline();
    link.session.answer('<iq type="error"><error type="wait" /></iq>');
    await settle();
    assert.deepEqual(sentNames(), ['iq', 'presence', 'iq', 'presence']);
    assert.match(link.session.log.lines.join('\n'), /fetching the contacts failed/);
  });

  it('says nothing more in a session that was lost meanwhile', async () => {
    link.goOffline();
    link.goOnline();
    link.goOffline();
    await settle();
    assert.deepEqual(sentNames(), ['iq', 'presence', 'iq']);
    assert.deepEqual(link.session.log.lines, []);
  });

  it('goes on after a resumption: presence as it was, our own only where it changed', async () => {
    await receive(`<presence from="${bob}/x"><show>dnd</show></presence>`);
    link.goOffline();
    assert.equal(account.contacts.get(bob)?.resources.length, 0);
    link.goOnline(true);
    assert.equal(account.contacts.get(bob)?.resources[0]?.show, 'dnd');
    assert.deepEqual(sentNames(), ['iq', 'presence']);
    link.goOffline();
    await account.setPresence('away', 'lunch');
    link.goOnline(true);
    assert.equal(link.session.sent.at(-1)?.getChildText('status'), 'lunch');
  });

  it('has no message without words, and all the words of a reply', async () => {
    await receive(`
      <message from="${bob}/x" type="chat" id="a">
        <reactions xmlns="urn:xmpp:reactions:0" id="m"><reaction>👋</reaction></reactions>
      </message>
      <message from="${bob}/x" type="chat" id="b">
        <body>&gt; cake?\nYes</body>
        <reply xmlns="urn:xmpp:reply:0" id="m" />
        <fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:reply:0"><body start="0" end="8" /></fallback>
      </message>`);
    assert.deepEqual(await bodies(), ['> cake?\nYes']);
  });

  it('sends what waited when the session is resumed', async () => {
    link.goOffline();
    const jid = account.chats.open(account.contacts.get(bob)?.jid ?? account.jid).jid;
    await account.outbox.send(jid, { body: 'still there?' });
    link.goOnline(true);
    assert.deepEqual(link.bodies, ['still there?']);
  });

  it('keeps a message of a stranger, who is then listed as one', async () => {
    await receive('<message type="chat" from="eve@example.org/x" id="1"><body>hi</body></message>');
    assert.equal(account.contacts.get('eve@example.org')?.inRoster, false);
    assert.equal(account.chats.find('eve@example.org')?.unread, 1);
  });

  it('knows the same message by its origin-id, or by id, device and words', async () => {
    const origin = '<origin-id xmlns="urn:xmpp:sid:0" id="o" />';
    await receive(`
      <message type="chat" from="${bob}/x" id="1"><body>one</body>${origin}</message>
      <message type="chat" from="${bob}/y" id="2"><body>one</body>${origin}</message>
      <message type="chat" from="${bob}/x" id="3"><body>two</body></message>
      <message type="chat" from="${bob}/x" id="3"><body>two</body></message>
      <message type="chat" from="${bob}/x" id="3"><body>another, counted anew</body></message>
      <message type="chat" from="${bob}/y" id="3"><body>two</body></message>`);
    assert.deepEqual(await bodies(), ['one', 'two', 'another, counted anew', 'two']);
  });

  it('A20: confirms a message once it is kept, and only to who may know that we are here', async () => {
    const request = '<request xmlns="urn:xmpp:receipts" />';
    for (const from of [bob, 'eve@example.org']) {
      await receive(
        `<message type="chat" from="${from}/x" id="m"><body>?</body>${request}</message>`,
      );
    }
    const receipts = link.session.sent.filter((stanza) => stanza.getChild('received'));
    assert.deepEqual(
      receipts.map(({ attrs }) => attrs['to']),
      [`${bob}/x`],
    );
  });

  it('takes a file from a secure address only, and its name from there', async () => {
    const files = [
      'https://h/a/caf%C3%A9%20%E2%84%961.ts?x=1#y',
      'https://h/100%.ts',
      'https://h/',
    ];
    for (const url of [...files, 'http://h/plain.ts']) {
      const oob = `<x xmlns="jabber:x:oob"><url>${url}</url></x>`;
      await receive(`<message type="chat" from="${bob}/x"><body>${url}</body>${oob}</message>`);
    }
    const names = (await load()).map(({ file }) => file?.name);
    assert.deepEqual(names, ['café №1.ts', '100%.ts', 'file', undefined]);
  });

  it('takes what is shared of a file over what its address tells', async () => {
    const url = 'https://h/4a771ac1';
    await receive(`<message type="chat" from="${bob}/x"><body>${url}</body>
      <x xmlns="jabber:x:oob"><url>https://h/other</url></x>
      <file-sharing xmlns="urn:xmpp:sfs:0"><file xmlns="urn:xmpp:file:metadata:0">
        <name>../summit.png</name><size>3</size><media-type>image/png</media-type></file>
        <sources><url-data xmlns="http://jabber.org/protocol/url-data" target="${url}" /></sources>
      </file-sharing></message>`);
    const [message] = await load();
    const file = { name: '../summit.png', url, size: 3, mediaType: 'image/png' };
    assert.deepEqual(message?.file, file);
  });

  it('believes receipts and errors of whom we wrote to only', async () => {
    const { jid } = account.chats.open(account.contacts.get(bob)?.jid ?? account.jid);
    const id = await account.outbox.send(jid, { body: 'hello' });
    const receipt = (from: string) =>
      `<message from="${from}"><received xmlns="urn:xmpp:receipts" id="${id}" /></message>`;
    await receive(receipt('mallory@evil.example/x'));
    assert.equal((await load())[0]?.delivery, 'queued');
    await receive(`<message type="error" from="${bob}" id="${id}"><error type="cancel">
      <gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></message>`);
    assert.equal(
      told((await load())[0]?.error),
      'The message was not delivered: this address is no longer in use; ask for the new one.',
    );
    await receive(receipt(`${bob}/x`));
    assert.equal((await load())[0]?.delivery, 'delivered');
  });

  it('shows typing until the other side writes, leaves, or the connection is gone', async () => {
    const state = (name: string) =>
      `<message type="chat" from="${bob}/x"><${name} xmlns="http://jabber.org/protocol/chatstates" /></message>`;
    await receive(`<message type="chat" from="${bob}/x"><body>hi</body></message>`);
    const typing = async (end: () => unknown) => {
      await receive(state('composing'));
      assert.equal(chat()?.composing, true);
      await end();
      return chat()?.composing;
    };
    assert.equal(await typing(() => receive(state('paused'))), false);
    assert.equal(
      await typing(() => receive(`<presence type="unavailable" from="${bob}/x" />`)),
      false,
    );
    assert.equal(
      await typing(() => {
        link.goOffline();
      }),
      false,
    );
  });

  it('believes for two minutes that somebody types who says no more, whose presence is seen or not', async () => {
    const states = 'xmlns="http://jabber.org/protocol/chatstates"';
    for (const from of [bob, 'carol@example.org']) {
      await receive(`<message type="chat" from="${from}/x"><body>hi</body></message>`);
      const composing = `<message type="chat" from="${from}/x"><composing ${states} /></message>`;
      const typing = () => account.chats.find(from)?.composing;
      await receive(composing);
      link.session.clock.advance(100_000);
      await receive(composing);
      link.session.clock.advance(119_999);
      assert.equal(typing(), true);
      link.session.clock.advance(1);
      assert.equal(typing(), false);
    }
  });

  it('believes what another device says of typing there alone, and the last that all are gone', async () => {
    const states = 'xmlns="http://jabber.org/protocol/chatstates"';
    const state = (resource: string, name: string) =>
      receive(`<message type="chat" from="${bob}/${resource}"><${name} ${states} /></message>`);
    const leave = (from: string) => receive(`<presence type="unavailable" from="${from}" />`);
    await receive(`<message type="chat" from="${bob}/x"><body>hi</body></message>`);
    await receive(`<presence from="${bob}/x" /><presence from="${bob}/y" />`);
    for (const name of ['active', 'paused', 'inactive', 'gone']) {
      await state('x', 'composing');
      await state('y', name);
      assert.equal(chat()?.composing, true, `${name} elsewhere`);
      await state('x', name);
      assert.equal(chat()?.composing, false, name);
    }
    await state('x', 'composing');
    await leave(`${bob}/y`);
    assert.equal(chat()?.composing, true, 'another device has left');
    await leave(`${bob}/x`);
    assert.equal(chat()?.composing, false);
    await receive(`<presence from="${bob}/x" />`);
    await state('z', 'composing');
    await leave(bob);
    assert.equal(chat()?.composing, false, 'all have left');
    await state('x', 'composing');
    await receive(`<message type="chat" from="${bob}/y"><body>said</body></message>`);
    assert.equal(chat()?.composing, false, 'it was said');
  });

  it('believes a displayed marker of whom we wrote to only', async () => {
    const { jid } = account.chats.open(account.contacts.get(bob)?.jid ?? account.jid);
    const id = await account.outbox.send(jid, { body: 'hello' });
    const marker = (from: string) =>
      `<message from="${from}"><displayed xmlns="urn:xmpp:chat-markers:0" id="${id}" /></message>`;
    for (const from of ['mallory@evil.example/x', 'juliet@example.org/phone']) {
      await receive(marker(from));
    }
    assert.equal((await load())[0]?.delivery, 'queued');
    await receive(marker(`${bob}/x`));
    assert.equal((await load())[0]?.delivery, 'displayed');
  });

  it('tells what was seen, of messages that ask, once for each', async () => {
    const markable = (id: string) =>
      `<message type="chat" from="${bob}/x" id="${id}"><body>${id}</body>
        <markable xmlns="urn:xmpp:chat-markers:0" /></message>`;
    const see = () => {
      account.markers.see(account.contacts.get(bob)?.jid ?? account.jid);
    };
    await receive(`<message type="chat" from="${bob}/x" id="0"><body>0</body></message>`);
    see();
    await receive(markable('1') + markable('2'));
    see();
    await receive(markable('2'));
    see();
    const told = link.session.sent.flatMap((stanza) => stanza.getChild('displayed') ?? []);
    assert.deepEqual(
      told.map(({ attrs }) => attrs['id']),
      ['2'],
    );
  });

  it('tells what we do until the other side answers without a state, or leaves', async () => {
    const states = 'http://jabber.org/protocol/chatstates';
    const told = () =>
      link.session.sent.flatMap((stanza) =>
        stanza.getChildElements().filter((child) => child.attrs['xmlns'] === states),
      );
    const jid = account.contacts.get(bob)?.jid ?? account.jid;
    const typing = () => {
      const before = told().length;
      account.chatStates.set(jid, 'composing');
      account.chatStates.set(jid, 'paused');
      return told().length - before;
    };
    assert.equal(typing(), 2);
    await receive(`<message type="chat" from="${bob}/x"><body>late</body>
      <delay xmlns="urn:xmpp:delay" stamp="2024-01-01T00:00:00Z" /></message>`);
    assert.equal(typing(), 2);
    await receive(`<presence from="${bob}/x" /><presence from="${bob}/y" />
      <message type="chat" from="${bob}/x"><body>plain</body></message>`);
    assert.equal(typing(), 0);
    await account.outbox.send(jid, { body: 'without a state' });
    assert.equal(link.session.sent.at(-1)?.getChild('active', states), undefined);
    await receive(`<presence type="unavailable" from="${bob}/x" />`);
    assert.equal(typing(), 0);
    await receive(`<presence type="unavailable" from="${bob}/y" />`);
    assert.equal(typing(), 2);
    link.goOffline();
    link.goOnline();
    link.session.answer(roster);
    await settle();
    account.chatStates.set(jid, 'inactive');
    assert.equal(typing(), 2);
    await receive(`<message type="chat" from="${bob}/x"><gone xmlns="${states}" /></message>`);
    account.chatStates.set(jid, 'active');
    assert.equal(told().at(-1)?.getName(), 'paused');
  });

  it('follows changes of the roster', async () => {
    await receive(`<iq type="set" id="r"><query xmlns="jabber:iq:roster">
      <item jid="${bob}" subscription="remove" /></query></iq>`);
    assert.equal(account.contacts.get(bob), undefined);
  });
});
