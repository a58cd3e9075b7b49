import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, HEAD, history, message, settled } from './bench.ts';
import { count, fail, input, push, show } from './tab.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();

/** How far the end of the log is below the view, in CSS px. */
const belowEnd = (page: Page) =>
  page
    .locator('.log')
    .evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));

describe('the messages of the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('begins at the end and stays there, also when the tab or the input changes', async () => {
    const page = await bench.open({ messages: history('h', 200, NOW) });
    assert.ok((await belowEnd(page)) <= 1);
    await push(page, [message('n', { time: NOW, body: 'long '.repeat(300) })]);
    assert.ok((await belowEnd(page)) <= 1);
    await page.setViewportSize({ width: 300, height: 400 });
    await settled(page);
    assert.ok((await belowEnd(page)) <= 1);
    await input(page).fill('1\n2\n3\n4\n5');
    await settled(page);
    assert.ok((await belowEnd(page)) <= 1);
    assert.equal(await page.locator('.pill').isVisible(), false);
  });

  it('holds what is being read when new ones come, and goes to them on a click', async () => {
    const page = await bench.open({ messages: history('h', 200, NOW) });
    await show(page, 'h100');
    const top = () =>
      page.locator('[data-id=h100]').evaluate((row) => row.getBoundingClientRect().y);
    const before = await top();
    for (const id of ['n1', 'n2', 'n3']) await push(page, [message(id, { time: NOW })]);
    assert.ok(Math.abs((await top()) - before) < 1);
    assert.equal(await page.locator('.pill').innerText(), '3 new ↓');
    await page.locator('.pill').click();
    await settled(page);
    assert.ok((await belowEnd(page)) <= 1);
    assert.equal(await page.locator('.pill').isVisible(), false);
  });

  it('loads older pages at the top, one at a time, without a jump', async () => {
    const page = await bench.open({
      head: { ...HEAD, hasOlder: true },
      messages: history('h', 100, NOW),
    });
    assert.equal(await count(page, 'loadOlder'), 0);
    const older = history('o', 100, NOW - 100 * 60_000);
    await page.evaluate((items) => {
      window.stub.older.push(items);
      window.stub.delay = 500;
      document.querySelector('.log')?.scrollTo(0, 0);
    }, older);
    await settled(page);
    const row = page.locator('[data-id=h0]');
    const end = () => row.evaluate((element) => element.getBoundingClientRect().bottom);
    const before = await end();
    assert.equal(await row.getAttribute('aria-posinset'), '1');
    await page.locator('[data-id=h0][aria-posinset="101"]').waitFor();
    await settled(page);
    assert.equal(await count(page, 'loadOlder'), 1);
    const moved = async () => Math.abs((await end()) - before);
    assert.ok((await moved()) <= 1, `moved by ${await moved()} px`);
    await settled(page);
    assert.ok((await moved()) <= 1, `moved by ${await moved()} px later`);
  });

  it('offers a button when an older page did not come', async () => {
    const page = await bench.open({
      head: { ...HEAD, hasOlder: true },
      messages: history('h', 100, NOW),
    });
    await fail(page, 'loadOlder', 'The archive does not answer.');
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = 0;
    });
    await page.getByRole('button', { name: 'Load Older Messages' }).waitFor();
    await settled(page);
    assert.equal(await count(page, 'loadOlder'), 1);
    await page.getByRole('button', { name: 'Load Older Messages' }).click();
    assert.equal(await count(page, 'loadOlder'), 2);
  });

  it('comes back to the same place after a reload', async () => {
    const page = await bench.open({ messages: history('h', 200, NOW) });
    await show(page, 'h50');
    const top = () =>
      page.locator('[data-id=h52]').evaluate((row) => row.getBoundingClientRect().y);
    const before = await top();
    await page.reload();
    await settled(page);
    await settled(page);
    const after = await top();
    assert.ok(Math.abs(after - before) <= 2, `${before} → ${after}`);
  });

  it('marks as read what is in sight, once, and not what is below', async () => {
    const page = await bench.open({ messages: history('h', 100, NOW) });
    assert.equal(await count(page, 'markRead'), 1);
    await show(page, 'h10');
    await push(page, [message('n', { time: NOW })]);
    assert.equal(await count(page, 'markRead'), 1);
    await page.locator('.pill').click();
    await settled(page);
    assert.equal(await count(page, 'markRead'), 2);
  });

  it('stays quick with 5,000 messages', async () => {
    const page = await bench.open({ messages: history('h', 5000, NOW) });
    const times = await page.evaluate(
      async (item) => {
        const took: number[] = [];
        for (let i = 0; i < 20; i++) {
          window.stub.push('messages', { kind: 'upsert', items: [{ ...item, id: `n${i}` }] });
          await new Promise((resolve) => setTimeout(resolve, 0));
          const started = performance.now();
          await new Promise((resolve) => {
            requestAnimationFrame(() => {
              resolve(document.body.offsetHeight);
            });
          });
          took.push(performance.now() - started);
        }
        return took.sort((a, b) => a - b);
      },
      message('n', { time: NOW }),
    );
    console.log(
      `      one more of 5,000: median ${times[10]?.toFixed(0) ?? ''} ms, worst ${times[19]?.toFixed(0) ?? ''} ms`,
    );
    assert.ok((times[10] ?? Infinity) < 250);
  });
});
