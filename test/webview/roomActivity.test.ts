import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { MessageView, ReaderView, RoomActivityView, RoomView } from '../../src/api/views.ts';
import { entered, exited, MINUTE, NOON, privacy, standing } from '../support/activity.ts';
import { occupant, room, roomHead } from '../support/roomView.ts';
import { Bench, findViolations, message, type OpenOptions, screenshot, settled } from './bench.ts';
import { asked, bodies, focused, posted, push, row } from './tab.ts';

const said = (id: string, minutes: number, change: Partial<MessageView> = {}) =>
  message(id, {
    ...{ senderName: 'Ada', sender: 'jid:ada@example.org' },
    time: NOON + minutes * MINUTE,
    ...change,
  });

const came = (nick: string, minutes: number) => entered(nick, minutes * MINUTE);

/** The messages and lines of the log, from top to bottom. */
const texts = (page: Page) => page.locator('.message .text, .aside, .day').allInnerTexts();

const tell = async (page: Page, activity: readonly RoomActivityView[]) => {
  await page.evaluate((items) => {
    window.stub.push('roomActivity', { kind: 'snapshot', items });
  }, activity);
  await settled(page);
};

describe('what happens in a room', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  const open = (options: OpenOptions = {}, change: Partial<RoomView> = {}) =>
    bench.open({ ...options, head: { ...roomHead({ ...room, ...change }), ...options.head } });

  it('is in lines between the messages and below the last, each in its day', async () => {
    const day = 24 * 60;
    const page = await open({
      messages: [said('1', 0), said('2', 2), said('3', day)],
      activity: [
        ...[came('Grace', 1), came('Bob', 1), came('Eve', 5), came('Mary', day - 1)],
        came('<b>Linus</b>', day + 1),
      ],
    });
    assert.deepEqual(await texts(page), [
      ...['Friday 20 November', 'message 1', 'Grace and Bob came in', 'message 2'],
      ...['Eve came in', 'Saturday 21 November', 'Mary came in', 'message 3'],
      '<b>Linus</b> came in',
    ]);
    assert.match((await page.locator('.aside').last().getAttribute('title')) ?? '', /12:01: /u);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });

  it('is not asked for in the chat of a contact', async () => {
    const page = await bench.open({ messages: [message('1')], activity: [came('Ada', 1)] });
    assert.deepEqual(await page.locator('.aside').count(), 0);
  });

  it('is shown where nobody has written', async () => {
    const page = await open({ activity: [came('Grace', 1)] });
    assert.deepEqual(await texts(page), ['Grace came in']);
    assert.equal(await page.locator('.empty').isVisible(), false);
  });

  it('goes when it is not to be shown, but for what concerns us', async () => {
    const shown = [came('Grace', 1), privacy('addressesShown')];
    const page = await open({ messages: [said('1', 0)], activity: shown });
    assert.equal(await page.locator('.aside').count(), 2);
    await tell(page, shown.slice(1));
    assert.deepEqual(await page.locator('.aside').allInnerTexts(), [
      'Everybody in this room can see your address',
    ]);
  });

  it('moves neither the focus nor what is read, and follows the end', async () => {
    const messages = Array.from({ length: 100 }, (_, at) => said(String(at), at));
    const page = await open({ messages });
    const log = page.locator('.log');
    const below = () =>
      log.evaluate(({ scrollHeight, scrollTop, clientHeight }) =>
        Math.round(scrollHeight - scrollTop - clientHeight),
      );
    await tell(page, [came('Grace', 200)]);
    assert.equal(await below(), 0);
    assert.equal(await page.locator('.aside').isVisible(), true);
    await row(page, '99').focus();
    await tell(page, [came('Grace', 98.5), came('Bob', 200)]);
    assert.equal(await focused(page), '99');
    assert.equal(await below(), 0);
    await log.evaluate((element) => {
      element.scrollTop = 600;
    });
    await settled(page);
    const at = () =>
      page.evaluate(() => {
        const view = document.querySelector('.log')?.getBoundingClientRect().top ?? 0;
        const tops = [...document.querySelectorAll('.content')].map((one) => {
          const id = one.closest('.message')?.getAttribute('data-id') ?? '';
          return { id, top: one.getBoundingClientRect().top - view };
        });
        return tops.find(({ top }) => top >= 0);
      });
    const before = await at();
    const early = Array.from({ length: 20 }, (_, n) => came(`n${n}`, n + 0.5));
    await tell(page, [...early, came('Bob', 200)]);
    const now = await at();
    assert.equal(now?.id, before?.id);
    assert.ok(Math.abs((now?.top ?? 0) - (before?.top ?? 0)) < 1.5, `${now?.top} ${before?.top}`);
    assert.equal(await page.locator('.pill.has-new').count(), 0);
  });

  it('of 2,000 occupants that come and go without end stays some hundred elements', async () => {
    const messages = Array.from({ length: 200 }, (_, at) => said(String(at), at));
    const page = await open({ messages });
    let most = 0;
    for (let burst = 0; burst < 40; burst++) {
      const activity = Array.from({ length: 200 }, (_, n) => {
        const nick = `nick${burst * 50 + n}`;
        const minutes = 100 + burst + n / 2;
        return n % 3 === 2 ? exited(nick, {}, minutes * MINUTE) : came(nick, minutes);
      });
      await page.evaluate((items) => {
        window.stub.push('roomActivity', { kind: 'snapshot', items });
      }, activity);
      most = Math.max(most, await page.locator('.log *').count());
    }
    await settled(page);
    most = Math.max(most, await page.locator('.log *').count());
    assert.ok(most > 10 && most < 700, String(most));
  });

  it('names nothing of what ignored occupants write, in small lines', async () => {
    const ignored = (id: string, minutes: number) =>
      said(id, minutes, { isIgnored: true, body: '', senderName: '', sender: 'jid:eve@x' });
    const page = await open({ messages: [said('1', 0), ignored('2', 1), ignored('3', 2)] });
    assert.deepEqual(await texts(page), [
      ...['Friday 20 November', 'message 1', '2 messages of an ignored occupant'],
    ]);
    await push(page, [said('4', 3)]);
    assert.deepEqual(await bodies(page), ['message 1', 'message 4']);
    await row(page, '4').focus();
    await page.getByRole('button', { name: 'Ignore Author' }).click();
    const of = { account: 'me@example.org', chat: 'ada@example.org' };
    assert.deepEqual(await asked(page, 'ignoreOccupant'), [{ ...of, of: { message: '4' } }]);
  });

  it('lets one ignore occupants, and no longer', async () => {
    const occupants = [occupant('Eve', { ignored: 'visit:1:Eve' }), occupant('Grace')];
    const page = await open({ occupants });
    await page.getByRole('button', { name: /^Occupants/u }).click();
    const eve = page.getByRole('option', { name: /^Eve, ignored/u });
    await eve.click();
    await page.getByRole('menuitem', { name: 'Stop Ignoring' }).click();
    await page.getByRole('option', { name: /^Grace/u }).click();
    await page.getByRole('menuitem', { name: 'Ignore' }).click();
    const [stopped] = (await asked(page, 'stopIgnoring')) as { readonly ignored: string }[];
    const [begun] = (await asked(page, 'ignoreOccupant')) as { readonly of: unknown }[];
    assert.deepEqual([stopped?.ignored, begun?.of], ['visit:1:Eve', { nick: 'Grace' }]);
  });

  it('marks who is blocked, by a word and a sign, and lets one block and unblock', async () => {
    const occupants = [
      occupant('Eve', { blockedBy: 'eve@x', show: 'available' }),
      occupant('Grace'),
    ];
    const page = await open({ occupants });
    await page.getByRole('button', { name: /^Occupants/u }).click();
    const eve = page.getByRole('option', { name: /^Eve, blocked/u });
    await eve.locator('.codicon-circle-slash').waitFor();
    assert.match(await eve.innerText(), /blocked/u);
    await eve.click();
    assert.equal(await page.getByRole('menuitem', { name: 'Block…', exact: true }).count(), 0);
    await page.getByRole('menuitem', { name: 'Unblock…' }).click();
    await page.getByRole('option', { name: /^Grace/u }).click();
    assert.equal(await page.getByRole('menuitem', { name: 'Unblock…' }).count(), 0);
    await page.getByRole('menuitem', { name: 'Block…', exact: true }).click();
    const told = { type: 'occupantCommand', reason: '' };
    assert.deepEqual(await posted(page, 'occupantCommand'), [
      { ...told, command: 'unblock', nick: 'Eve' },
      { ...told, command: 'block', nick: 'Grace' },
    ]);
  });

  it('says who has read a message in the place of its delivery', async () => {
    const own = { outgoing: true, delivery: 'sent', sender: 'me@example.org' } as const;
    const readers: readonly ReaderView[] = [
      { id: 'jid:ada@x', nick: 'Ada', message: '3' },
      { id: 'jid:grace@x', nick: 'Grace', message: '2' },
    ];
    const messages = [said('1', 0), said('2', 1, own), said('3', 2), said('4', 3, own)];
    const page = await open({ messages, head: { ...roomHead(room), readers } });
    const labels = await page
      .locator('.delivery')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title')));
    assert.deepEqual(labels, ['Read by Ada and Grace', 'Read by Ada', 'Sent']);
    assert.match((await row(page, '2').getAttribute('aria-label')) ?? '', /Read by Ada and Grace/u);
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is accessible in the ${theme} theme, also where it is narrow`, async () => {
      const own = { outgoing: true, delivery: 'sent', senderName: 'You' } as const;
      const page = await open({
        theme,
        messages: [
          said('1', 0),
          said('2', 3, own),
          said('3', 6, { isIgnored: true, body: '', senderName: '' }),
          said('4', 7, { senderName: 'Grace', sender: 'jid:grace@x' }),
        ],
        activity: [
          ...['Grace', 'Bob', 'Eve', 'Mary', 'Noor'].map((nick) => came(nick, 1)),
          exited('Linus', {}, 2 * MINUTE),
          { ...privacy('addressesShown'), time: NOON + 4 * MINUTE },
          { ...standing('Me', {}, { role: 'moderator' }, true), time: NOON + 5 * MINUTE },
          exited('Mallory', { how: 'kicked', by: 'Ada', reason: 'spam' }, 8 * MINUTE),
        ],
        head: {
          ...roomHead(room),
          readers: [{ id: 'jid:ada@x', nick: 'Ada', message: '2' }],
        },
      });
      await screenshot(page, `room-activity-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.setViewportSize({ width: 260, height: 600 });
      await settled(page);
      await screenshot(page, `room-activity-narrow-${theme}`);
      assert.deepEqual(await findViolations(page), []);
    });
  }
});
