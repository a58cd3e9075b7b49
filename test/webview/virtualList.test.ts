import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { MessageView } from '../../src/api/views.ts';
import { Bench, findViolations, HEAD, history, message, settled } from './bench.ts';
import { copied, count, focused, push, row, show } from './tab.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();
const LONG = Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n');

const nodes = (page: Page) => page.locator('.log *').count();
const top = (page: Page, id: string) =>
  row(page, id).evaluate((element) => element.querySelector('.content')?.getBoundingClientRect().y);
/** The first and the last message of which something is in sight. */
const inSight = (page: Page) =>
  page.locator('.log').evaluate((log) => {
    const view = log.getBoundingClientRect();
    const seen = [...log.querySelectorAll<HTMLElement>('.message')].filter((element) => {
      const { top: from, bottom: to } = element.getBoundingClientRect();
      return to > view.top && from < view.bottom;
    });
    return [seen[0]?.dataset['id'], seen.at(-1)?.dataset['id']];
  });

describe('the virtual list', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('keeps at most 400 nodes of 5,000 messages in the page, wherever one scrolls', async () => {
    const short = history('h', 5000, NOW).map((one) => ({ ...one, body: one.id }));
    for (const [messages, height] of [
      [short, 700],
      [history('h', 5000, NOW), 1000],
    ] as const) {
      const page = await bench.open({ messages, height });
      const seen = [await nodes(page)];
      for (const to of [0.9, 0.5, 0.501, 0.1, 0, 1]) {
        await page.locator('.log').evaluate((log, part) => {
          log.scrollTop = part * log.scrollHeight;
        }, to);
        await settled(page);
        const [first, last] = await inSight(page);
        assert.ok(first !== undefined && last !== undefined, `nothing at ${to}`);
        seen.push(await nodes(page));
      }
      console.log(`      nodes: ${seen.join(', ')}`);
      assert.ok(Math.max(...seen) <= 400, seen.join(', '));
      assert.equal((await inSight(page))[1], 'h4999');
      assert.deepEqual(await findViolations(page), []);
    }
  });

  it('leaves no gap and no jump while one scrolls up by the wheel', async () => {
    const page = await bench.open({ messages: history('h', 1000, NOW) });
    await page.locator('.log').hover();
    for (let turn = 0; turn < 25; turn += 1) {
      const [first = ''] = await inSight(page);
      const before = (await top(page, first)) ?? NaN;
      await page.mouse.wheel(0, -150);
      const moved = async () => ((await top(page, first)) ?? NaN) - before;
      // The wheel moves it step by step.
      for (let tries = 0; (await moved()) < 148 && tries < 100; tries += 1) await settled(page);
      await settled(page);
      const pixels = await moved();
      assert.ok(Math.abs(pixels - 150) <= 2, `turn ${turn}: moved by ${pixels} px`);
    }
  });

  it('holds what is read when rows above and below change their size', async () => {
    const page = await bench.open({ messages: history('h', 400, NOW) });
    await show(page, 'h200');
    const before = (await top(page, 'h200')) ?? NaN;
    const moved = async () => Math.abs(((await top(page, 'h200')) ?? NaN) - before);
    const change = (id: string, more: Partial<MessageView>) => push(page, [message(id, more)]);
    await change('h199', { body: 'long '.repeat(500) });
    assert.ok((await moved()) <= 2, `a longer row: ${await moved()} px`);
    await change('h100', { body: LONG });
    await change('h300', { body: LONG });
    assert.ok((await moved()) <= 2, `rows out of sight: ${await moved()} px`);
    await push(page, history('o', 100, NOW - 400 * 60_000), 'h0');
    assert.ok((await moved()) <= 2, `older ones: ${await moved()} px`);
    await push(page, [message('n', { time: NOW })]);
    assert.ok((await moved()) <= 2, `a new one: ${await moved()} px`);
    await page.evaluate(() => {
      window.stub.push('messages', { kind: 'remove', ids: ['h198', 'h150', 'o3'] });
    });
    await settled(page);
    assert.ok((await moved()) <= 2, `gone ones: ${await moved()} px`);
    for (const width of [400, 1200]) {
      await page.setViewportSize({ width, height: 500 });
      await settled(page);
      assert.ok((await moved()) <= 2, `${width} px wide: ${await moved()} px`);
    }
  });

  it('holds what is read when a picture comes above it', async () => {
    const file = { name: 'a.png', url: 'https://example.org/a.png', mediaType: 'image/png' };
    const messages = history('h', 400, NOW).map((one) =>
      one.id === 'h199' ? { ...one, body: file.url, file } : one,
    );
    const page = await bench.open({ messages });
    await page.evaluate(() => {
      const createUrl = URL.createObjectURL.bind(URL);
      const revokeUrl = URL.revokeObjectURL.bind(URL);
      const open = new Set<string>();
      URL.createObjectURL = (object) => {
        const url = createUrl(object);
        open.add(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        open.delete(url);
        revokeUrl(url);
      };
      Object.assign(window, { openUrls: open });
    });
    await show(page, 'h200');
    const before = (await top(page, 'h200')) ?? NaN;
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [300, 200];
      const blob = await new Promise<Blob | null>((resolve) => {
        canvas.toBlob(resolve);
      });
      const content = new Uint8Array((await blob?.arrayBuffer()) ?? []);
      window.stub.post({ type: 'preview', message: 'h199', content });
    });
    const picture = page.locator('.file-picture');
    await picture.waitFor();
    await page.waitForFunction(
      () => (document.querySelector('.file-picture')?.getBoundingClientRect().height ?? 0) > 100,
    );
    await settled(page);
    assert.ok(Math.abs(((await top(page, 'h200')) ?? NaN) - before) <= 2);
    await show(page, 'h10');
    assert.equal(await picture.count(), 0);
    await show(page, 'h199');
    assert.equal(await picture.count(), 1);
    assert.equal(
      await page.evaluate(() => (window as unknown as { openUrls: Set<string> }).openUrls.size),
      0,
    );
    // A14: what its header says is enough not to decode it.
    await page.evaluate(async () => {
      const content = new Uint8Array(40);
      content.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
      content.set([0, 0, 0x3e, 0x80, 0, 0, 0x3e, 0x80], 16);
      window.stub.post({ type: 'preview', message: 'h198', content });
      await new Promise(requestAnimationFrame);
    });
    await settled(page);
    assert.equal(await picture.count(), 1);
  });

  it('keeps what was unfolded, and goes to the end again after it', async () => {
    const messages = history('h', 300, NOW).map((one) =>
      one.id === 'h150' ? { ...one, body: LONG } : one,
    );
    const page = await bench.open({ messages });
    await show(page, 'h150');
    await row(page, 'h150').getByRole('button', { name: 'Show All 60 Lines' }).click();
    await page.locator('.pill').click();
    await settled(page);
    assert.equal((await inSight(page))[1], 'h299');
    await show(page, 'h150');
    await row(page, 'h150').getByRole('button', { name: 'Show Less' }).waitFor();
  });

  it('is walked through from the newest message to the oldest and back', async () => {
    const page = await bench.open({ messages: history('h', 150, NOW) });
    await page.locator('vscode-text-area textarea').press('Shift+Tab');
    for (let at = 149; at >= 0; at -= 1) {
      assert.equal(await focused(page), `h${at}`);
      await page.keyboard.press('ArrowUp');
    }
    assert.equal(await focused(page), 'h0');
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'h149');
    await settled(page);
    assert.equal((await inSight(page))[1], 'h149');
    await page.keyboard.press('Home');
    assert.equal(await focused(page), 'h0');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'h1');
  });

  it('keeps the focus and what is selected, however far one scrolls', async () => {
    const page = await bench.open({ messages: history('h', 500, NOW) });
    await show(page, 'h250');
    await page.evaluate(() => {
      const [from, to] = ['h250', 'h252'].map(
        (id) => document.querySelector(`[data-id=${id}] .text`)?.firstChild,
      );
      if (from && to) document.getSelection()?.setBaseAndExtent(from, 0, to, 4);
    });
    const before = await copied(page);
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = 0;
    });
    await settled(page);
    assert.equal((await inSight(page))[0], 'h0');
    assert.equal(await focused(page), 'h250');
    assert.equal(await copied(page), before);
    assert.match(before, /h250[^]*h251[^]*h252/);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'h251');
  });

  it('offers the way to the first unread message until one has been there', async () => {
    const page = await bench.open({
      head: { ...HEAD, unread: 60 },
      messages: history('h', 100, NOW).map((one) => ({ ...one, outgoing: false })),
    });
    const pill = page.locator('.unread-pill');
    assert.equal(await pill.innerText(), '60 new ↑');
    await pill.click();
    await settled(page);
    assert.equal(await focused(page), 'h40');
    assert.equal(await pill.isVisible(), false);
    await page.locator('.pill').click();
    await settled(page);
    assert.equal(await pill.isVisible(), false);
  });

  it('goes to a message that is not loaded, on from there, and back to the newest', async () => {
    const archive = history('h', 1000, NOW);
    const page = await bench.open({ messages: archive.slice(-50) });
    await page.evaluate((all) => {
      window.stub.archive = all;
      window.stub.delay = 50;
    }, archive);
    await show(page, 'h300');
    await row(page, 'h300').and(page.locator(':focus')).waitFor();
    const marked = await count(page, 'markRead');
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = log.scrollHeight;
    });
    await row(page, 'h350').waitFor({ state: 'attached' });
    await settled(page);
    // The place of the line that said so is taken by what has come.
    assert.equal((await inSight(page))[1], 'h350');
    assert.equal(await page.locator('.news').count(), 0);
    assert.equal(await page.locator('.pill').innerText(), '↓');
    assert.equal(await count(page, 'markRead'), marked);
    await page.locator('.pill').click();
    await row(page, 'h999').waitFor();
    await page.locator('.pill').waitFor({ state: 'hidden' });
    await settled(page);
    assert.equal((await inSight(page))[1], 'h999');
    assert.equal(await page.locator('.pill').isVisible(), false);
    assert.equal(await count(page, 'loadAround'), 2);
  });
});
