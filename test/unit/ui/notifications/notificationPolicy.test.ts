import assert from 'node:assert/strict';
import type { OfChat } from '../../../../src/api/requests.ts';
import type { OwnShow } from '../../../../src/api/views.ts';
import {
  type NotificationKind,
  NotificationPolicy,
  type Topic,
} from '../../../../src/ui/notifications/notificationPolicy.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const of = { account: 'me@example.org', chat: 'bob@example.org' };
const other = { ...of, chat: 'eve@example.org' };

describe('whether to notify', () => {
  let clock: FakeClock;
  let policy: NotificationPolicy;
  let wanted: NotificationKind[];
  let muted: string[];
  let seen: string[];
  let show: OwnShow;
  let summaries: (readonly [Topic, readonly string[]])[];
  const admit = (kind: NotificationKind, of: OfChat, isStranger = false) =>
    policy.admit({ kind, of, isStranger });

  beforeEach(() => {
    clock = new FakeClock();
    wanted = ['message'];
    muted = [];
    seen = [];
    show = 'available';
    summaries = [];
    policy = new NotificationPolicy(clock, {
      wants: (kind) => wanted.includes(kind),
      isMuted: ({ chat }) => muted.includes(chat),
      isSeen: ({ chat }) => seen.includes(chat),
      ownShow: () => show,
      summarize: (topic, held) => {
        summaries.push([topic, held.map(({ of }) => of.chat)]);
      },
    });
  });

  it('is up to the settings', () => {
    assert.equal(admit('online', of), false);
    wanted = ['online'];
    assert.equal(admit('online', of), true);
  });

  it('is never of a chat that is muted or in sight', () => {
    muted = [of.chat];
    assert.equal(admit('message', of), false);
    muted = [];
    seen = [of.chat];
    assert.equal(admit('message', of), false);
    assert.equal(admit('message', other), true);
  });

  it('is never in do not disturb, and what was kept back does not count', () => {
    show = 'dnd';
    assert.equal(admit('message', of), false);
    show = 'xa';
    assert.equal(admit('message', of), true);
  });

  it('A34: is once in 10 s for each chat, and then of what came meanwhile', () => {
    wanted = ['message', 'file'];
    assert.equal(admit('message', of), true);
    assert.equal(admit('file', of), false);
    assert.equal(admit('message', other), true);
    clock.advance(9999);
    assert.equal(admit('message', of), false);
    assert.deepEqual(summaries, []);
    clock.advance(1);
    assert.deepEqual(summaries, [['messages', [of.chat]]]);
    assert.equal(admit('message', of), false);
    clock.advance(10_000);
    assert.deepEqual(summaries.length, 2);
    clock.advance(10_000);
    assert.equal(admit('message', of), true);
  });

  it('A34: is of every message of a contact, whoever else writes', () => {
    for (let minute = 0; minute < 6; minute += 1) {
      for (let n = 0; n < 5; n += 1) {
        admit('message', { ...of, chat: `stranger${n}@example.org` }, true);
      }
      assert.equal(admit('message', of), true);
      clock.advance(10_000);
    }
    assert.ok(summaries.length > 0);
    assert.ok(summaries.every(([topic]) => topic === 'strangers'));
  });

  it('A34: is of messages, however many come, go or ask', () => {
    wanted = ['message', 'online', 'request', 'answer'];
    for (let n = 0; n < 100; n += 1) {
      const chat = `contact${n}@example.org`;
      admit('online', { ...of, chat });
      admit('answer', { ...of, chat });
      admit('request', { ...of, chat: '' }, true);
    }
    admit('online', of);
    assert.equal(admit('message', of), true);
  });

  it('A34: is a few times in 10 s, however many chats there are, and of the rest together', () => {
    for (const isStranger of [true, false]) {
      const admitted = Array.from({ length: 1000 }, (_, index) =>
        admit('message', { ...of, chat: `${index}@example.org` }, isStranger),
      );
      assert.equal(admitted.filter(Boolean).length, isStranger ? 1 : 5);
    }
    clock.advance(10_000);
    assert.deepEqual(
      summaries.map(([topic, chats]) => [topic, chats.length]),
      [
        ['strangers', 999],
        ['messages', 995],
      ],
    );
  });

  it('A34: is of messages of contacts and invitations, whatever happens in rooms', () => {
    wanted = ['message', 'room', 'private', 'occupants', 'invitation', 'removed'];
    for (let n = 0; n < 100; n += 1) {
      admit('private', { ...of, chat: `room@rooms.example.org/${n}` }, true);
      admit('occupants', { ...of, chat: `room${n}@rooms.example.org` });
      admit('room', { ...of, chat: `room${n}@rooms.example.org` });
    }
    assert.equal(admit('removed', { ...of, chat: 'other@rooms.example.org' }), false);
    assert.equal(admit('invitation', { ...of, chat: '' }, true), true);
    assert.equal(admit('message', of), true);
    clock.advance(10_000);
    assert.deepEqual(
      summaries.map(([topic, chats]) => [topic, chats.length]),
      [
        ['occupants', 99],
        ['privates', 97],
        ['rooms', 98],
      ],
    );
  });

  it('holds nothing back for later that is seen, muted or unwanted by then', () => {
    admit('message', of);
    admit('message', of);
    seen = [of.chat];
    clock.advance(10_000);
    assert.deepEqual(summaries, []);
  });
});
