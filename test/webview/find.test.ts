import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, findViolations, history, message, screenshot, settled } from './bench.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();
const DAY = 24 * 60 * 60_000;

/** Waits until the bar says so. */
const counts = (page: Page, text: string) =>
  page.locator('.bar-count', { hasText: new RegExp(`^${text}$`, 'u') }).waitFor();
const highlights = (page: Page) => page.evaluate(() => CSS.highlights.get('find')?.size ?? 0);
const hasFocus = (element: HTMLElement | SVGElement) => element === document.activeElement;
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
      await counts(page, '3 of 3');
      await settled(page);
      assert.equal(await isSeen(page, 'h290'), true);
      assert.equal(await highlights(page), 2);
      await screenshot(page, `find-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.keyboard.press('Enter');
      await counts(page, '2 of 3');
      await settled(page);
      assert.equal(await isSeen(page, 'h150'), true);
      assert.equal(await highlights(page), 2);
      await page.getByRole('button', { name: 'Next Match' }).click();
      await counts(page, '3 of 3');
      await page.getByRole('textbox', { name: 'Find in chat' }).fill('nothing such');
      await counts(page, 'No results');
      await page.keyboard.press('Escape');
      assert.equal(await highlights(page), 0);
      await page.locator('vscode-text-area:focus').waitFor();
      assert.equal(await page.locator('.bar').first().isVisible(), false);
    });
  }

  it('a text is found over what its words are shown in, folded as the host does it', async () => {
    const filler = (count: number) => Array.from({ length: count }, (_, i) => `// filler ${i}`);
    const code = ['```ts', ...filler(100), `const answer = compute();`, '```'].join('\n');
    const wide = `\`\`\`ts\nlet x = "${'far '.repeat(100)}"; const away = 1;\n\`\`\``;
    const page = await bench.open({
      messages: [
        message('link', {
          body: 'see https://example.org/notes (new) and https://xn--e1awd7f.example/ now',
        }),
        message('style', { body: 'the *bold _and_* move, a `code` word' }),
        message('fold', {
          body: 'İstanbul Stra\u00dfe cafe\u0301 cr\u00e8me \u212bngstr\u00f6m שָׁלוֹם',
        }),
        message('quote', { body: [...filler(50), '> quoted *deep* inside'].join('\n') }),
        message('code', { body: code }),
        message('wide', { body: wide }),
        ...history('h', 30, NOW),
      ],
    });
    await page.locator('vscode-text-area textarea').press('Control+f');
    for (const [query, shown] of [
      ['see https://example.org/notes (new', 'see https://example.org/notes (new'],
      ['the *bold _and', 'the *bold _and'],
      ['move, a `code` w', 'move, a `code` w'],
      ['istanbul stra', 'İstanbul Stra'],
      ['CAFÉ CREME', 'cafe\u0301 cr\u00e8me'],
      ['angstrom', '\u212bngstr\u00f6m'],
      ['שלום', 'שָׁלוֹם'],
      ['quoted *deep', 'quoted *deep'],
      ['const answer', 'const answer'],
      ['const away', 'const away'],
    ] as const) {
      await page.getByRole('textbox', { name: 'Find in chat' }).fill(query);
      await page.waitForFunction(
        (wanted) => {
          const [range] = CSS.highlights.get('find') ?? [];
          const log = document.querySelector('.log')?.getBoundingClientRect();
          if (!(range instanceof Range) || !log || range.toString() !== wanted) return false;
          const box = range.getBoundingClientRect();
          const code = range.startContainer.parentElement?.closest('.code');
          const { left, right } = code?.getBoundingClientRect() ?? log;
          const isSeen = box.top >= log.top && box.bottom <= log.bottom;
          return isSeen && box.left >= left && box.right <= right + 1;
        },
        shown,
        { timeout: 10_000 },
      );
    }
  });

  describe('a text is found far from what is loaded', () => {
    const archive = Array.from({ length: 2000 }, (_, i) =>
      message(`a${i}`, {
        time: NOW - (1999 - i) * 60_000,
        body: i % 500 === 0 ? `A needle, the ${i}th` : `Hay ${i}`,
      }),
    );
    let page: Page;

    beforeEach(async () => {
      page = await bench.open({ messages: archive.slice(-50) });
      await page.evaluate((all) => {
        window.stub.archive = all;
      }, archive);
      await page.locator('vscode-text-area textarea').press('Control+f');
    });

    it('by the keyboard alone, in both directions and round', async () => {
      await page.keyboard.type('needle');
      await counts(page, '4 of 4');
      await page.locator('[data-id=a1500]').waitFor();
      for (const [key, id, at] of [
        ['Enter', 'a1000', 3],
        ['Enter', 'a500', 2],
        ['Shift+Enter', 'a1000', 3],
        ['Shift+Enter', 'a1500', 4],
        ['Shift+Enter', 'a0', 1],
      ] as const) {
        await page.keyboard.press(key);
        await counts(page, `${at} of 4`);
        await page.locator(`[data-id=${id}][aria-current]`).waitFor();
        assert.equal(await highlights(page), 1);
      }
      assert.ok(await page.getByRole('textbox', { name: 'Find in chat' }).evaluate(hasFocus));
      await page.keyboard.press('Escape');
      await page.locator('vscode-text-area:focus').waitFor();
      assert.equal(await isSeen(page, 'a0'), true);
    });

    it('and it stays the current one while one reads elsewhere', async () => {
      await page.keyboard.type('needle');
      const found = page.locator('[data-id=a1500]');
      const current = page.locator('[aria-current]');
      const scrollBy = (px: number) =>
        page.locator('.log').evaluate((log, by) => {
          log.scrollTop += by;
        }, px);
      await found.and(current).waitFor();
      await scrollBy(-4000);
      await found.waitFor({ state: 'detached' });
      for (let steps = 0; steps < 50 && !(await found.isVisible()); steps++) {
        await scrollBy(200);
        await settled(page);
      }
      await found.and(current).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('[data-id=a1000]').and(current).waitFor();
      assert.equal(await current.count(), 1);
    });

    it('deep inside a long message, which is unfolded', async () => {
      const lines = Array.from({ length: 300 }, (_, i) => (i === 200 ? 'The PIN is here' : `${i}`));
      await page.evaluate((body) => {
        window.stub.archive = window.stub.archive.map((one) =>
          one.id === 'a700' ? { ...one, body } : one,
        );
      }, lines.join('\n'));
      await page.keyboard.type('pin is');
      await counts(page, '1 of 1');
      await page.locator('[data-id=a700][aria-current]').waitFor();
      const seen = await page.evaluate(() => {
        const [range] = CSS.highlights.get('find') ?? [];
        const log = document.querySelector('.log')?.getBoundingClientRect();
        const match = range instanceof Range ? range.getBoundingClientRect() : undefined;
        return match && log && match.top >= log.top && match.bottom <= log.bottom;
      });
      assert.equal(seen, true);
      assert.ok(await page.getByRole('textbox', { name: 'Find in chat' }).evaluate(hasFocus));
    });

    it('whatever answer comes first, the newest question counts', async () => {
      await page.evaluate(() => {
        window.stub.delay = 700;
      });
      await page.keyboard.type('hay');
      await page.waitForFunction(() => window.stub.count('findInChat') === 1);
      await page.evaluate(() => {
        window.stub.delay = 0;
      });
      await page.keyboard.press('Control+a');
      await page.keyboard.type('the 500th');
      await counts(page, '1 of 1');
      await page.waitForTimeout(800);
      await counts(page, '1 of 1');
      assert.equal(await isSeen(page, 'a500'), true);
    });

    it('what comes meanwhile counts, and moves nothing', async () => {
      await page.keyboard.type('needle');
      await counts(page, '4 of 4');
      await page.keyboard.press('Enter');
      await counts(page, '3 of 4');
      await page.evaluate(
        (item) => {
          window.stub.archive = [...window.stub.archive, item];
          window.stub.push('transfers', { kind: 'upsert', items: [] });
        },
        message('new', { body: 'One needle more' }),
      );
      await counts(page, '3 of 5');
      assert.equal(await isSeen(page, 'a1000'), true);
    });

    it('a failure is told, and what was typed stays', async () => {
      await page.evaluate(() => {
        window.stub.failures['findInChat'] = 'The disk is gone.';
      });
      await page.keyboard.type('needle');
      await page.getByRole('alert').getByText('The disk is gone.').waitFor();
      const input = page.getByRole('textbox', { name: 'Find in chat' });
      assert.equal(await input.inputValue(), 'needle');
    });
  });

  it('the command to jump to a date asks for one', async () => {
    const page = await bench.open({ messages: history('h', 5, NOW) });
    await page.evaluate(() => {
      window.stub.post({ type: 'jumpToDate' });
    });
    await page.locator('input[type=date]:focus').waitFor();
  });

  it('who comes for one of the last messages is at the end, with all of it drawn', async () => {
    const page = await bench.open({ messages: history('h', 300, NOW) });
    await page.evaluate(() => {
      window.stub.post({ type: 'showMessage', message: 'h0' });
    });
    await page.locator('[data-id=h0]:focus').waitFor();
    await page.getByRole('button', { name: /newest/iu }).waitFor();
    await page.evaluate(() => {
      window.stub.post({ type: 'showMessage', message: 'h298' });
    });
    await page.locator('[data-id=h298]:focus').waitFor();
    await page.getByRole('button', { name: /newest/iu }).waitFor({ state: 'hidden' });
    const [first, log] = await Promise.all([
      page.locator('.message').first().boundingBox(),
      page.locator('.log').boundingBox(),
    ]);
    assert.ok(first && log && first.y <= log.y);
  });

  it('who comes for a message goes there, not to where they were before', async () => {
    const archive = Array.from({ length: 1000 }, (_, i) => message(`s${i}`));
    const page = await bench.open({ messages: archive.slice(-50), slow: true });
    await page.evaluate(() => {
      const state = JSON.parse(sessionStorage.getItem('state') ?? '{}') as object;
      const anchor = { message: 's500', offset: 0 };
      sessionStorage.setItem('state', JSON.stringify({ ...state, anchor }));
    });
    await page.reload();
    await page.evaluate((all) => {
      window.stub.archive = all;
      window.stub.post({ type: 'showMessage', message: 's100' });
    }, archive);
    await page.locator('[data-id=s100]:focus').waitFor();
    await page.locator('[data-id=s100][aria-current]').waitFor();
  });

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
