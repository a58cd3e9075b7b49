import assert from 'node:assert/strict';
import { IgnoredOccupants } from '../../../../src/model/rooms/ignoredOccupants.ts';
import { PersistentRoomStore } from '../../../../src/storage/roomStore.ts';
import { FakeAccountRooms, roomInfo } from '../../../support/fakeAccountRooms.ts';
import { CAVE, USER } from '../../../support/fakeRooms.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const ROOM = CAVE.bare;

/** The code of the failure; `undefined` if there is none. */
function codeOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
}

describe('ignored occupants', () => {
  it('are kept over restarts if more than a nick is known of them', async () => {
    const store = new PersistentRoomStore(new MemoryValues(), new MemorySecrets(), () => false);
    const report = (what: string) => {
      throw new Error(what);
    };
    const open = () => new IgnoredOccupants({ account: 'a@x', store, report });
    const ignored = open();
    for (const sender of ['occupant:1', 'jid:eve@x', 'visit:v1:eve']) {
      ignored.add(ROOM, { sender, nick: 'eve' });
    }
    await settle();
    assert.deepEqual(
      open()
        .in(ROOM)
        .map(({ sender }) => sender),
      ['occupant:1', 'jid:eve@x'],
    );
    ignored.remove(ROOM, 'occupant:1');
    ignored.remove(ROOM, 'jid:eve@x');
    await settle();
    assert.deepEqual(open().in(ROOM), []);
    assert.equal(ignored.has(ROOM, 'visit:v1:eve'), true);
    assert.equal(ignored.has('other@rooms.example.net', 'visit:v1:eve'), false);
  });

  describe('by nick', () => {
    let fake: FakeAccountRooms;

    beforeEach(async () => {
      fake = new FakeAccountRooms();
      await fake.begin();
    });

    const presence = (nick: string, type = '', more = '') => {
      fake.session.receive(
        `<presence from="${ROOM}/${nick}" ${type && `type="${type}"`}><x xmlns="${USER}">
           <item affiliation="none" role="participant" /></x>${more}</presence>`,
      );
    };
    const isIgnored = () => fake.rooms.isIgnored(CAVE.withResource('eve'));

    it('are so until they leave', async () => {
      await fake.join();
      presence('eve');
      fake.rooms.ignore(CAVE, 'eve');
      assert.equal(isIgnored(), true);
      presence('eve', 'unavailable');
      assert.equal(isIgnored(), false);
      presence('eve');
      assert.equal(isIgnored(), false);
    });

    it('are so under any nick where the room tells who they are', async () => {
      fake.info = roomInfo('urn:xmpp:occupant-id:0');
      const id = (text: string) => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${text}" />`;
      await fake.join();
      presence('mallory', '', id('o1'));
      fake.rooms.ignore(CAVE, 'mallory');
      presence('mallory', 'unavailable');
      presence('eve', '', id('o1'));
      presence('mallory', '', id('o2'));
      assert.equal(isIgnored(), true);
      assert.equal(fake.rooms.isIgnored(CAVE.withResource('mallory')), false);
    });

    it('are neither we nor anybody who is not inside', async () => {
      await fake.join();
      for (const nick of ['juliet', 'nobody']) {
        assert.equal(
          codeOf(() => {
            fake.rooms.ignore(CAVE, nick);
          }),
          'no-occupant',
        );
      }
    });

    it('are authors only if who wrote it is certain', () => {
      const said = { id: '1', outgoing: false, body: '', time: 0, nick: 'eve' };
      const code = (sender: string, outgoing = false) =>
        codeOf(() => {
          fake.rooms.ignoreAuthor(CAVE, { ...said, sender, outgoing });
        });
      assert.equal(code('nick:eve'), 'author-unknown');
      assert.equal(code(ROOM), 'author-unknown');
      assert.equal(code('juliet@example.org', true), 'author-unknown');
      assert.equal(code('occupant:1'), undefined);
      assert.equal(fake.rooms.ignored.has(ROOM, 'occupant:1'), true);
    });
  });
});
