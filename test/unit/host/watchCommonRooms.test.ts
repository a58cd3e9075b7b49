import assert from 'node:assert/strict';
import { watchCommonRooms } from '../../../src/host/watchCommonRooms.ts';
import { FakeAccountRooms } from '../../support/fakeAccountRooms.ts';
import { CAVE, USER } from '../../support/fakeRooms.ts';
import { settle } from '../../support/settle.ts';
import { Items } from '../../../webview/items.ts';
import type { CommonRoomView } from '../../../src/api/views.ts';

const romeo = 'romeo@example.net';

describe('the rooms that somebody is in together with us', () => {
  let fake: FakeAccountRooms;
  let told: Items<CommonRoomView>;

  beforeEach(async () => {
    fake = new FakeAccountRooms();
    told = new Items();
    await fake.begin();
    await fake.join();
  });

  const watch = () => {
    const { clock } = fake.session;
    const of = { account: 'juliet@example.org', chat: romeo };
    const listen = told.apply.bind(told);
    watchCommonRooms(fake.rooms, of, listen, clock);
  };
  const presence = async (nick: string, jid = '', type = '') => {
    fake.session.receive(
      `<presence from="${CAVE.bare}/${nick}" ${type && `type="${type}"`}><x xmlns="${USER}">
         <item affiliation="none" role="participant" ${jid && `jid="${jid}"`} /></x></presence>`,
    );
    await settle();
    fake.session.clock.advance(20);
  };
  const nicks = () => told.all.map(({ id, nick }) => [id, nick]);

  it('are those that show their real address, whatever they are called there', async () => {
    await presence('romeo');
    await presence('orchard', `${romeo}/orchard`);
    watch();
    assert.deepEqual(nicks(), [[CAVE.bare, 'orchard']]);
  });

  it('are told as they come and go', async () => {
    watch();
    await presence('nurse', 'nurse@example.org/x');
    assert.deepEqual(nicks(), []);
    await presence('roméo', `${romeo}/orchard`);
    assert.deepEqual(nicks(), [[CAVE.bare, 'roméo']]);
    await presence('roméo', '', 'unavailable');
    assert.deepEqual(nicks(), []);
  });
});
