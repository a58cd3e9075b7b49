import assert from 'node:assert/strict';
import type { Change } from '../../../src/api/topics.ts';
import type { PrivateChatView } from '../../../src/api/views.ts';
import { privateChatView } from '../../../src/host/privateChatViews.ts';
import { chatView } from '../../../src/host/chatView.ts';
import { messageView } from '../../../src/host/messageViews.ts';
import { watchPrivateChats } from '../../../src/host/watchPrivateChats.ts';
import { eachArchiveClient } from '../../support/archiveClient.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { OccupiedRoom, romeo } from '../../support/occupiedRoom.ts';

const NONE = { hasOlder: false, hasNewer: false };

describe('views of chats with occupants', () => {
  const client = eachArchiveClient();
  let room: OccupiedRoom;

  beforeEach(async () => {
    room = new OccupiedRoom(client);
    await client.signIn();
    await room.join();
    await room.enter('romeo');
  });

  it('name the nick with the room, and who wrote by the nick alone', async () => {
    await room.hear('psst');
    const { id, name, nick, roomName, show, unread, obstacle, lastReceived } = privateChatView(
      client.account,
      room.chat,
    );
    assert.deepEqual(
      { id, name, nick, roomName, show, unread, obstacle },
      {
        ...{ id: romeo.full, name: 'romeo in Cave', nick: 'romeo', roomName: 'Cave' },
        ...{ show: 'available', unread: 1, obstacle: undefined },
      },
    );
    assert.equal(lastReceived?.excerpt, 'psst');
    const [message] = await room.chat.load({ limit: 1 });
    assert.ok(message);
    assert.equal(messageView(client.account, romeo.full, message).senderName, 'romeo');
    const head = chatView(client.account, romeo.full, NONE);
    assert.deepEqual([head.name, head.show, head.room], ['romeo in Cave', 'available', undefined]);
    assert.equal(head.occupant?.room, romeo.bare);
  });

  it('show the real address where the room does', async () => {
    await room.enter('nurse');
    const { privateChats } = client.account;
    const chat = privateChats.open(romeo.toBare(), 'nurse');
    assert.equal(privateChatView(client.account, chat).jid, undefined);
    await room.enter('nurse', '<item jid="angelica@example.net/x" role="participant" />');
    assert.equal(privateChatView(client.account, chat).jid, 'angelica@example.net');
  });

  it('are told of once there is a message, and whenever the other side comes or goes', async () => {
    const clock = new FakeClock();
    const changes: Change<PrivateChatView>[] = [];
    const watch = watchPrivateChats(client.account, (change) => changes.push(change), clock);
    const told = () => {
      clock.advance(50);
      const [change] = changes.splice(0).slice(-1);
      return change && 'items' in change ? change.items.map(({ obstacle }) => obstacle) : undefined;
    };
    assert.deepEqual(told(), []);
    await room.hear('psst');
    assert.deepEqual(told(), [undefined]);
    await room.exit('romeo');
    assert.deepEqual(told(), ['gone']);
    await room.enter('nurse');
    told();
    await room.enter('romeo');
    assert.deepEqual(told(), ['other']);
    watch.dispose();
  });
});
