import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { Jid } from '../../../../src/base/jid.ts';
import {
  effectiveLevel,
  type NotificationLevel,
  NotificationLevels,
} from '../../../../src/model/rooms/notificationLevel.ts';
import { roomKind } from '../../../../src/model/rooms/roomKind.ts';
import type { Bookmark } from '../../../../src/xmpp/xep/0402-conference.ts';
import { settle } from '../../../support/settle.ts';

const room = Jid.of('theplay@conference.example.org');
const id = room.bare;

describe('the notification level of a room', () => {
  it('is as chosen, else always in private rooms, and on mention in public ones', () => {
    const group = { isMembersOnly: true, anonymity: 'non-anonymous' } as const;
    assert.equal(effectiveLevel(undefined, roomKind(group)), 'always');
    for (const info of [
      undefined,
      { ...group, isMembersOnly: false },
      { isMembersOnly: true, anonymity: 'semi-anonymous' } as const,
      { isMembersOnly: true },
    ]) {
      assert.equal(effectiveLevel(undefined, roomKind(info)), 'on-mention');
    }
    assert.equal(effectiveLevel('never', 'private'), 'never');
    assert.equal(effectiveLevel('always', 'public'), 'always');
  });

  const changed = new Emitter<readonly string[]>();
  let bookmark: Bookmark | undefined;
  let written: unknown[];
  let kept: ReadonlyMap<string, NotificationLevel>;

  const start = () =>
    new NotificationLevels({
      account: 'juliet@example.org',
      store: {
        loadLevels: () => kept,
        saveLevels: (_, levels) => {
          kept = new Map(levels);
          return Promise.resolve();
        },
      },
      bookmarks: {
        get: () => bookmark,
        change: (_, change) => {
          written.push(change);
          return Promise.resolve();
        },
        onDidChange: changed.event,
      },
      report: (what) => assert.fail(what),
    });
  const hear = (level?: NotificationLevel) => {
    const rest = { room, name: '', autojoin: true, nick: '', password: '' };
    bookmark = { ...rest, ...(level && { level }) };
    changed.fire([id]);
  };

  beforeEach(() => {
    written = [];
    kept = new Map();
    bookmark = undefined;
  });

  it('is in its bookmark, and copied, as other clients may lose it', async () => {
    const levels = start();
    const changes: (readonly string[])[] = [];
    levels.onDidChange((ids) => changes.push(ids));
    hear('never');
    hear('never');
    assert.equal(levels.chosen(id), 'never');
    hear();
    assert.equal(levels.chosen(id), 'never');
    await levels.choose(room, 'always');
    assert.deepEqual(written, [{ level: 'always' }]);
    assert.deepEqual(changes, [[id], [id]]);
    await settle();
    assert.equal(start().chosen(id), 'always');
  });

  it('is only here without a bookmark, and forgotten once that is removed', async () => {
    const levels = start();
    await levels.choose(room, 'never');
    assert.deepEqual([written, levels.chosen(id)], [[], 'never']);
    hear();
    bookmark = undefined;
    changed.fire([id]);
    await settle();
    assert.deepEqual([levels.chosen(id), kept.size], [undefined, 0]);
  });
});
