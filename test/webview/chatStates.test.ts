import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, message, settled } from './bench.ts';
import { asked, count, input } from './tab.ts';

/** The chat states told so far. */
const states = async (page: Page) =>
  (await asked(page, 'setChatState')).map((params) => (params as { state: string }).state);
const focusWindow = async (page: Page, focused: boolean) => {
  await page.evaluate((value) => {
    window.stub.post({ type: 'windowFocused', focused: value });
  }, focused);
  await settled(page);
};

describe('what the chat tab tells of its reader', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('is nothing before they type, then each state, and again that they still type', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await page.clock.install();
    await page.mouse.move(100, 100);
    await input(page).focus();
    assert.deepEqual(await states(page), []);
    await input(page).pressSequentially('hello');
    assert.deepEqual(await states(page), ['composing']);
    await page.clock.fastForward(29_000);
    await input(page).press('!');
    await input(page).press('!');
    await page.clock.fastForward(29_000);
    // Once more after 20 s of typing, as long as there is some.
    assert.deepEqual(await states(page), ['composing', 'composing']);
    await page.clock.fastForward(1500);
    assert.deepEqual((await states(page)).slice(2), ['paused']);
    await page.clock.fastForward(90_000);
    assert.deepEqual((await states(page)).slice(2), ['paused', 'inactive']);
    await page.mouse.move(200, 200);
    assert.equal((await states(page)).at(-1), 'active');
    await input(page).press('?');
    await input(page).fill('');
    assert.deepEqual((await states(page)).slice(-2), ['composing', 'active']);
  });

  it('leaves it to the message to say that they are active again', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await page.clock.install();
    await input(page).fill('hello');
    await input(page).press('Enter');
    await page.clock.fastForward(100_000);
    assert.deepEqual(await states(page), ['composing']);
    await page.clock.fastForward(20_000);
    assert.deepEqual(await states(page), ['composing', 'inactive']);
  });

  it('is what they have seen, once the window has the focus', async () => {
    const page = await bench.open({ messages: [message('a')] });
    assert.equal(await count(page, 'markRead'), 1);
    await focusWindow(page, false);
    await page.evaluate((item) => {
      window.stub.push('messages', { kind: 'upsert', items: [item] });
    }, message('b'));
    await settled(page);
    assert.equal(await count(page, 'markRead'), 1);
    await focusWindow(page, true);
    await focusWindow(page, true);
    assert.equal(await count(page, 'markRead'), 2);
  });

  it('shows in turn what the other side has read', async () => {
    const page = await bench.open({
      messages: [message('a', { outgoing: true, delivery: 'delivered' })],
    });
    await page.getByRole('img', { name: 'Delivered' }).waitFor();
    await page.evaluate(
      (item) => {
        window.stub.push('messages', { kind: 'upsert', items: [item] });
      },
      message('a', { outgoing: true, delivery: 'displayed' }),
    );
    await page.getByRole('img', { name: 'Read', exact: true }).waitFor();
    assert.equal(await page.getByTitle('Read', { exact: true }).count(), 1);
    assert.match((await page.locator('.message').getAttribute('aria-label')) ?? '', /, Read$/u);
  });
});
