import assert from 'node:assert/strict';
import { WatchedOccupants } from '../../../../src/ui/rooms/watchedOccupants.ts';
import { occupant, RoomsHost } from '../../../support/roomTree.ts';

const of = { account: 'me@example.org', chat: 'lobby@rooms.example.org' };
const page = (offset: number, ...nicks: readonly string[]) => ({
  kind: 'snapshot' as const,
  items: [{ id: of.chat, total: 300, offset, occupants: nicks.map((nick) => occupant(nick)) }],
});

describe('the watched occupants of a room', () => {
  it('are pages of 200, the next one when it is wanted', () => {
    const host = new RoomsHost();
    let changes = 0;
    const watched = new WatchedOccupants(host.api, of, () => (changes += 1));
    host.tell('occupants', page(0, 'Ada', 'Bob'), 0);
    assert.deepEqual([watched.total, watched.values().length], [300, 2]);
    watched.loadMore();
    host.tell('occupants', page(200, 'Eve'), 1);
    assert.deepEqual(
      watched.values().map(({ id }) => id),
      ['Ada', 'Bob', 'Eve'],
    );
    assert.deepEqual(host.asked, [
      { topic: 'occupants', params: { ...of, filter: '', offset: 0, limit: 200 } },
      { topic: 'occupants', params: { ...of, filter: '', offset: 200, limit: 200 } },
    ]);
    assert.ok(changes >= 2);
  });

  it('are gone with the room, and not watched any longer when told so', () => {
    const host = new RoomsHost();
    const watched = new WatchedOccupants(host.api, of, () => undefined);
    host.tell('occupants', page(0, 'Ada'));
    host.tell('occupants', { kind: 'remove', ids: [of.chat] });
    assert.deepEqual([watched.total, watched.values()], [0, []]);
    watched.dispose();
    assert.equal(host.ended.length, 1);
  });
});
