import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { me } from '../../../support/archivedAccount.ts';
import { eachArchiveClient } from '../../../support/archiveClient.ts';

const CAVE = 'cave@rooms.example.net';
const USER = 'http://jabber.org/protocol/muc#user';

const words = (from: string, to: string, body: string, more = '') =>
  `<message type="chat" from="${from}" to="${to}" id="${body}"><body>${body}</body><x xmlns="${USER}" />${more}</message>`;

describe('a private message of an occupant', () => {
  const client = eachArchiveClient();
  const room = () => client.account.chats.openRoom(Jid.of(CAVE));
  const rows = async () =>
    (await room().load({ limit: 99 })).map(({ body, nick, outgoing, notice }) => [
      ...[outgoing ? 'we' : nick, body],
      notice?.kind,
    ]);

  beforeEach(async () => {
    room();
    await client.signIn();
  });

  it('A15: is told from what all in the room read, and is of no contact', async () => {
    await client.receive(words(`${CAVE}/romeo`, me, 'psst'));
    assert.deepEqual(await rows(), [['romeo', 'psst', 'private']]);
    assert.deepEqual([room().unread, room().mentions], [1, 1]);
    assert.equal(client.account.contacts.get(CAVE), undefined);
    assert.deepEqual(
      [...client.account.chats.values()].map(({ key }) => key.chat),
      [CAVE],
    );
  });

  it('39: is so as a carbon of what another client of ours has sent, too', async () => {
    const sent = words(`${me}/phone`, `${CAVE}/romeo`, 'hush').replace(
      '<message',
      '<message xmlns="jabber:client"',
    );
    await client.receive(
      `<message from="${me}"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${sent}</forwarded></sent></message>`,
    );
    assert.deepEqual(await rows(), [['we', 'hush', 'private']]);
  });

  it('38: is one, live and from the archive, and comes last where it was missed', async () => {
    await client.receive(words(`${CAVE}/romeo`, me, 'one'));
    client.archive.add('s1', words(`${CAVE}/romeo`, me, 'one'));
    client.archive.add('s2', words(`${CAVE}/nurse`, me, 'two'));
    client.link.goOffline();
    await client.signIn();
    assert.deepEqual(await rows(), [
      ['romeo', 'one', 'private'],
      ['nurse', 'two', 'private'],
    ]);
  });

  it('refers to nothing that the room has said, and is not answered by a client', async () => {
    await client.receive(
      `<message from="${CAVE}" to="${me}" id="m1"><body>Welcome</body></message>`,
    );
    const before = client.link.session.sent.length;
    await client.receive(
      words(`${CAVE}/romeo`, me, 'x', '<replace xmlns="urn:xmpp:message-correct:0" id="m1" />') +
        words(`${CAVE}/romeo`, me, 'y', '<request xmlns="urn:xmpp:receipts" />'),
    );
    assert.deepEqual(await rows(), [
      [undefined, 'Welcome', undefined],
      ['romeo', 'x', 'private'],
      ['romeo', 'y', 'private'],
    ]);
    assert.equal(client.link.session.sent.length, before);
  });
});
