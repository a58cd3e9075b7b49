import assert from 'node:assert/strict';
import type { Message } from '../../../src/model/history.ts';
import { bob, carbon, me } from '../../support/archivedAccount.ts';
import { eachArchiveClient, stanzaId } from '../../support/archiveClient.ts';

const NS_JINGLE_MESSAGE = 'urn:xmpp:jingle-message:0';

/** Between us and Bob, with what stands in it. */
const stanza = (from: string, id: string, content: string, type = 'chat') =>
  `<message type="${type}" from="${from}/x" to="${from === me ? bob : me}" id="${id}">${content}</message>`;

const encrypted = `<encrypted xmlns="eu.siacs.conversations.axolotl"><header sid="1" /><payload>AA==</payload></encrypted>`;
const propose = `<propose xmlns="${NS_JINGLE_MESSAGE}" id="c1"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="video" /></propose>`;
const step = (name: string, content = '') =>
  `<${name} xmlns="${NS_JINGLE_MESSAGE}" id="c1">${content}</${name}>`;
const success = '<reason xmlns="urn:xmpp:jingle:1"><success /></reason>';

/** What is shown of a message. */
const said = ({ body, subject, notice, edited }: Message) => ({
  body,
  ...(subject !== undefined && { subject }),
  ...(notice && { notice }),
  ...(edited !== undefined && { edited: true }),
});

