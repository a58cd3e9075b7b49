import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ChatView } from '../../src/api/views.ts';
import { privateHead } from '../support/roomView.ts';
import { Bench, HEAD, message, settled } from './bench.ts';
import { input, posted } from './tab.ts';

const line = (page: Page) => page.locator('.standing-line');
const buttons = (page: Page) => line(page).locator('vscode-button:visible').allInnerTexts();
const change = async (page: Page, head: ChatView) => {
  await page.evaluate((item) => {
    window.stub.push('chat', { kind: 'upsert', items: [item] });
  }, head);
  await settled(page);
};

describe('the chat tab of somebody who is not wanted, or not yet', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('offers what can be done with a stranger, and asks the editor for it', async () => {
    const page = await bench.open({
      head: { ...HEAD, standing: 'request' },
      messages: [message('a')],
    });
    assert.deepEqual(await buttons(page), ['Accept', 'Add Contact…', 'Block…', 'Ignore']);
    for (const name of ['Accept', 'Add Contact…', 'Block…', 'Ignore']) {
      await line(page).getByRole('button', { name }).click();
    }
    assert.deepEqual(
      await posted(page, 'contactCommand'),
      ['accept', 'add', 'block', 'ignore'].map((command) => ({ type: 'contactCommand', command })),
    );
    await change(page, { ...HEAD, standing: 'ignored' });
    assert.deepEqual(await buttons(page), ['Accept', 'Add Contact…', 'Block…']);
    await change(page, HEAD);
    await line(page).waitFor({ state: 'hidden' });
  });

  it('keeps what was typed to somebody who is blocked, and takes no more', async () => {
    const page = await bench.open({ messages: [message('a')] });
    const draft = 'half a thou';
    await input(page).fill(draft);
    await change(page, { ...HEAD, draft, blockedBy: HEAD.id });
    assert.deepEqual(await buttons(page), ['Unblock']);
    assert.equal(await input(page).inputValue(), draft);
    assert.equal(await input(page).isEditable(), false);
    await line(page).getByRole('button', { name: 'Unblock' }).click();
    assert.deepEqual(await posted(page, 'contactCommand'), [
      { type: 'contactCommand', command: 'unblock' },
    ]);
    await change(page, { ...HEAD, draft });
    assert.equal(await input(page).isEditable(), true);
    assert.equal(await input(page).inputValue(), draft);
  });

  it('leads to the details of whoever has an address, and only of them', async () => {
    const page = await bench.open({ messages: [message('a')] });
    const details = page.getByRole('button', { name: 'Contact Details' });
    await details.click();
    assert.deepEqual(await posted(page, 'contactCommand'), [
      { type: 'contactCommand', command: 'details' },
    ]);
    await change(page, privateHead());
    await details.waitFor({ state: 'hidden' });
    await change(page, privateHead({ jid: 'ada@example.org' }));
    await details.waitFor();
  });

  it('names a server that is blocked as a whole', async () => {
    const page = await bench.open({ head: { ...HEAD, blockedBy: 'example.org' } });
    assert.match(await line(page).innerText(), /everybody at example\.org/u);
  });

  it('fits into a narrow tab', async () => {
    const page = await bench.open({
      head: { ...HEAD, name: 'somebody.with.a.long.address@example.org', standing: 'request' },
    });
    await page.setViewportSize({ width: 240, height: 600 });
    await settled(page);
    const isWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    assert.equal(isWide, false);
  });
});
