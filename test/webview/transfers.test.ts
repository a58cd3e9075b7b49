import assert from 'node:assert/strict';
import type { TransferView } from '../../src/api/views.ts';
import { userError } from '../../src/base/userError.ts';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { asked, posted } from './tab.ts';

const of = { account: 'me@example.org', chat: 'ada@example.org' };
const transfer = (id: string, change: Partial<TransferView>): TransferView => ({
  ...{ id, chat: of.chat, name: `${id}.bin`, size: 48_000_000, way: 'jingle', sent: 0 },
  ...{ state: 'running', ...change },
});
const messages = [message('Send me all of it')];
const failed = (id: string, change: Partial<TransferView>) =>
  transfer(id, { state: 'failed', ...change });

const STATES: readonly TransferView[] = [
  transfer('uploading', { way: 'upload', sent: 12_000_000, bytesPerSecond: 2_000_000 }),
  transfer('waiting', {}),
  transfer('sending', { sent: 24_000_000, bytesPerSecond: 1_000_000 }),
  failed('declined', { error: userError('declined') }),
  failed('cancelled', { error: userError('cancelled.peer') }),
  failed('unanswered', { error: userError('timeout.answer') }),
  failed('unreachable', { error: userError('unreachable') }),
  failed('refused', { way: 'upload', error: userError('refused.quota') }),
];

describe('files on their way', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('say how far they are, which way, and what they wait for', async () => {
    const page = await bench.open({ messages, transfers: STATES });
    const words = await page.locator('.transfer .file-facts').allInnerTexts();
    assert.deepEqual(words.slice(0, 3), [
      '25 % of 48 MB · 2 MB/s · 18 s left · by the server',
      '48 MB · waits until they accept it',
      '50 % of 48 MB · 1 MB/s · 24 s left · directly to their device',
    ]);
  });

  it('can be cancelled, tried again, and sent another way where that may help', async () => {
    const page = await bench.open({ messages, transfers: STATES });
    const press = (name: string) => page.getByRole('button', { name }).click();
    assert.equal(await page.getByRole('button', { name: 'Cancel Sending' }).count(), 3);
    assert.equal(await page.getByRole('button', { name: 'Another Way…' }).count(), 6);
    await press('Cancel Sending uploading.bin');
    await press('Give Up Sending declined.bin');
    await press('Try Again to Send cancelled.bin');
    await press('Send waiting.bin Another Way…');
    await press('Send refused.bin Another Way…');
    assert.deepEqual(await asked(page, 'cancelTransfer'), [
      { ...of, transfer: 'uploading' },
      { ...of, transfer: 'declined' },
    ]);
    assert.deepEqual(await asked(page, 'retryTransfer'), [{ ...of, transfer: 'cancelled' }]);
    assert.deepEqual(await posted(page, 'sendAnotherWay'), [
      { type: 'sendAnotherWay', transfer: 'waiting' },
      { type: 'sendAnotherWay', transfer: 'refused' },
    ]);
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`can be read in each state: ${theme}`, async () => {
      const page = await bench.open({ theme, messages, transfers: STATES, height: 700 });
      await settled(page);
      await screenshot(page, `transfers-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.setViewportSize({ width: 320, height: 900 });
      await settled(page);
      await screenshot(page, `transfers-${theme}-narrow`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
    });
  }
});
