import assert from 'node:assert/strict';
import type { Api } from '../../../../src/api/channel.ts';
import type { OfOccupants } from '../../../../src/api/requests.ts';
import type { Change } from '../../../../src/api/topics.ts';
import type { OccupantsView } from '../../../../src/api/views.ts';
import { OccupantWindow } from '../../../../webview/room/occupantWindow.ts';
import { occupant } from '../../../support/roomView.ts';

const of = { account: 'me@example.org', chat: 'lobby@rooms.example.org' };

describe('the occupants in sight', () => {
  let watched: OfOccupants[];
  let ended: number;
  let listen: ((change: Change<OccupantsView>) => void) | undefined;
  let changes: number;
  let occupants: OccupantWindow;

  /** The host's answer to the last watch, of a room with this many occupants. */
  const answer = (total: number) => {
    const { offset = 0, limit = 0 } = watched.at(-1) ?? {};
    const count = Math.max(0, Math.min(limit, total - offset));
    const list = Array.from({ length: count }, (_, at) => occupant(`nick${offset + at}`));
    const item = { id: of.chat, total, offset, occupants: list };
    listen?.({ kind: 'snapshot', items: [item] });
  };

  beforeEach(() => {
    watched = [];
    ended = 0;
    changes = 0;
    const api: Pick<Api, 'watch'> = {
      watch: (_topic, params, listener) => {
        watched.push(params as unknown as OfOccupants);
        listen = listener;
        return { dispose: () => (ended += 1) };
      },
    };
    occupants = new OccupantWindow(api as Api, of, () => (changes += 1));
  });

  it('are watched once they are shown, 200 at a time, and no longer than that', () => {
    occupants.show(0, 30);
    assert.deepEqual(watched, []);
    occupants.filter('');
    assert.deepEqual(watched, [{ ...of, filter: '', offset: 0, limit: 200 }]);
    answer(2000);
    assert.deepEqual([changes, occupants.total, occupants.at(7)?.id], [1, 2000, 'nick7']);
    assert.equal(occupants.at(200), undefined);
    occupants.stop();
    assert.deepEqual([ended, occupants.total], [1, undefined]);
  });

  it('are others when one scrolls near the end of what is known, and stay in sight meanwhile', () => {
    occupants.filter('');
    answer(2000);
    occupants.show(100, 130);
    assert.equal(watched.length, 1);
    occupants.show(140, 170);
    assert.equal(watched.at(-1)?.offset, 55);
    assert.equal(occupants.at(170)?.id, 'nick170');
    answer(2000);
    assert.equal(occupants.at(254)?.id, 'nick254');
    occupants.show(1970, 1999);
    answer(2000);
    assert.equal(occupants.at(1999)?.id, 'nick1999');
    const count = watched.length;
    occupants.show(1970, 1999);
    assert.equal(watched.length, count);
    occupants.show(0, 30);
    assert.equal(watched.at(-1)?.offset, 0);
    assert.equal(ended, watched.length - 1);
  });

  it('begin again with another filter', () => {
    occupants.filter('');
    answer(2000);
    occupants.show(1000, 1030);
    occupants.filter('gr');
    assert.deepEqual(watched.at(-1), { ...of, filter: 'gr', offset: 0, limit: 200 });
    answer(1);
    assert.deepEqual([occupants.total, occupants.at(0)?.id], [1, 'nick0']);
  });
});
