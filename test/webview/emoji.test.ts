import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { readBundles } from '../../scripts/l10n.mjs';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { input } from './tab.ts';

const search = (page: Page) => page.getByRole('combobox', { name: 'Search emoji' });
const active = (page: Page) => page.locator('.emoji[aria-selected]').innerText();
const first = (page: Page) => page.locator('.emoji').first().innerText();
const open = async (page: Page) => {
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await page.locator('.emoji').first().waitFor();
};

describe('the emoji picker', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is at home in the ${theme} theme, and axe-core finds nothing`, async () => {
      const page = await bench.open({ theme, messages: [message('a')] });
      await open(page);
      await search(page).fill('cat');
      await settled(page);
      await screenshot(page, `emoji-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    });
  }

  it('is loaded when it is opened first, and not before', async () => {
    const page = await bench.open({ messages: [message('a')] });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await input(page).fill('x');
    assert.deepEqual(asked, []);
    await open(page);
    await search(page).press('Escape');
    await open(page);
    assert.deepEqual(asked, ['/emoji.js']);
  });

  it('names and finds them in each language there is, and by their English names', async () => {
    const words: Readonly<Record<string, readonly [typed: string, name: string]>> = {
      de: ['BLAUES herz', 'blaues Herz'],
      es: ['corazon azul', 'corazón azul'],
    };
    const languages = [...(await readBundles()).keys()];
    assert.deepEqual(languages.toSorted(), Object.keys(words));
    for (const language of languages) {
      const [typed = '', name = ''] = words[language] ?? [];
      const sentences = { language, texts: {} };
      const page = await bench.open({ messages: [message('a')], sentences });
      await open(page);
      for (const query of [typed, 'blue heart']) {
        await search(page).fill(query);
        await settled(page);
        assert.equal(await active(page), '💙', query);
        assert.equal(await page.locator('.emoji[aria-selected]').getAttribute('aria-label'), name);
      }
      await search(page).press('Escape');
      await input(page).fill(`:${typed.replace(' ', '_')}`);
      await page.locator('.completion-row', { hasText: name }).first().waitFor();
    }
  });

  it('puts what is picked at the cursor, and goes back there', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await input(page).fill('hello world');
    await input(page).evaluate((area: HTMLTextAreaElement) => {
      area.setSelectionRange(5, 5);
    });
    await open(page);
    await search(page).fill('waving hand');
    await search(page).press('Enter');
    assert.equal(await input(page).inputValue(), 'hello👋 world');
    assert.equal(await search(page).isVisible(), false);
    await page.keyboard.type('!');
    assert.equal(await input(page).inputValue(), 'hello👋! world');
    await input(page).press('Enter');
    await page.getByText('hello👋! world').waitFor();
  });

  it('is worked with the arrow keys', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await open(page);
    const all = (await page.locator('.emoji').allInnerTexts()).slice(0, 40);
    assert.equal(await active(page), all[0]);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await active(page), all[0]);
    await page.keyboard.press('ArrowRight');
    assert.equal(await active(page), all[1]);
    await page.keyboard.press('ArrowDown');
    const below = await active(page);
    const columns = all.indexOf(below) - 1;
    assert.ok(columns > 4 && columns < 12, below);
    await page.keyboard.press('ArrowUp');
    assert.equal(await active(page), all[1]);
    assert.equal(
      await page.locator('.emoji[aria-selected]').getAttribute('id'),
      await search(page).getAttribute('aria-activedescendant'),
    );
    await page.keyboard.press('Escape');
    await page.locator('vscode-text-area:focus').waitFor();
    assert.equal(await search(page).isVisible(), false);
    assert.equal(await input(page).inputValue(), '');
  });

  it('offers first what was picked before, also after a reload', async () => {
    const page = await bench.open({ messages: [message('a')] });
    for (const name of ['rocket', 'cat face']) {
      await open(page);
      await page.getByRole('option', { name, exact: true }).click();
    }
    assert.equal(await input(page).inputValue(), '🚀🐱');
    await page.reload();
    await settled(page);
    await open(page);
    assert.deepEqual((await page.locator('.emoji').allInnerTexts()).slice(0, 2), ['🐱', '🚀']);
    assert.equal(await page.getByRole('option', { name: 'rocket', exact: true }).count(), 1);
  });

  it('says so when there is no such emoji, and closes when one goes elsewhere', async () => {
    const page = await bench.open({ messages: [message('a')], width: 300 });
    await open(page);
    const before = await first(page);
    await search(page).fill('no such thing');
    await page.getByText('No emoji found').waitFor();
    await search(page).press('Enter');
    assert.equal(await search(page).isVisible(), true);
    await search(page).fill('');
    assert.equal(await first(page), before);
    await screenshot(page, 'emoji-narrow');
    await page.locator('.header').click();
    assert.equal(await search(page).isVisible(), false);
    await open(page);
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    assert.equal(await search(page).isVisible(), false);
  });
});
