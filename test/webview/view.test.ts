import assert from 'node:assert/strict';
import { readBundles } from '../../scripts/l10n.mjs';
import { Bench, findViolations, HEAD, history, message, screenshot, settled } from './bench.ts';
import { input, posted } from './tab.ts';
import type { ThemeName } from './themes.ts';

const END = new Date(2026, 10, 20, 14, 2).getTime();
const KEPT = { account: 'me@example.org', chat: HEAD.id, draft: '' };

describe('a chat in the view', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const satisfies readonly ThemeName[]) {
    it(`fits into 240 px in the ${theme} theme, and can be used by all`, async () => {
      const page = await bench.open({
        ...{ theme, place: 'view', width: 240, height: 480 },
        head: { ...HEAD, name: 'Augusta Ada King, Countess of Lovelace' },
        messages: [
          message('1', {
            body: 'Have you seen the parser? https://example.org/notes/parser?page=2',
          }),
          message('2', { body: '```ts\nexport function parse(text: string): Node {\n```' }),
          message('3', { outgoing: true, body: 'Yes, sending you mine.', delivery: 'delivered' }),
        ],
      });
      await page.evaluate(() => {
        window.stub.post({ type: 'others', unread: 12 });
      });
      await settled(page);
      await screenshot(page, `view-240-${theme}`);
      const overflow = await page.evaluate(() =>
        [...document.querySelectorAll('body, .log, .message, .header, .composer, .line')]
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.className),
      );
      assert.deepEqual(overflow, []);
      assert.deepEqual(await findViolations(page), []);
      const box = await input(page).boundingBox();
      assert.ok(box && box.width > 100 && box.y + box.height <= 480, JSON.stringify(box));
      const name = await page.locator('.header-name').boundingBox();
      assert.ok(name && name.width >= 48, JSON.stringify(name));
      const end = await page.locator('.name-end').boundingBox();
      assert.ok(end && end.x + end.width <= name.x + name.width + 1, JSON.stringify([name, end]));
    });
  }

  it('fits into 240 px in each language, with all that can be done', async () => {
    const file = { name: 'answer.ts', size: 2_000_000, mediaType: 'text/plain' };
    const offer = { state: 'running', received: 500_000, bytesPerSecond: 100_000 } as const;
    for (const [language, bundle] of await readBundles()) {
      const page = await bench.open({
        ...{ place: 'view', width: 240, height: 1200 },
        head: { ...HEAD, standing: 'request' },
        sentences: { language, bundle, texts: {} },
        messages: [
          message('1', { body: '```ts\nlet a;\n```' }),
          message('2', { body: '', file: { ...file, url: 'https://example.org/answer.ts' } }),
          message('3', { body: '', file, offer, isUnnamed: true }),
          message('4', { body: '', file, offer: { state: 'offered' }, isUnnamed: true }),
        ],
      });
      await settled(page);
      await screenshot(page, `view-240-${language}`);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((element) => element.scrollWidth > element.clientWidth + 1)
          .filter((element) => element.clientWidth > 0)
          .map((element) => `${element.className}: ${element.textContent}`),
      );
      assert.deepEqual(cut, [], language);
    }
  });

  it('cuts a long name in its middle, and tells the whole of it', async () => {
    const place = { place: 'view', width: 240 } as const;
    const long = 'Augusta Ada King, Countess of Lovelace';
    const page = await bench.open({ ...place, head: { ...HEAD, name: long } });
    const heading = page.locator('.header-name');
    assert.equal(await heading.textContent(), long);
    assert.equal(await heading.getAttribute('title'), `${long}\nada@example.org`);
    const widths = await heading
      .locator('span')
      .evaluateAll((parts) => parts.map((part) => part.scrollWidth - part.clientWidth));
    assert.ok((widths[0] ?? 0) > 0, 'the beginning is cut');
    assert.equal(widths[1], 0);
    assert.equal(await heading.locator('.name-end').textContent(), 'velace');
    // Letters that join are not taken apart.
    const arabic = 'آدا لوفلايس كونتيسة لوفلايس';
    const other = await bench.open({ ...place, head: { ...HEAD, name: arabic } });
    assert.equal(await other.locator('.header-name').textContent(), arabic);
    assert.equal(await other.locator('.name-end').count(), 0);
  });

  it('leads to other chats, and says how much is unread in them', async () => {
    const page = await bench.open({ place: 'view', width: 800 });
    const unread = async (count: number) => {
      await page.evaluate((others) => {
        window.stub.post({ type: 'others', unread: others });
      }, count);
      await settled(page);
    };
    const count = page.locator('.switcher-count');
    await page.getByRole('button', { name: 'Go to Chat…', exact: true }).waitFor();
    assert.equal(await count.isVisible(), false);
    await unread(3);
    assert.equal(await count.innerText(), '3');
    await screenshot(page, 'view-wide');
    await page.getByRole('button', { name: 'Go to Chat… (3 unread in others)' }).click();
    assert.equal((await posted(page, 'goToChat')).length, 1);
    await unread(1234);
    assert.equal(await count.innerText(), '99+');
    await unread(0);
    assert.equal(await count.isVisible(), false);
  });

  it('has no such button in a tab', async () => {
    const page = await bench.open();
    assert.equal(await page.locator('.switcher').count(), 0);
  });

  it('takes the focus only when it is given it', async () => {
    const page = await bench.open({ place: 'view' });
    const active = () => page.evaluate(() => document.activeElement?.tagName);
    assert.equal(await active(), 'BODY');
    await page.evaluate(() => {
      window.stub.post({ type: 'focusInput' });
    });
    await page.waitForFunction(() => document.activeElement?.tagName === 'VSCODE-TEXT-AREA');
  });

  it('has the place that its chat had elsewhere, which tells draft and place', async () => {
    const messages = history('h', 80, END);
    const tab = await bench.open({ messages });
    await input(tab).fill('half a sentence');
    await tab.locator('.log').evaluate((log) => {
      log.scrollTop = 900;
    });
    await tab.waitForFunction(() =>
      window.stub.posted.some((one) => one.type === 'keep' && one.state.anchor !== undefined),
    );
    await settled(tab);
    const kept = await tab.evaluate(() =>
      window.stub.posted.flatMap((one) => (one.type === 'keep' ? [one.state] : [])).at(-1),
    );
    assert.ok(kept?.anchor);
    assert.equal(kept.draft, 'half a sentence');

    const view = await bench.open({ place: 'view', kept, messages });
    const offset = await view.evaluate((id) => {
      const log = document.querySelector('.log');
      const row = document.querySelector(`.message[data-id="${id}"]`);
      return log && row ? row.getBoundingClientRect().top - log.getBoundingClientRect().top : NaN;
    }, kept.anchor.message);
    assert.ok(Math.abs(offset) < 300, `the message is ${offset} px from the top`);
    assert.equal(await view.locator('.pill').isVisible(), true);
  });

  it('has a text that only its page had before', async () => {
    const kept = { ...KEPT, draft: 'never saved', unsaved: true as const, at: 1 };
    const page = await bench.open({ place: 'view', kept });
    await settled(page);
    assert.equal(await input(page).inputValue(), 'never saved');
  });
});
