import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, findViolations, history, message, screenshot, settled } from './bench.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();
const DAY = 24 * 60 * 60_000;

const count = (page: Page) => page.locator('.bar-count').innerText();
const highlights = (page: Page) => page.evaluate(() => CSS.highlights.get('find')?.size ?? 0);
const isSeen = (page: Page, id: string) => page.locator(`[data-id=${id}]`).isVisible();

describe('in a chat', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`text is found, in the ${theme} theme, and axe-core finds nothing else`, async () => {
      const messages = history('h', 300, NOW).map((one) =>
        ['h20', 'h150', 'h290'].includes(one.id)
          ? message(one.id, { time: one.time, body: 'A Needle and a needle' })
          : one,
      );
      const page = await bench.open({ theme, messages });
      await page.locator('vscode-text-area textarea').press('Control+f');
      await page.keyboard.type('needle');
      await settled(page);
      assert.equal(await count(page), '3 of 3');
      assert.equal(await isSeen(page, 'h290'), true);
      assert.equal(await highlights(page), 2);
      await screenshot(page, `find-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.keyboard.press('Enter');
      await settled(page);
      assert.equal(await count(page), '2 of 3');
      assert.equal(await isSeen(page, 'h150'), true);
      assert.equal(await highlights(page), 2);
      await page.getByRole('button', { name: 'Next Match' }).click();
      assert.equal(await count(page), '3 of 3');
      await page.getByRole('textbox', { name: 'Find in loaded messages' }).fill('nothing such');
      assert.equal(await count(page), 'No results');
      await page.keyboard.press('Escape');
      assert.equal(await highlights(page), 0);
      await page.locator('vscode-text-area:focus').waitFor();
      assert.equal(await page.locator('.bar').first().isVisible(), false);
    });
  }

  it('one jumps to a date, loaded or not', async () => {
    const archive = Array.from({ length: 400 }, (_, i) =>
      message(`d${i}`, { time: NOW - (399 - i) * (DAY / 4) }),
    );
    const page = await bench.open({ messages: archive.slice(-50) });
    await page.evaluate((all) => {
      window.stub.archive = all;
    }, archive);
    await page.getByRole('button', { name: 'Jump to Date' }).first().click();
    await page.getByLabel('Date to jump to').fill('2026-09-01');
    await screenshot(page, 'jump-to-date');
    assert.deepEqual(await findViolations(page), []);
    await page.keyboard.press('Enter');
    const wanted = archive.find(({ time }) => time >= new Date(2026, 8, 1).getTime());
    await page.locator(`[data-id=${wanted?.id ?? ''}]:focus`).waitFor();
    assert.match((await page.locator('.day').allInnerTexts()).join(), /1 September/);
  });
});
