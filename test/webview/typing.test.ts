import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, findViolations, HEAD, message, screenshot, settled } from './bench.ts';
import { asked, count, input, posted } from './tab.ts';

const list = (page: Page) => page.locator('.completion');
const rows = (page: Page) => page.locator('.completion-row');
const sent = async (page: Page) =>
  (await asked(page, 'sendMessage')).map((params) => (params as { body: string }).body);
const type = async (page: Page, text: string) => {
  await input(page).pressSequentially(text);
  await settled(page);
};
const caret = (page: Page) =>
  input(page).evaluate((area: HTMLTextAreaElement) => area.selectionStart);

describe('what is typed in a chat', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is completed in the ${theme} theme, and axe-core finds nothing`, async () => {
      const page = await bench.open({ theme, messages: [message('a')] });
      await type(page, '/');
      await rows(page).first().waitFor();
      await screenshot(page, `commands-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await input(page).fill('well done :par');
      await rows(page).filter({ hasText: 'party popper' }).waitFor();
      await screenshot(page, `emoji-by-name-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    });
  }

  it('has an emoji in the place of its name, which is offered first the next time', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await type(page, 'done :party_po');
    await rows(page).first().waitFor();
    assert.match(
      await page.locator('.composer .announcer').innerText(),
      /^🎉 party popper, 1 of \d+$/u,
    );
    await input(page).press('Enter');
    assert.equal(await input(page).inputValue(), 'done 🎉');
    assert.equal(await list(page).isVisible(), false);
    await input(page).press('Enter');
    assert.deepEqual(await sent(page), ['done 🎉']);
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.locator('.emoji').first().waitFor();
    assert.equal(await page.locator('.emoji').first().innerText(), '🎉');
  });

  it('has an emoji in the skin tone that is typed, which Undo takes back, and is offered so again', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await type(page, ':waving_dark');
    await rows(page).filter({ hasText: 'waving hand: dark skin tone' }).waitFor();
    await input(page).press('Enter');
    assert.equal(await input(page).inputValue(), '👋🏿');
    await input(page).press('Control+z');
    assert.equal(await input(page).inputValue(), ':waving_dark');
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.locator('.emoji').first().waitFor();
    assert.equal(await page.locator('.emoji').first().innerText(), '👋🏿');
  });

  it('stays as it is where there is no such emoji, in code, and after Escape', async () => {
    const page = await bench.open({ messages: [message('a')] });
    for (const text of ['see :zzzz', '`:cat', '```\n:cat']) {
      await input(page).fill('');
      await input(page).fill(text);
      await settled(page);
      assert.equal(await list(page).isVisible(), false, text);
    }
    await input(page).fill(':cat');
    await rows(page).first().waitFor();
    await input(page).press('Escape');
    await input(page).press('Enter');
    assert.deepEqual(await sent(page), [':cat']);
  });

  it('begins a block of code, with the cursor in it', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await type(page, '/co');
    await input(page).press('Tab');
    assert.equal(await input(page).inputValue(), '```\n\n```');
    assert.equal(await caret(page), 4);
    await page.keyboard.type('let a;');
    await input(page).press('Enter');
    await input(page).fill('/code');
    await input(page).press('Enter');
    assert.equal(await input(page).inputValue(), '```\n\n```');
    assert.equal(await caret(page), 4);
    assert.deepEqual(await sent(page), ['```\nlet a;\n```']);
  });

  it('is a snippet, or refused if it is an unknown command', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await input(page).fill('/kick Ada');
    await input(page).press('Enter');
    await settled(page);
    assert.match(
      await page.getByRole('alert').innerText(),
      /There is no command \/kick here, so nothing was sent/u,
    );
    assert.equal(await input(page).inputValue(), '/kick Ada');
    assert.equal(await count(page, 'sendMessage'), 0);
    await input(page).fill('/shrug who knows');
    await input(page).press('Enter');
    await input(page).fill('//etc');
    await input(page).press('Enter');
    assert.deepEqual(await sent(page), ['who knows ¯\\_(ツ)_/¯', '/etc']);
    await page.waitForFunction(
      (field) => (field as HTMLTextAreaElement).value === '',
      await input(page).elementHandle(),
    );
  });

  it('edits a message that begins with a slash as it is', async () => {
    const own = message('own', { outgoing: true, body: '/etc/hosts' });
    const page = await bench.open({ messages: [own] });
    await input(page).press('ArrowUp');
    await page.locator('.mode-bar').waitFor();
    await type(page, '!');
    await input(page).press('Enter');
    assert.equal(await count(page, 'correctMessage'), 1);
  });

  it('has by @ the way to a contact, which Enter alone does not take', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await type(page, 'ask @gra');
    await rows(page).filter({ hasText: 'Link to a Contact…' }).waitFor();
    assert.equal(await page.locator('.completion-row[aria-selected=true]').count(), 0);
    assert.equal(
      await page.locator('.composer .announcer').innerText(),
      'Link to a Contact…, Tab to choose',
    );
    await input(page).press('Tab');
    assert.deepEqual(await posted(page, 'pickContact'), [{ type: 'pickContact', query: 'gra' }]);
    await page.evaluate(() => {
      window.stub.post({ type: 'insertText', text: 'xmpp:grace@example.org ' });
    });
    await settled(page);
    assert.equal(await input(page).inputValue(), 'ask xmpp:grace@example.org ');
    await input(page).fill('@Override');
    await settled(page);
    await input(page).press('Enter');
    assert.deepEqual(await sent(page), ['@Override']);
    // What was asked for comes to the cursor if the text is another one by then.
    await type(page, '@');
    await input(page).press('Tab');
    await input(page).fill('so ');
    await page.evaluate(() => {
      window.stub.post({ type: 'insertText', text: 'xmpp:grace@example.org ' });
    });
    await settled(page);
    assert.equal(await input(page).inputValue(), 'so xmpp:grace@example.org ');
  });

  it('has the cursor before code that is asked about, behind what was typed', async () => {
    const page = await bench.open({ messages: [message('a')] });
    const ask = (text: string) =>
      page.evaluate((added) => {
        window.stub.post({ type: 'addText', text: added, cursor: 'before' });
      }, text);
    await ask('\n```a.ts:1\nlet a;\n```');
    await settled(page);
    await page.keyboard.type('Why?');
    assert.equal(await input(page).inputValue(), 'Why?\n```a.ts:1\nlet a;\n```');
    await ask('\n```b.ts:1\nlet b;\n```');
    await settled(page);
    await page.keyboard.type('And this?');
    assert.match(await input(page).inputValue(), /let a;\n```\nAnd this\?\n```b\.ts:1\n/u);
    assert.equal(await count(page, 'sendMessage'), 0);
  });

  it('fits into 240 px', async () => {
    const page = await bench.open({ width: 240, place: 'view', head: HEAD });
    await type(page, ':face');
    await rows(page).first().waitFor();
    await screenshot(page, 'emoji-by-name-240');
    const box = await list(page).boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 240, JSON.stringify(box));
  });
});
