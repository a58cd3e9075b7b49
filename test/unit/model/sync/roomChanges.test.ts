import assert from 'node:assert/strict';
import { ARCHIVED, OCCUPANT_IDS, RoomClient, roomMessage } from '../../../support/roomClient.ts';
import { CAVE } from '../../../support/fakeRooms.ts';

describe('synchronizing the changes of a room', () => {
  let client: RoomClient;

  beforeEach(() => {
    client = new RoomClient();
  });

  afterEach(() => {
    assert.deepEqual(client.reports, []);
  });

  describe('of what changes', () => {
    const replace = (id: string) => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}" />`;
    const retraction = (id: string) => `<retract xmlns="urn:xmpp:message-retract:1" id="${id}" />`;
    const reactions = (id: string, emoji: string) =>
      `<reactions xmlns="urn:xmpp:reactions:0" id="${id}"><reaction>${emoji}</reaction></reactions>`;

    beforeEach(async () => {
      client.fake.announce(...ARCHIVED, OCCUPANT_IDS);
      await client.join('romeo', 'nurse');
      await client.receive(
        roomMessage('teh', { nick: 'romeo', id: 'm1', stanzaId: 's1', occupantId: 'o1' }),
      );
    });

    const by = (nick: string, occupantId: string, more: string, body = '') =>
      client.receive(roomMessage(body, { nick, id: `${nick} ${body || 'x'}`, occupantId, more }));

    it('corrects by the id as first sent, and only for its author', async () => {
      await by('romeo', 'o1', replace('m1'), 'the');
      assert.deepEqual(await client.texts(), ['the']);
      await by('romeo', 'o1', replace('m1'), 'the end');
      await by('nurse', 'o2', replace('m1'), 'not his');
      assert.equal((await client.rows())[0]?.body, 'the end');
    });

    it('A9: corrects and takes back nothing for whoever has the nick next', async () => {
      client.fake.leave({ nick: 'romeo' });
      client.fake.receive({ nick: 'romeo' });
      await by('romeo', 'o3', replace('m1'), 'evil');
      await by('romeo', 'o3', retraction('s1'));
      const [row, ...others] = await client.rows();
      assert.deepEqual([row?.body, row?.edited, row?.retracted], ['teh', undefined, undefined]);
      assert.deepEqual(
        others.map(({ body }) => body),
        ['evil'],
      );
      await by('romeo', 'o1', replace('m1'), 'the');
      assert.equal((await client.rows())[0]?.body, 'the');
    });

    it('A10: ends with corrections that replace themselves or each other', async () => {
      const said = (id: string, replaced: string) =>
        roomMessage(id, { nick: 'romeo', id, occupantId: 'o1', more: replace(replaced) });
      await client.receive(said('c1', 'c1'), said('c2', 'c3'), said('c3', 'c2'));
      assert.deepEqual((await client.texts())[0], 'teh');
      await client.receive(roomMessage('still here', { nick: 'nurse', occupantId: 'o2' }));
      assert.equal((await client.texts()).at(-1), 'still here');
    });

    it('A13: an id of others, chosen again, hides nothing of another occupant', async () => {
      const origin = '<origin-id xmlns="urn:xmpp:sid:0" id="m1" />';
      const words = { nick: 'nurse', id: 'm1', occupantId: 'o2', more: origin };
      await client.receive(roomMessage('teh', words));
      // Nobody else could have known this one.
      const id = await client.write('ours');
      await client.receive(roomMessage('not ours', { nick: 'nurse', id, occupantId: 'o2' }));
      await client.returnSent('s2');
      assert.deepEqual(await client.texts(), ['teh', 'teh', 'not ours', 'ours']);
      assert.equal(await client.deliveryOf(id), 'sent');
    });

    it('retracts by the id of the room, and only for its author', async () => {
      await by('nurse', 'o2', retraction('s1'));
      assert.deepEqual(await client.texts(), ['teh']);
      await by('romeo', 'o1', retraction('s1'));
      assert.notEqual((await client.rows())[0]?.retracted, undefined);
    });

    it('shows the reactions of each, by the id of the room, with their nick', async () => {
      await by('nurse', 'o2', reactions('s1', '👍'));
      await by('romeo', 'o1', reactions('s1', '🎉'));
      await by('nurse', 'o2', reactions('s1', '❤️'));
      const [row] = await client.rows();
      assert.deepEqual(
        row?.reactions?.map(({ nick, emojis }) => [nick, ...emojis]),
        [
          ['romeo', '🎉'],
          ['nurse', '❤️'],
        ],
      );
    });

    it('keeps reactions that come before their message', async () => {
      await by('nurse', 'o2', reactions('s9', '👍'));
      await client.receive(
        roomMessage('late', { nick: 'romeo', id: 's9', stanzaId: 's8', occupantId: 'o1' }),
        roomMessage('later', { nick: 'romeo', stanzaId: 's9', occupantId: 'o1' }),
      );
      const rows = await client.rows();
      assert.deepEqual(
        rows.map(({ body, reactions: all }) => [body, all?.length ?? 0]),
        [
          ['teh', 0],
          ['late', 0],
          ['later', 1],
        ],
      );
    });

    it('shows whom a reply answers; it is to us if that is ours', async () => {
      const id = await client.write('mine');
      await client.returnSent('s2');
      const reply = '<reply xmlns="urn:xmpp:reply:0" id="s2" />';
      await by('romeo', 'o1', reply, 'yes');
      const last = (await client.rows()).at(-1);
      assert.deepEqual([last?.reply?.message, last?.mention], [id, true]);
      await by('nurse', 'o2', '<reply xmlns="urn:xmpp:reply:0" id="s1" />', 'no');
      const other = (await client.rows()).at(-1);
      assert.deepEqual([other?.reply?.nick, other?.mention], ['romeo', undefined]);
    });

    it('takes back what a moderator removes, by the room alone (A12)', async () => {
      const moderation = `<retract id="s1" xmlns="urn:xmpp:message-retract:1">
        <moderated by="${CAVE.bare}/nurse" xmlns="urn:xmpp:message-moderate:1" />
        <reason>spam</reason></retract>`;
      await by('nurse', 'o2', moderation);
      assert.deepEqual(await client.texts(), ['teh']);
      await client.receive(
        `<message xmlns="jabber:client" type="groupchat" from="${CAVE.bare}" id="x">${moderation}</message>`,
      );
      const [row] = await client.rows();
      assert.deepEqual([row?.body, row?.moderated], ['', { by: 'nurse', reason: 'spam' }]);
    });

    it('sends ours by the ids that the room knows', async () => {
      await client.changes.react(client.chat, (await client.rows())[0]?.id ?? '', '👍', true);
      const [reacted] = client.sent.slice(-1);
      assert.equal(reacted?.getChild('reactions')?.attrs['id'], 's1');
      const reply = await client.changes.answer(client.chat, (await client.rows())[0]?.id ?? '');
      await client.outbox.send(CAVE, { body: 'ok', reply });
      const answer = client.sent.at(-1)?.getChild('reply')?.attrs;
      assert.deepEqual([answer?.['id'], answer?.['to']], ['s1', `${CAVE.bare}/romeo`]);
    });
  });

  describe('without occupant-ids', () => {
    const replace = '<replace xmlns="urn:xmpp:message-correct:0" id="m1" />';

    it('lets a nick correct what it wrote until it leaves, who has it next does not (A9)', async () => {
      client.fake.announce();
      await client.join('romeo');
      await client.receive(roomMessage('teh', { nick: 'romeo', id: 'm1' }));
      await client.receive(roomMessage('the', { nick: 'romeo', id: 'm2', more: replace }));
      assert.deepEqual(await client.texts(), ['the']);
      client.fake.leave({ nick: 'romeo' });
      client.fake.receive({ nick: 'romeo' });
      await client.receive(roomMessage('evil', { nick: 'romeo', id: 'm3', more: replace }));
      assert.deepEqual(await client.texts(), ['the', 'evil']);
    });

    it('does not apply a correction of the archive by nick alone', async () => {
      client.fake.announce(...ARCHIVED);
      client.archive.add('s1', roomMessage('teh', { nick: 'romeo', id: 'm1' }));
      client.archive.add('s2', roomMessage('the', { nick: 'romeo', id: 'm2', more: replace }));
      await client.join();
      assert.deepEqual(await client.texts(), ['teh', 'the']);
    });
  });
});
