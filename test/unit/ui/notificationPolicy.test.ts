import assert from 'node:assert/strict';
import type { OwnShow } from '../../../src/api/views.ts';
import { type NotificationKind, NotificationPolicy } from '../../../src/ui/notificationPolicy.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const of = { account: 'me@example.org', chat: 'bob@example.org' };
const other = { ...of, chat: 'eve@example.org' };

describe('whether to notify', () => {
  let clock: FakeClock;
  let policy: NotificationPolicy;
  let wanted: NotificationKind[];
  let muted: string[];
  let seen: string[];
  let show: OwnShow;

  beforeEach(() => {
    clock = new FakeClock();
    wanted = ['message'];
    muted = [];
    seen = [];
    show = 'available';
    policy = new NotificationPolicy(clock, {
      wants: (kind) => wanted.includes(kind),
      isMuted: ({ chat }) => muted.includes(chat),
      isSeen: ({ chat }) => seen.includes(chat),
      ownShow: () => show,
    });
  });

  it('is up to the settings', () => {
    assert.equal(policy.admit('online', of), false);
    wanted = ['online'];
    assert.equal(policy.admit('online', of), true);
  });

  it('is never of a chat that is muted or in sight', () => {
    muted = [of.chat];
    assert.equal(policy.admit('message', of), false);
    muted = [];
    seen = [of.chat];
    assert.equal(policy.admit('message', of), false);
    assert.equal(policy.admit('message', other), true);
  });

  it('is never in do not disturb, and what was kept back does not count', () => {
    show = 'dnd';
    assert.equal(policy.admit('message', of), false);
    show = 'xa';
    assert.equal(policy.admit('message', of), true);
  });

  it('is once in 10 s for each chat, whatever happens there', () => {
    wanted = ['message', 'file'];
    assert.equal(policy.admit('message', of), true);
    assert.equal(policy.admit('file', of), false);
    assert.equal(policy.admit('message', other), true);
    clock.advance(9999);
    assert.equal(policy.admit('message', of), false);
    clock.advance(1);
    assert.equal(policy.admit('message', of), true);
  });

  it('is at most 5 times in 10 s, however many chats there are', () => {
    const admitted = Array.from({ length: 1000 }, (_, index) =>
      policy.admit('message', { ...of, chat: `stranger${index}@example.org` }),
    );
    assert.equal(admitted.filter(Boolean).length, 5);
    clock.advance(10_000);
    assert.equal(policy.admit('message', of), true);
  });
});
