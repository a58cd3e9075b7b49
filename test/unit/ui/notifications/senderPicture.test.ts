import assert from 'node:assert/strict';
import type { Api } from '../../../../src/api/channel.ts';
import { senderPicture } from '../../../../src/ui/notifications/senderPicture.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { settle } from '../../../support/settle.ts';

const of = { account: 'me@example.org', chat: 'ada@example.org' };
const hash = 'a'.repeat(40);

describe('the picture of a notification', () => {
  const ask = (clock: FakeClock, answer: Promise<string | null>) => {
    const request = () => answer;
    return senderPicture({ request } as unknown as Api, clock, of, hash);
  };

  it('is that of the avatar, and none where it cannot be had', async () => {
    const clock = new FakeClock();
    assert.equal(await ask(clock, Promise.resolve('/avatars/one')), '/avatars/one');
    assert.equal(await ask(clock, Promise.resolve(null)), undefined);
    assert.equal(await ask(clock, Promise.reject(new Error('offline'))), undefined);
    await settle();
    assert.equal(clock.pending, 0);
  });

  it('is waited for a second', async () => {
    const clock = new FakeClock();
    const picture = ask(clock, new Promise(() => undefined));
    clock.advance(1000);
    assert.equal(await picture, undefined);
  });
});
