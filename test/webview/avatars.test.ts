import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ChatView } from '../../src/api/views.ts';
import { png, sha1 } from '../support/pictures.ts';
import { occupant, room, roomHead } from '../support/roomView.ts';
import { Bench, HEAD, message, type OpenOptions, screenshot, settled } from './bench.ts';
import { asked, count, row } from './tab.ts';

const picture = png(64, 32);
const hash = sha1(picture);
const own = png(16, 16, [200, 40, 40]);
const other = png(8, 8, [40, 200, 40]);
const known = (...all: readonly Uint8Array[]) =>
  Object.fromEntries(all.map((one) => [sha1(one), [...one]]));

describe('avatars in a chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  const open = (head: Partial<ChatView>, options: OpenOptions = {}) =>
    bench.open({
      messages: [message('1'), message('2', { outgoing: true, delivery: 'sent' })],
      avatars: known(picture, own, other),
      ...options,
      head: { ...HEAD, ...head },
    });
  const drawn = (page: Page, within: string) => page.locator(`${within} .avatar-picture`);
  const initials = (page: Page, within = '.message') =>
    page
      .locator(`${within} .avatar`)
      .evaluateAll((all) => all.map((avatar) => avatar.getAttribute('data-initial') ?? ''));

  it('are in the header and beside messages, each requested once', async () => {
    const page = await open({ avatar: hash, ownAvatar: sha1(own) });
    await drawn(page, '.header').waitFor();
    await drawn(page, '.message[data-id="1"]').waitFor();
    await drawn(page, '.message[data-id="2"]').waitFor();
    assert.deepEqual(
      (await asked(page, 'getAvatar')).map((params) => (params as { hash: string }).hash).sort(),
      [hash, sha1(own)].sort(),
    );
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    const size = await drawn(page, '.header').evaluate((image) => {
      const { naturalWidth, naturalHeight } = image as HTMLImageElement;
      return [naturalWidth, naturalHeight];
    });
    assert.deepEqual(size, [96, 96]);
    await screenshot(page, 'avatars');
  });

  it('vanish and change at once, in all places', async () => {
    const page = await open({ avatar: hash });
    await drawn(page, '.header').waitFor();
    const tell = async (head: ChatView) => {
      await page.evaluate((item) => {
        window.stub.push('chat', { kind: 'upsert', items: [item] });
      }, head);
      await settled(page);
    };
    await tell(HEAD);
    assert.equal(await page.locator('.avatar-picture').count(), 0);
    assert.deepEqual(await initials(page), ['A', 'A']);
    await tell({ ...HEAD, avatar: sha1(other) });
    await drawn(page, '.header').waitFor();
    await drawn(page, '.message[data-id="1"]').waitFor();
  });

  it('A37: that are no pictures of a small size are initials, and nothing is decoded', async () => {
    const huge = png(1);
    new DataView(huge.buffer).setUint32(16, 30_000);
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
    for (const hostile of [huge, svg, new Uint8Array([1])]) {
      const page = await open({ avatar: sha1(hostile) }, { avatars: known(hostile) });
      await settled(page);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
      assert.equal(await page.locator('.avatar-picture').count(), 0);
      assert.equal(await count(page, 'getAvatar'), 1);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    }
  });

  it('that could not be had are requested again with the next connection', async () => {
    const connection = { phase: 'connecting' } as const;
    const page = await open({ avatar: hash, connection }, { avatars: {} });
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    assert.equal(await count(page, 'getAvatar'), 1);
    await page.evaluate(
      (item) => {
        window.stub.push('chat', { kind: 'upsert', items: [item] });
      },
      { ...HEAD, avatar: hash },
    );
    await page.waitForFunction(() => window.stub.count('getAvatar') === 2);
  });

  it('of a room are its own, those of who writes and those of who is there', async () => {
    const head = roomHead({ ...room, avatar: hash });
    const page = await open(
      { ...head, id: HEAD.id },
      {
        messages: [
          message('1', { senderName: 'Ada', sender: 'occupant:1' }),
          message('2', { senderName: 'Grace', sender: 'occupant:2' }),
        ],
        senderAvatars: { 'occupant:1': sha1(other), 'occupant:2': '' },
        occupants: [
          occupant('Ada', { avatar: sha1(other), sender: 'occupant:1' }),
          occupant('Grace', { sender: 'occupant:2' }),
          occupant('Me', { isOwn: true, avatar: sha1(own) }),
        ],
      },
    );
    await drawn(page, '.header').waitFor();
    await drawn(page, '.message[data-id="1"]').waitFor();
    assert.equal(await row(page, '2').locator('.avatar').getAttribute('data-initial'), 'G');
    // Those of occupants only once they are in sight.
    assert.ok(!JSON.stringify(await asked(page, 'getAvatar')).includes(sha1(own)));
    await page.getByRole('button', { name: 'Occupants: 3' }).click();
    await drawn(page, '.occupant').nth(1).waitFor();
    assert.deepEqual(await initials(page, '.occupant'), ['', 'G', '']);
    await screenshot(page, 'avatars-room');
    await page.evaluate(() => {
      window.stub.tellSenders({ 'occupant:1': '' });
    });
    await page.waitForFunction(() => !document.querySelector('.message .avatar-picture'));
  });

  it('A35: of 2,000 occupants are some hundred in the page, each requested once on the way', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => png(16, 16, [at & 255, at >> 8, 0]));
    const counts = { moderator: 0, participant: many.length, visitor: 0, none: 0 };
    const page = await open(
      { ...roomHead({ ...room, occupants: many.length, counts }), id: HEAD.id },
      {
        avatars: known(...many),
        occupants: many.map((one, at) => occupant(`nick${at}`, { avatar: sha1(one) })),
      },
    );
    // As text, since the compiler of the tests names functions by a helper that the page lacks.
    await page.evaluate(`
      window.live = new Map();
      window.most = 0;
      // Slow enough that rows are left before their pictures are there.
      const { createImageBitmap } = window;
      window.createImageBitmap = async (blob) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        return createImageBitmap.call(window, blob);
      };
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (blob) => {
        const url = createObjectURL.call(URL, blob);
        window.live.set(url, blob.size);
        window.most = Math.max(window.most, window.live.size);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        window.live.delete(url);
        revokeObjectURL.call(URL, url);
      };`);
    await page.getByRole('button', { name: /^Occupants/u }).click();
    const list = page.locator('.occupants');
    await list.focus();
    const shown = (nick: string) =>
      page.getByRole('option', { name: new RegExp(`^${nick},`, 'u') });
    for (let at = 0; at < many.length; at += 50) {
      await list.evaluate((element, to) => {
        element.scrollTop = (element.scrollHeight * to) / 2000;
      }, at);
      await shown(`nick${at + 5}`).waitFor();
    }
    await page.keyboard.press('End');
    await shown('nick1999').locator('.avatar-picture').waitFor();
    const requested = (await asked(page, 'getAvatar')).map((one) => (one as { hash: string }).hash);
    assert.equal(new Set(requested).size, requested.length);
    assert.ok(requested.length > 700, String(requested.length));
    const most = Number(await page.evaluate('window.most'));
    // A scaled picture of noise, which no format makes small, has 37 kB at most.
    assert.ok(most > 100 && most <= 500, String(most));
  });
});
