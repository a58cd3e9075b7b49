import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { MessageView, OfferView } from '../../src/api/views.ts';
import { userError } from '../../src/base/userError.ts';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { posted, push } from './tab.ts';

const file = { name: 'answer.ts', size: 2_000_000, mediaType: 'text/plain' };
const offered = (offer: OfferView, change: Partial<MessageView> = {}): MessageView =>
  message('a', { body: '', file, offer, isUnnamed: true, ...change });

const card = (page: Page) => page.getByRole('group', { name: 'Offered file answer.ts' });
const buttons = (page: Page) => card(page).getByRole('button').allInnerTexts();

const STATES: readonly OfferView[] = [
  { state: 'offered' },
  { state: 'running', received: 500_000, bytesPerSecond: 100_000 },
  { state: 'done', savedAs: 'answer (2).ts' },
  { state: 'declined' },
  { state: 'cancelled' },
  { state: 'withdrawn' },
  { state: 'lost' },
  { state: 'failed', error: userError('not-saved.full', { name: 'answer.ts' }) },
];

describe('an offered file', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('is accepted, saved elsewhere or declined', async () => {
    const page = await bench.open({ messages: [offered({ state: 'offered' })] });
    assert.match(await card(page).innerText(), /2 MB · sent directly/u);
    assert.deepEqual(await buttons(page), ['Accept', 'Save As…', 'Decline']);
    await card(page).getByRole('button', { name: 'Accept' }).click();
    await card(page).getByRole('button', { name: 'Save As…' }).click();
    await card(page).getByRole('button', { name: 'Decline' }).click();
    assert.deepEqual(await posted(page, 'acceptFile'), [{ type: 'acceptFile', message: 'a' }]);
    assert.deepEqual(await posted(page, 'saveFile'), [{ type: 'saveFile', message: 'a' }]);
    assert.equal(await page.evaluate(() => window.stub.count('stopFile')), 1);
  });

  it('shows how far it is, and can be cancelled with the keyboard all the while', async () => {
    const page = await bench.open({ messages: [offered({ state: 'offered' })] });
    await card(page).getByRole('button', { name: 'Accept' }).focus();
    for (const received of [0, 1_000_000, 1_500_000]) {
      await push(page, [offered({ state: 'running', received, bytesPerSecond: 250_000 })]);
      const focused = await page.evaluate(() => document.activeElement?.textContent);
      assert.equal(focused, 'Cancel');
    }
    const progress = card(page).getByRole('progressbar', { name: 'Receiving answer.ts' });
    assert.equal(await progress.evaluate((bar: HTMLProgressElement) => bar.position), 0.75);
    assert.match(await card(page).innerText(), /75 % of 2 MB · 250 kB\/s · 2 s left/u);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => window.stub.count('stopFile')), 1);
    await push(page, [offered({ state: 'cancelled' })]);
    assert.equal(await progress.isVisible(), false);
    assert.deepEqual(await buttons(page), []);
    // The message itself, so that the arrow keys go on from here.
    const isRow = await page.evaluate(() => document.activeElement?.matches('.message'));
    assert.equal(isRow, true);
  });

  it('whose size is not told says none', async () => {
    const { size: _, ...untold } = file;
    const page = await bench.open({ messages: [offered({ state: 'offered' }, { file: untold })] });
    assert.match(await card(page).innerText(), /answer\.ts\s+sent directly/u);
    await push(page, [offered({ state: 'running', received: 500_000 }, { file: untold })]);
    assert.match(await card(page).innerText(), /500 kB(?! ·)/u);
    const progress = card(page).getByRole('progressbar');
    assert.equal(await progress.evaluate((bar: HTMLProgressElement) => bar.position), -1);
  });

  it('of ours says that it was sent directly, and offers nothing to do', async () => {
    const sent = { outgoing: true, delivery: 'delivered' } as const;
    const page = await bench.open({
      messages: [offered({ state: 'done' }, sent)],
      transfers: [
        {
          ...{
            id: 't',
            chat: 'bob@example.org',
            name: 'plan.bin',
            way: 'jingle',
            state: 'running',
          },
          ...{ size: 2_000_000, sent: 0 },
        },
      ],
    });
    const own = page.getByRole('group', { name: 'File answer.ts' });
    assert.match(await own.innerText(), /2 MB · sent directly/u);
    assert.equal(await own.getByRole('button').count(), 0);
    const name = await page.locator('.message').getAttribute('aria-label');
    assert.match(name ?? '', /file answer\.ts, sent directly/u);
    await page.locator('.message').hover();
    for (const label of ['Delete Message', 'Reply', 'Edit']) {
      assert.equal(await page.getByRole('button', { name: label }).count(), 0, label);
    }
    assert.match(await page.locator('.transfer').innerText(), /waits until they accept it/u);
    await screenshot(page, 'own-direct-file');
  });

  it('has its buttons clear of those of a message that shows no name of its own', async () => {
    const page = await bench.open({
      messages: [
        offered({ state: 'declined' }, { id: 'before', file: { ...file, name: 'first.ts' } }),
        offered({ state: 'running', received: 500_000 }),
      ],
    });
    await page.setViewportSize({ width: 560, height: 600 });
    await card(page).hover();
    assert.equal(await page.locator('.row-actions:visible').count(), 1);
    await card(page).getByRole('button', { name: 'Cancel' }).click({ timeout: 5000 });
    assert.equal(await page.evaluate(() => window.stub.count('stopFile')), 1);
    await card(page).hover();
    await page.locator('.row-actions button:visible').first().click({ timeout: 5000 });
  });

  it('is shown where it is, read and compared once it is here', async () => {
    const page = await bench.open({
      messages: [offered({ state: 'done', savedAs: 'answer (2).ts' })],
    });
    assert.match(await card(page).innerText(), /Saved as answer \(2\)\.ts/u);
    for (const [label, type] of [
      ['Reveal', 'revealFile'],
      ['Open as Text', 'openFile'],
      ['Compare with Active File', 'compareFile'],
    ] as const) {
      await card(page).getByRole('button', { name: label }).click();
      assert.deepEqual(await posted(page, type), [{ type, message: 'a' }]);
    }
  });

  it('says how it ended, to all who read it', async () => {
    const page = await bench.open({ messages: [offered({ state: 'running' })] });
    const said: Partial<Record<OfferView['state'], RegExp>> = {
      declined: /You declined it/u,
      cancelled: /You cancelled it/u,
      withdrawn: /Ada Lovelace took it back/u,
      lost: /was not received.*Ask for it/u,
      failed: /the disk is full; make room/u,
    };
    for (const offer of STATES) {
      await push(page, [offered(offer)]);
      const words = said[offer.state];
      if (!words) continue;
      assert.match(await card(page).getByRole('status').innerText(), words);
      const label = await page.locator('.message').getAttribute('aria-label');
      assert.match(label ?? '', words);
      assert.deepEqual(await buttons(page), []);
    }
  });

  it('has no name that is markup, or hides what it is', async () => {
    const page = await bench.open({
      messages: [
        offered({ state: 'offered' }, { file: { ...file, name: '<b>x</b>\u202efdp.exe' } }),
      ],
    });
    assert.equal(await page.locator('.offer-card b').count(), 0);
    assert.match(await page.locator('.offer-card').innerText(), /program/u);
    assert.doesNotMatch(await page.locator('.offer-card').innerText(), /\u202e/u);
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`can be read in each state: ${theme}`, async () => {
      const messages = STATES.map((offer, at) =>
        offered(offer, { id: `m${at}`, time: message('').time + at * 600_000 }),
      );
      const page = await bench.open({ theme, messages, height: 900 });
      await settled(page);
      await screenshot(page, `offers-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      if (theme !== 'dark') return;
      await page.setViewportSize({ width: 300, height: 1400 });
      await settled(page);
      await screenshot(page, 'offers-narrow');
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.equal(overflow, false);
    });
  }
});
