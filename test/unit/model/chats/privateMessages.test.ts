import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { carbon, me, rest } from '../../../support/archivedAccount.ts';
import { eachArchiveClient } from '../../../support/archiveClient.ts';
import { CAVE } from '../../../support/fakeRooms.ts';
import { OccupiedRoom, privately, romeo } from '../../../support/occupiedRoom.ts';

const nurse = `${CAVE.bare}/nurse`;

describe('a private message of an occupant', () => {
  const client = eachArchiveClient();
  let room: OccupiedRoom;
  const keys = () => [...client.account.chats.values()].map(({ key }) => key.chat);

  beforeEach(async () => {
    room = new OccupiedRoom(client);
    await client.signIn();
  });

  describe('in a room that we are in', () => {
    beforeEach(async () => {
      await room.join();
      await room.enter('romeo');
    });

    it('A15: has a chat of its own, of no contact and not of the room', async () => {
      await room.hear('psst');
      assert.deepEqual(await room.rows(), [['romeo', 'psst']]);
      assert.deepEqual([room.chat.kind, room.chat.unread], ['private', 1]);
      assert.equal(client.account.contacts.get(CAVE.bare), undefined);
      assert.equal(client.account.chats.find(CAVE.bare)?.unread, 0);
    });

    it('A15: is one by the address, whether marked or not', async () => {
      await client.receive(
        `<message type="chat" from="${romeo.full}" to="${me}"><body>bare</body></message>`,
      );
      const forged = privately('mallory@example.net/x', me, 'marked');
      await client.receive(forged);
      assert.deepEqual(await room.rows(), [['romeo', 'bare']]);
      assert.ok(keys().includes('mallory@example.net'));
    });

    it('is one, live, as a carbon and from the archive', async () => {
      const text = privately(romeo.full, me, 'one');
      await client.receive(text + carbon('received', text));
      client.archive.add('s1', text);
      client.archive.add('s2', privately(nurse, me, 'two'));
      client.link.goOffline();
      await client.signIn();
      assert.deepEqual(await room.rows(), [['romeo', 'one']]);
      const other = client.account.chats.find(nurse);
      const [second] = (await other?.load({ limit: 9 })) ?? [];
      assert.deepEqual([other?.kind, second?.body, second?.stanzaId], ['private', 'two', 's2']);
    });

    it('is one where each client of ours in the room has got one, with an id of its own', async () => {
      const stanzaId = (id: string) => `<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="${id}" />`;
      const now = client.link.session.clock.now();
      await room.hear('one', stanzaId('s1'));
      client.archive.add('s1', privately(romeo.full, me, 'one'), now);
      client.archive.add('s2', privately(romeo.full, me, 'one'), now);
      // Much later, it was said again.
      client.archive.add('s3', privately(romeo.full, me, 'one'), now + 120_000);
      client.link.goOffline();
      await client.signIn();
      assert.deepEqual(await room.rows(), [
        ['romeo', 'one'],
        ['romeo', 'one'],
      ]);
    });

    it('corrected live is known in the archive, which need not tell who had the nick', async () => {
      const replace = '<replace xmlns="urn:xmpp:message-correct:0" id="frist" />';
      await room.hear('frist');
      await room.hear('first', `${replace}<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="s2" />`);
      client.archive.add('s1', privately(romeo.full, me, 'frist'));
      client.archive.add('s2', privately(romeo.full, me, 'first', replace));
      client.link.goOffline();
      await client.signIn();
      assert.deepEqual(await room.rows(), [['romeo', 'first']]);
    });

    it('is ours where another client of ours has sent it', async () => {
      await client.receive(carbon('sent', privately(`${me}/phone`, romeo.full, 'hush')));
      assert.deepEqual(await room.rows(), [['we', 'hush']]);
    });

    it('is answered with a receipt that is marked as private', async () => {
      const before = client.link.session.sent.length;
      await room.hear('y', '<request xmlns="urn:xmpp:receipts" />');
      const [receipt, ...others] = client.link.session.sent.slice(before);
      assert.equal(receipt?.attrs['to'], romeo.full);
      assert.equal(receipt.getChild('received')?.attrs['id'], 'y');
      assert.ok(receipt.getChild('x', 'http://jabber.org/protocol/muc#user'));
      assert.deepEqual(others, []);
    });

    it('is marked as read for our other clients by the full address', async () => {
      await room.hear('z', `<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="s9" />`);
      await client.account.see(room.chat);
      client.link.session.clock.advance(2000);
      await rest();
      const item = client.archive.displayed.get(romeo.full);
      assert.equal(item?.getChild('displayed')?.getChild('stanza-id')?.attrs['id'], 's9');
      assert.equal(room.chat.unread, 0);
    });

    it('is read where another client of ours has read it', async () => {
      await room.hear('z', `<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="s9" />`);
      await client.receive(`<message from="${me}"><event xmlns="http://jabber.org/protocol/pubsub#event">
        <items node="urn:xmpp:mds:displayed:0"><item id="${romeo.full}">
        <displayed xmlns="urn:xmpp:mds:displayed:0"><stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="s9" />
        </displayed></item></items></event></message>`);
      assert.equal(room.chat.unread, 0);
    });

    it('shows that they are typing, and stops when they leave', async () => {
      await room.hear('z');
      await client.receive(`<message type="chat" from="${romeo.full}" to="${me}">
        <composing xmlns="http://jabber.org/protocol/chatstates" /></message>`);
      assert.equal(room.chat.composing, true);
      await room.exit('romeo');
      assert.equal(room.chat.composing, false);
    });

    it('changes nothing, and shows no typing, of an occupant whom the user ignores', async () => {
      await room.hear('psst');
      const id = await client.account.outbox.send(romeo, { body: 'what?' });
      client.account.rooms.ignore(CAVE, 'romeo');
      const reactions = `<reactions xmlns="urn:xmpp:reactions:0" id="${id}"><reaction>👎</reaction></reactions>`;
      await room.hear('', reactions);
      await room.hear('again', `<replace xmlns="urn:xmpp:message-correct:0" id="psst" />`);
      await room.hear('', '<composing xmlns="http://jabber.org/protocol/chatstates" />');
      assert.deepEqual(await room.rows(), [
        ['romeo', 'psst'],
        ['we', 'what?'],
      ]);
      assert.deepEqual(
        [(await room.chat.find(id))?.reactions, room.chat.composing],
        [undefined, false],
      );
    });

    it('is corrected and taken back by whoever wrote it', async () => {
      await room.hear('frist');
      await room.hear('first', '<replace xmlns="urn:xmpp:message-correct:0" id="frist" />');
      assert.deepEqual(await room.rows(), [['romeo', 'first']]);
      await client.receive(`<message type="chat" from="${romeo.full}" to="${me}">
        <retract xmlns="urn:xmpp:message-retract:1" id="frist" /></message>`);
      const [row] = await room.chat.load({ limit: 9 });
      assert.deepEqual([row?.body, row?.retracted !== undefined], ['', true]);
    });

    it('A9: is not corrected or taken back by the next one with that nick', async () => {
      await room.hear('mine');
      await room.exit('romeo');
      await room.enter('romeo');
      await client.receive(`<message type="chat" from="${romeo.full}" to="${me}">
        <retract xmlns="urn:xmpp:message-retract:1" id="mine" /></message>`);
      await room.hear('theirs', '<replace xmlns="urn:xmpp:message-correct:0" id="mine" />');
      assert.deepEqual(await room.rows(), [
        ['romeo', 'mine'],
        ['romeo', 'theirs'],
      ]);
    });
  });

  it('of a room that we are not in is one as a carbon, too', async () => {
    client.account.chats.openRoom(CAVE);
    await client.receive(carbon('received', privately(romeo.full, `${me}/phone`, 'there?')));
    assert.deepEqual(await room.rows(), [['romeo', 'there?']]);
    assert.equal(client.account.contacts.get(CAVE.bare), undefined);
    const { obstacle } = client.account.privateChats.stateOf(room.chat);
    assert.equal(obstacle, 'outside');
  });

  it('of a room that is not known is one once a client of ours has written there', async () => {
    await client.receive(carbon('sent', privately(`${me}/phone`, romeo.full, 'hush')));
    await client.receive(carbon('received', privately(romeo.full, `${me}/phone`, 'what?')));
    assert.deepEqual(await room.rows(), [
      ['we', 'hush'],
      ['romeo', 'what?'],
    ]);
    assert.equal(client.account.contacts.get(CAVE.bare), undefined);
  });

  it('is found again at the next start, in the same chat', async () => {
    client.account.chats.openRoom(CAVE);
    await client.receive(carbon('received', privately(romeo.full, `${me}/phone`, 'one')));
    client.archive.add('s1', privately(romeo.full, me, 'one'));
    client.archive.add('s2', privately(romeo.full, me, 'two'));
    client.link.goOffline();
    await client.start();
    assert.equal(client.account.chats.find(romeo.full)?.unread, 1);
    await client.signIn();
    assert.deepEqual(await room.rows(), [
      ['romeo', 'one'],
      ['romeo', 'two'],
    ]);
    assert.ok(!keys().includes(CAVE.bare));
  });

  it('older than those stored comes from the account’s archive, without those of others', async () => {
    client.account.chats.openRoom(CAVE);
    client.archive.add('s1', privately(romeo.full, me, 'one'));
    client.archive.add('s2', privately(`${romeo.full}tto`, me, 'other'));
    client.archive.add('s3', privately(romeo.full, me, 'three'));
    await client.receive(
      privately(romeo.full, me, 'three', `<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="s3" />`),
    );
    const [first] = await room.chat.load({ limit: 1 });
    assert.ok(first);
    await room.chat.load({ limit: 9, before: first.id });
    assert.deepEqual(await room.rows(), [
      ['romeo', 'one'],
      ['romeo', 'three'],
    ]);
    assert.equal(client.account.chats.find(`${romeo.full}tto`), undefined);
  });

  it('stays in the room’s chat where the room itself wrote it', async () => {
    const cave = client.account.chats.openRoom(CAVE);
    await client.receive(
      `<message from="${CAVE.bare}" to="${me}" id="m1"><body>Welcome</body></message>`,
    );
    const [row] = await cave.load({ limit: 9 });
    assert.deepEqual([row?.body, row?.sender], ['Welcome', Jid.of(CAVE.bare).bare]);
    assert.deepEqual(keys(), [CAVE.bare]);
  });
});