describe('what has no words', () => {
  const client = eachArchiveClient();
  const rows = async () => (await client.rows()).map(said);
  const call = (state: string) => ({ body: '', notice: { kind: 'call', video: true, state } });

  const kinds: readonly (readonly [string, string, object])[] = [
    ['encrypted', encrypted, { body: '', notice: { kind: 'encrypted', method: 'OMEMO' } }],
    ['a subject', '<subject>Lunch</subject>', { body: 'Lunch', subject: 'Lunch' }],
    [
      'a subject with words',
      '<subject>Lunch</subject><body>At noon</body>',
      { body: 'Lunch\n\nAt noon', subject: 'Lunch' },
    ],
    ['a call', propose, call('offered')],
    [
      'an address out of band',
      '<x xmlns="jabber:x:oob"><url>http://example.net/a</url><desc>This</desc></x>',
      { body: 'This\nhttp://example.net/a' },
    ],
  ];
  for (const [kind, content, shown] of kinds) {
    for (const way of ['live', 'as a carbon', 'from the archive'] as const) {
      it(`is one row, unread and with its copies: ${kind}, ${way}`, async () => {
        const text = stanza(bob, 'm1', content);
        if (way === 'from the archive') client.archive.add('s1', text);
        await client.signIn();
        if (way === 'as a carbon') await client.receive(carbon('received', text));
        if (way === 'live') await client.receive(stanza(bob, 'm1', content + stanzaId('s1')));
        assert.deepEqual(await rows(), [shown]);
        // What is there at the first sign-in counts as read.
        assert.equal(client.chat()?.unread, way === 'from the archive' ? 0 : 1);
        if (way !== 'from the archive') client.archive.add('s1', text);
        client.link.goOffline();
        await client.signIn();
        assert.deepEqual(await rows(), [shown]);
      });
    }
  }

  for (const way of ['live', 'as a carbon', 'from the archive'] as const) {
    it(`is no row, but waits once: an invitation, ${way}`, async () => {
      const invitation = '<x xmlns="jabber:x:conference" jid="cave@rooms.example.net" />';
      const text = stanza(bob, 'm1', `<body>Come!</body>${invitation}`);
      client.archive.add('s1', text);
      if (way === 'from the archive') await client.signIn();
      else {
        client.archive.messages = [];
        await client.signIn();
        await client.receive(way === 'live' ? text : carbon('received', text));
        client.archive.add('s1', text);
        client.link.goOffline();
        await client.signIn();
      }
      assert.deepEqual(await rows(), []);
      const waiting = [...client.account.rooms.invitations.values()];
      assert.deepEqual(
        waiting.map(({ room, inviter }) => [room.bare, inviter?.bare]),
        [['cave@rooms.example.net', bob]],
      );
    });
  }

  it('shows headlines of contacts and of the server, which change and answer nothing', async () => {
    await client.signIn();
    await client.receive(stanza(bob, 'm1', '<body>words</body>'));
    const before = client.link.session.sent.length;
    const content = `<body>news</body><replace xmlns="urn:xmpp:message-correct:0" id="m1" />
      <request xmlns="urn:xmpp:receipts" />`;
    await client.receive(stanza(bob, 'h1', content, 'headline'));
    await client.receive(
      `<message type="headline" from="example.org" to="${me}"><subject>Down</subject></message>`,
    );
    assert.deepEqual(await rows(), [{ body: 'words' }, { body: 'news' }]);
    const server = await client.account.chats.find('example.org')?.load({ limit: 9 });
    assert.deepEqual(server?.map(said), [{ body: 'Down', subject: 'Down' }]);
    assert.equal(client.link.session.sent.length, before);
  });

  it('says that it came, and never that it was seen, where it cannot be read', async () => {
    await client.signIn();
    const asks = `<request xmlns="urn:xmpp:receipts" /><markable xmlns="urn:xmpp:chat-markers:0" />`;
    await client.receive(stanza(bob, 'm1', encrypted + asks));
    const sent = () => client.link.session.sent.map(String).join('');
    assert.match(sent(), /received xmlns="urn:xmpp:receipts" id="m1"/u);
    const chat = client.chat();
    assert.ok(chat);
    await client.account.see(chat);
    assert.doesNotMatch(sent(), /displayed/u);
  });

  it('is corrected by words, and corrects them', async () => {
    await client.signIn();
    const replace = '<replace xmlns="urn:xmpp:message-correct:0" id="m1" />';
    await client.receive(stanza(bob, 'm1', encrypted));
    await client.receive(stanza(bob, 'm2', `<subject>A</subject><body>B</body>${replace}`));
    assert.deepEqual(await rows(), [{ body: 'A\n\nB', subject: 'A', edited: true }]);
    await client.receive(stanza(bob, 'm3', encrypted + replace));
    const notice = { kind: 'encrypted', method: 'OMEMO' };
    assert.deepEqual(await rows(), [{ body: '', notice, edited: true }]);
  });

  it('is answered without a quotation', async () => {
    await client.signIn();
    await client.receive(stanza(bob, 'm1', encrypted));
    const [row] = await client.rows();
    const chat = client.chat();
    assert.ok(row && chat);
    const reply = await client.account.changes.answer(chat, row.id);
    assert.deepEqual(reply.notice, { kind: 'encrypted', method: 'OMEMO' });
    await client.account.outbox.send(chat.jid, { body: 'What?', reply });
    const stanzaSent = client.link.session.sent.at(-1);
    assert.equal(stanzaSent?.getChildText('body'), 'What?');
    assert.equal(stanzaSent.getChild('reply')?.attrs['id'], 'm1');
  });

  const outcomes: readonly (readonly [string, readonly string[], string])[] = [
    ['that its caller gives up', [stanza(bob, 's1', step('retract'))], 'missed'],
    ['that ends without a conversation', [stanza(bob, 's1', step('finish'))], 'missed'],
    ['that we decline elsewhere', [stanza(me, 's1', step('reject'))], 'declined'],
    ['that we take elsewhere', [stanza(me, 's1', step('proceed'))], 'answered'],
    [
      'that we take and end elsewhere',
      [stanza(me, 's1', step('accept')), stanza(bob, 's2', step('finish', success))],
      'answered',
    ],
    [
      'that had ended before it is known who took it',
      [stanza(bob, 's1', step('finish')), stanza(me, 's2', step('proceed'))],
      'answered',
    ],
    ['that rings', [stanza(bob, 's1', step('ringing'))], 'offered'],
  ];
  for (const [about, steps, state] of outcomes) {
    it(`is one row of a call ${about}`, async () => {
      const receive = (text: string) =>
        client.receive(text.includes(`from="${me}`) ? carbon('sent', text) : text);
      await client.signIn();
      await receive(stanza(bob, 'p1', propose));
      for (const text of steps) await receive(text);
      assert.deepEqual(await rows(), [call(state)]);
      const isOurs = state === 'declined' || state === 'answered';
      assert.equal(client.chat()?.unread, isOurs ? 0 : 1);
    });

    it(`is one row of a call ${about}, in the archive`, async () => {
      client.archive.add('a0', stanza(bob, 'p1', propose));
      for (const [at, text] of steps.entries()) client.archive.add(`a${at + 1}`, text);
      await client.signIn();
      assert.deepEqual(await rows(), [call(state)]);
    });
  }

  it('A: leaves calls alone that somebody else offered, or did not', async () => {
    await client.signIn();
    await client.receive(stanza(bob, 'p1', propose));
    await client.receive(stanza('eve@example.org', 's1', step('retract')));
    await client.receive(stanza(bob, 's2', step('proceed')));
    assert.deepEqual(await rows(), [call('offered')]);
    await client.receive(stanza(bob, 'm1', '<body>words</body>'));
    await client.receive(stanza(bob, 's3', `<retract xmlns="${NS_JINGLE_MESSAGE}" id="m1" />`));
    assert.deepEqual((await rows())[1], { body: 'words' });
  });
});
