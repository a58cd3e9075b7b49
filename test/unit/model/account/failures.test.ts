import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { bob, carbon, me } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message } from '../../../support/archiveClient.ts';
import { CAVE } from '../../../support/fakeRooms.ts';
import { OccupiedRoom, romeo } from '../../../support/occupiedRoom.ts';
import { told } from '../../../support/say.ts';

const failure = (id: string, from: string | undefined, to = `${me}/balcony`) =>
  `<message type="error" id="${id}" ${from === undefined ? '' : `from="${from}"`} to="${to}"><error type="cancel">
    <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></message>`;

describe('an error for a message of ours', () => {
  const client = eachArchiveClient();

  const send = async (to = bob) => {
    const id = await client.account.outbox.send(Jid.of(to), { body: 'hello' });
    client.link.acknowledge(id);
    await client.receive('');
    return id;
  };
  const deliveryOf = async (id: string, to = bob) =>
    (await client.account.chats.find(Jid.of(to).bare)?.find(id))?.delivery;

  beforeEach(() => client.signIn());

  it('counts from whom it was for, a server on the way, or without a sender', async () => {
    for (const from of [bob, `${bob}/x`, 'example.org', undefined, me, `${me}/balcony`]) {
      const id = await send();
      await client.receive(failure(id, from));
      assert.equal(await deliveryOf(id), 'failed', String(from));
    }
    const id = await send('eve@other.example');
    await client.receive(failure(id, 'other.example'));
    assert.equal(await deliveryOf(id, 'eve@other.example'), 'failed');
  });

  it('counts from the address as the server writes it', async () => {
    for (const [to, from] of [
      ['ſam@example.org', 'sam@example.org'],
      ['so\u00adft@example.org', 'soft@example.org/x'],
      ['ｗｉｄｅ@example.org', 'wide@example.org'],
      ['straße@example.org', 'strasse@example.org'],
      ['eve@bücher.example', 'eve@xn--bcher-kva.example'],
      ['ſam@ｅxample.net', 'example.net'],
    ] as const) {
      const id = await send(to);
      await client.receive(failure(id, from));
      assert.equal(await deliveryOf(id, to), 'failed', to);
    }
  });

  it('counts after a restart, too, from a server', async () => {
    const id = await send();
    for (const from of [undefined, 'example.org'] as const) {
      await client.start();
      await client.signIn();
      await client.receive(failure(id, from));
      assert.equal(await deliveryOf(id), 'failed');
      await client.account.outbox.retry(client.account.chats.open(Jid.of(bob)), id);
      client.link.acknowledge(id);
      await client.receive('');
      assert.equal(await deliveryOf(id), 'sent');
    }
  });

  it('counts for a change of a message', async () => {
    const id = await send();
    const chat = client.account.chats.open(Jid.of(bob));
    await client.account.changes.correct(chat, id, 'hallo');
    const sent = client.link.session.sent.at(-1)?.attrs['id'] ?? '';
    client.link.acknowledge(sent);
    await client.receive(failure(sent, 'example.org'));
    const found = await chat.find(id);
    assert.match(told(found?.refused), /^The change of this message was not delivered: /u);
    assert.equal(found?.delivery, 'sent');
  });

  it('counts for what another client of ours sent, by its copy', async () => {
    const plain = `<message type="chat" from="${me}/phone" to="${bob}" id="p1"><body>p1</body></message>`;
    await client.receive(carbon('sent', plain) + carbon('sent', message(me, 'p2')));
    for (const id of ['p1', 'p2']) {
      await client.receive(carbon('received', failure(id, bob, `${me}/phone`)));
    }
    assert.deepEqual(
      (await client.rows()).map(({ delivery }) => delivery),
      ['failed', 'failed'],
    );
  });

  it('A20: counts from nobody else, nor for what has arrived', async () => {
    const id = await send();
    const others = [
      'mallory@evil.example/x',
      'mallory@example.org',
      'evil.example',
      'bob@evil.example',
    ];
    await client.receive(message('mallory@example.org', 'hi'));
    for (const from of others) await client.receive(failure(id, from));
    for (const from of others) {
      await client.receive(
        carbon('received', failure(id, from)).replace(`from="${me}"`, `from="${from}"`),
      );
    }
    assert.equal(await deliveryOf(id), 'sent');
    const receipt = `<message from="${bob}/x"><received xmlns="urn:xmpp:receipts" id="${id}" /></message>`;
    await client.receive(receipt);
    await client.receive(failure(id, 'example.org'));
    assert.equal(await deliveryOf(id), 'delivered');
  });

  it('A20: counts in a room from the room, and from no occupant, who all know the id', async () => {
    const room = new OccupiedRoom(client);
    await room.join();
    await room.enter('romeo');
    await room.enter('mallory');
    await room.hear('psst');
    const mallory = `${CAVE.bare}/mallory`;
    const toRoom = await send(CAVE.bare);
    const inPrivate = await send(romeo.full);
    const refusal = failure(toRoom, mallory).replace('service-unavailable', 'not-acceptable');
    await client.receive(refusal + failure(toRoom, mallory) + failure(inPrivate, mallory));
    const change = client.account.outbox.chatOf(toRoom);
    assert.deepEqual(
      [
        change?.kind,
        await deliveryOf(toRoom, CAVE.bare),
        (await room.chat.find(inPrivate))?.delivery,
      ],
      ['room', 'queued', 'sent'],
    );
    assert.equal(client.account.rooms.memberships.find(CAVE.bare)?.state.phase, 'joined');
    await client.receive(failure(inPrivate, romeo.full) + failure(toRoom, CAVE.bare));
    assert.deepEqual(
      [await deliveryOf(toRoom, CAVE.bare), (await room.chat.find(inPrivate))?.delivery],
      ['failed', 'failed'],
    );
  });
});
