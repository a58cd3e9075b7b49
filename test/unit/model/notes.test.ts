import assert from 'node:assert/strict';
import { chatView } from '../../../src/host/chatView.ts';
import { contactView } from '../../../src/host/contactViews.ts';
import { messageView } from '../../../src/host/messageViews.ts';
import { Jid } from '../../../src/base/jid.ts';
import { carbon, me, rest } from '../../support/archivedAccount.ts';
import { eachArchiveClient } from '../../support/archiveClient.ts';

/** As a client of ours with this resource sends it; with an origin-id unless it is plain. */
const note = (resource: string, id: string, { to = me, plain = false, extra = '' } = {}) =>
  `<message type="chat" from="${me}/${resource}" to="${to}" id="${id}"><body>${id}</body>${
    plain ? '' : `<origin-id xmlns="urn:xmpp:sid:0" id="${id}" />`
  }<request xmlns="urn:xmpp:receipts" /><markable xmlns="urn:xmpp:chat-markers:0" />
  <active xmlns="http://jabber.org/protocol/chatstates" />${extra}</message>`;

describe('a note to ourselves', () => {
  const client = eachArchiveClient();

  const chat = () => client.account.chats.find(me);
  const rows = async () => (await chat()?.load({ limit: 50 })) ?? [];
  const bodies = async () => (await rows()).map(({ body }) => body);
  /** What was sent to our own account. */
  const sent = () =>
    client.link.session.sent.filter(
      (stanza) =>
        stanza.getName() === 'message' && Jid.parse(stanza.attrs['to'] ?? '')?.bare === me,
    );

  it('is shown once, however its copies come, and is neither unread nor answered', async () => {
    await client.signIn();
    for (const plain of [false, true]) {
      for (const id of plain ? ['a', 'b'] : ['c', 'd']) {
        const text = note('phone', id, { plain });
        await client.receive(text);
        await client.receive(carbon('sent', text));
        await client.receive(carbon('received', text));
        // As sent, and as received.
        client.archive.add(`s${id}`, text);
        client.archive.add(`r${id}`, text);
      }
    }
    client.archive.add('se', note('phone', 'e', { to: `${me}/balcony` }));
    client.link.goOffline();
    await client.signIn();
    await client.start();
    await client.signIn();
    assert.deepEqual(await bodies(), ['c', 'd', 'a', 'b', 'e']);
    assert.deepEqual(
      (await rows()).map(({ outgoing, delivery }) => [outgoing, delivery]),
      Array.from({ length: 5 }, () => [true, 'sent']),
    );
    assert.ok([...client.account.chats.values()].every(({ unread }) => unread === 0));
    assert.deepEqual(sent(), []);
  });

  it('that is sent from here asks for nothing, and stays one when it comes back', async () => {
    await client.signIn();
    const to = Jid.of(me);
    client.account.chatStates.set(to, 'composing');
    const id = await client.account.outbox.send(to, { body: 'buy milk' });
    const [stanza, ...others] = sent();
    assert.deepEqual(
      stanza?.getChildElements().map((child) => child.getName()),
      ['body', 'origin-id'],
    );
    assert.deepEqual(others, []);
    await client.receive(note('balcony', id).replace(`<body>${id}`, '<body>buy milk'));
    client.link.acknowledge(id);
    await rest();
    const composing = `<message type="chat" from="${me}/phone" to="${me}"><composing xmlns="http://jabber.org/protocol/chatstates" /></message>`;
    await client.receive(composing);
    assert.equal(chat()?.composing, false);
    assert.deepEqual(
      (await rows()).map(({ body, delivery }) => [body, delivery]),
      [['buy milk', 'sent']],
    );
    assert.deepEqual(sent().slice(1), []);
  });

  it('can be corrected, reacted to and taken back from another client', async () => {
    await client.signIn();
    const change = (id: string, extra: string, body = '') =>
      `<message type="chat" from="${me}/phone" to="${me}" id="${id}">${body}${extra}</message>`;
    await client.receive(note('phone', 'a') + note('phone', 'b'));
    await client.receive(
      change('c', '<replace xmlns="urn:xmpp:message-correct:0" id="a" />', '<body>A</body>') +
        change('d', '<retract xmlns="urn:xmpp:message-retract:1" id="b" />') +
        change(
          'e',
          '<reactions xmlns="urn:xmpp:reactions:0" id="a"><reaction>👍</reaction></reactions>',
        ),
    );
    const [first, second] = await rows();
    assert.equal(first?.body, 'A');
    assert.deepEqual(first.reactions?.[0]?.emojis, ['👍']);
    assert.ok(second?.retracted !== undefined);
  });

  it('has a chat with a name of its own, which shows no presence of our devices', async () => {
    await client.signIn();
    const edges = { hasOlder: false, hasNewer: false };
    assert.equal(chatView(client.account, me, edges).name, 'Note to Self');
    await client.receive(`<presence from="${me}/phone" to="${me}/balcony" />`);
    await client.receive(note('phone', 'a'));
    await client.receive(`<presence from="${me}/tablet" to="${me}/balcony" />`);
    const contact = client.account.contacts.get(me);
    assert.ok(contact);
    const { name, show, inRoster } = contactView(client.account, contact);
    assert.deepEqual([name, show, inRoster], ['Note to Self', 'offline', false]);
    const [row] = await rows();
    assert.equal(row && messageView(client.account, me, row).senderName, 'You');
  });
});
