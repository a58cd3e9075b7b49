import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import {
  Bench,
  HEAD,
  message,
  type OpenOptions,
  screenshot,
  settled,
  withControls,
} from './bench.ts';
import { asked, bodies, input } from './tab.ts';

const DRAFT = 'a draft\nof two lines';
const OLDER = { ...HEAD, hasOlder: true };
const MESSAGES = [message('a'), message('b')];
const FIRST = { head: OLDER, messages: MESSAGES };

/** Where everything visible is, and in which colours, as text. */
const looks = (page: Page) =>
  page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*:not(textarea)')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const isInput = element.localName === 'vscode-text-area';
        const field = isInput && (element.shadowRoot ?? element).querySelector('textarea');
        const { x, y, width, height } = (field || element).getBoundingClientRect();
        const { color, backgroundColor, borderColor } = getComputedStyle(field || element);
        return (
          [element.localName, x, y, width, height, color, backgroundColor].join(' ') +
          (field ? borderColor : '')
        );
      }),
  );

describe('a chat tab whose controls are still loaded', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  /** @returns the page, and what serves its controls */
  async function openWithout(options: OpenOptions = {}) {
    let serve = () => {};
    const controls = new Promise<void>((resolve) => (serve = resolve));
    const script = { head: OLDER, messages: MESSAGES, first: FIRST };
    const page = await bench.open({ ...script, ...options, controls });
    await settled(page);
    const arrive = async () => {
      serve();
      await withControls(page);
      await settled(page);
    };
    return { page, arrive };
  }

  for (const theme of ['dark', 'light', 'hc'] as const) {
    for (const width of [800, 240]) {
      it(`looks as it will with them, in the ${theme} theme and ${width} px`, async () => {
        const { page, arrive } = await openWithout({ theme, width });
        assert.deepEqual(await bodies(page), ['message a', 'message b']);
        assert.equal(await page.locator('vscode-button:defined').count(), 0);
        const before = await looks(page);
        await screenshot(page, `controls-${theme}-${width}`);
        await arrive();
        assert.equal(await page.locator('vscode-button:not(:defined)').count(), 0);
        await screenshot(page, `controls-${theme}-${width}-loaded`);
        assert.deepEqual(await looks(page), before);
        assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
      });
    }
  }

  it('hands over its draft, the cursor and the focus to the input', async () => {
    const { page, arrive } = await openWithout();
    await page.evaluate(
      (head) => {
        window.stub.push('chat', { kind: 'upsert', items: [head] });
      },
      { ...OLDER, draft: DRAFT },
    );
    await settled(page);
    assert.equal(await input(page).inputValue(), DRAFT);
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type('This is ');
    await arrive();
    assert.equal(await page.locator('textarea').count(), 1);
    await page.locator('vscode-text-area:focus').waitFor();
    await page.keyboard.type('still ');
    assert.equal(await input(page).inputValue(), `This is still ${DRAFT}`);
    assert.equal(
      await input(page).getAttribute('aria-label'),
      await input(page).getAttribute('placeholder'),
    );
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await input(page).inputValue(), '');
    assert.equal(
      JSON.stringify(await asked(page, 'sendMessage')).includes('This is still a draft'),
      true,
    );
  });

  it('sends what is typed, and does what its buttons say', async () => {
    const { page } = await openWithout();
    await page.keyboard.type('early');
    await page.getByLabel('Send (Enter)').click();
    await settled(page);
    assert.equal(JSON.stringify(await asked(page, 'sendMessage')).includes('early'), true);
    assert.equal(await input(page).inputValue(), '');
  });

  it('takes no focus that is elsewhere', async () => {
    const { page, arrive } = await openWithout();
    await page.locator('.message[data-id=b]').focus();
    await arrive();
    assert.equal(await page.locator('.message[data-id=b]:focus').count(), 1);
  });

  it('takes no focus from the editor, and has it again when that comes back', async () => {
    const { page, arrive } = await openWithout();
    await page.evaluate(() => {
      document.hasFocus = () => false;
    });
    await arrive();
    assert.equal(await page.locator('vscode-text-area:focus').count(), 0);
    await page.evaluate(() => {
      document.hasFocus = () => true;
      window.dispatchEvent(new Event('focus'));
    });
    await page.locator('vscode-text-area:focus').waitFor();
  });

  it('names in its language what names itself', async () => {
    const { page, arrive } = await openWithout();
    await arrive();
    const rings = page.locator('.edge vscode-progress-ring');
    assert.deepEqual(
      await rings.evaluateAll((all) => all.map((ring) => ring.getAttribute('aria-label'))),
      ['Loading older messages', 'Loading newer messages'],
    );
  });
});
