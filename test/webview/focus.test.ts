import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, HEAD, history, message, settled } from './bench.ts';
import { copied, fail, focused, input, push, row } from './tab.ts';
import { saying } from '../support/say.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();
const own = message('m', { outgoing: true, body: 'mine', delivery: 'sent' });

/** Takes a message away, as the host does. */
async function remove(page: Page, id: string): Promise<void> {
  await page.evaluate((gone) => {
    window.stub.push('messages', { kind: 'remove', ids: [gone] });
  }, id);
  await settled(page);
}

/** From a message, the arrow keys go to what can be done with it. */
async function goTo(page: Page, label: string): Promise<void> {
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press('ArrowRight');
    if ((await labelOfFocused(page)) === label) return;
  }
  assert.fail(`the keys do not lead to ${label}`);
}

const labelOfFocused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

const inInput = (page: Page) => page.locator('vscode-text-area:focus').waitFor();

describe('the focus', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('goes to the next message when one is deleted, or to the one before the last', async () => {
    const queued = { ...own, delivery: 'queued' as const };
    const page = await bench.open({ messages: [message('1'), queued, message('2')] });
    await row(page, 'm').focus();
    await goTo(page, 'Delete Message');
    await page.keyboard.press('Enter');
    await remove(page, 'm');
    assert.equal(await focused(page), '2');
    await remove(page, '2');
    assert.equal(await focused(page), '1');
    await remove(page, '1');
    await inInput(page);
  });

  it('stays on a message that is deleted for both', async () => {
    const page = await bench.open({ messages: [message('1'), own] });
    await row(page, 'm').focus();
    await goTo(page, 'Delete Message');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await push(page, [{ ...own, body: '', retracted: true }]);
    assert.equal(await focused(page), 'm');
    assert.equal(await row(page, 'm').locator('.row-actions:visible').count(), 0);
  });

  it('stays where it is while the message changes around it', async () => {
    const page = await bench.open({ messages: [message('1'), own] });
    await row(page, 'm').focus();
    await goTo(page, 'Copy Message');
    await push(page, [{ ...own, delivery: 'displayed' }]);
    assert.equal(await labelOfFocused(page), 'Copy Message');
    await push(page, [{ ...own, body: 'other', edited: NOW }]);
    assert.equal(await labelOfFocused(page), 'Copy Message');
  });

  it('stays in a message whose button has done its work', async () => {
    const failed = { ...own, delivery: 'failed' as const, error: saying('No such user.') };
    const page = await bench.open({ messages: [failed] });
    await row(page, 'm').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await push(page, [{ ...own, delivery: 'queued' }]);
    assert.equal(await focused(page), 'm');
  });

  it('goes on at what was at the edge when more is loaded', async () => {
    const page = await bench.open({
      head: { ...HEAD, hasOlder: true },
      messages: history('h', 60, NOW),
    });
    await fail(page, 'loadOlder', 'No.');
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = 0;
    });
    const load = page.getByRole('button', { name: 'Load Older Messages' });
    await page.getByText('Older messages were not loaded: No.').waitFor();
    await load.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('.message') === true);
    assert.equal(await focused(page), 'h0');
  });

  it('goes to the input when a line goes that had it', async () => {
    const transfer = {
      id: 't',
      chat: HEAD.id,
      name: 'a.ts',
      size: 5,
      sent: 1,
      way: 'upload',
      state: 'running',
    } as const;
    const page = await bench.open({ messages: [message('1')], transfers: [transfer] });
    await page.getByRole('button', { name: 'Cancel Sending a.ts' }).focus();
    await page.evaluate((one) => {
      window.stub.push('transfers', { kind: 'upsert', items: [{ ...one, state: 'cancelled' }] });
    }, transfer);
    await inInput(page);
    await fail(page, 'sendMessage', 'No.');
    await input(page).fill('hello');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Dismiss' }).focus();
    await page.keyboard.press('Enter');
    await inInput(page);
  });

  it('goes to the input when a bar is closed', async () => {
    const page = await bench.open({ messages: [message('1')] });
    await page.getByRole('button', { name: 'Jump to Date' }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Date to jump to').waitFor();
    await fail(page, 'loadAround', 'No.');
    await page.getByLabel('Date to jump to').fill('2026-11-20');
    await page.keyboard.press('Enter');
    await page.getByText('These messages were not loaded: No.').waitFor();
    await inInput(page);
    await row(page, '1').focus();
    await goTo(page, 'Reply');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cancel (Esc)' }).focus();
    await page.keyboard.press('Enter');
    await inInput(page);
  });

  it('is left alone when the user has left it', async () => {
    const page = await bench.open({ messages: [message('1'), message('2')] });
    await row(page, '2').focus();
    await row(page, '1')
      .locator('.text')
      .dblclick({ position: { x: 5, y: 5 } });
    await remove(page, '2');
    assert.equal(await copied(page), 'message');
  });

  it('reaches code that is too wide, for the arrow keys to scroll it', async () => {
    const wide = `\`\`\`ts\n${'long '.repeat(200)}\n\`\`\``;
    const page = await bench.open({
      messages: [
        message('1', { body: wide }),
        message('2', { body: wide }),
        message('3', { body: '```\nshort\n```' }),
      ],
    });
    const stops = page.locator('.code[tabindex="0"]');
    assert.equal(await stops.count(), 2, 'short code is no stop');
    await row(page, '2').focus();
    await page.keyboard.press('Tab');
    assert.equal(await labelOfFocused(page), 'Code ts, text');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => (document.activeElement?.scrollLeft ?? 0) > 0);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.activeElement?.scrollLeft === 0);
    assert.equal(await labelOfFocused(page), 'Code ts, text');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(page), '2');
    assert.notEqual(await labelOfFocused(page), 'Code ts, text');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), '1');
  });
});
