import assert from 'node:assert/strict';
import type { MessageView, NoticeView } from '../../src/api/views.ts';
import { noticeSentence } from '../../src/host/noticeView.ts';
import type { Notice } from '../../src/model/history.ts';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { row } from './tab.ts';

const view = (notice: Notice, outgoing = false): NoticeView => ({
  kind: notice.kind,
  text: noticeSentence(notice, outgoing),
});
const room = 'cave@rooms.example.net';

const CONVERSATION: readonly MessageView[] = [
  message('encrypted', { body: '', notice: view({ kind: 'encrypted', method: 'OMEMO' }) }),
  message('words', {
    body: 'This message is encrypted with OpenPGP.',
    notice: view({ kind: 'encrypted', method: 'OpenPGP' }),
  }),
  message('invitation', {
    body: '',
    notice: view({ kind: 'invitation', room, reason: 'Come \u202Eereh' }),
  }),
  message('call', {
    body: '',
    notice: view({ kind: 'call', video: true, state: 'offered' }),
    reactions: [{ emoji: 'ℹ️', own: true, names: ['Ada Lovelace', 'You'] }],
  }),
  message('missed', { body: '', notice: view({ kind: 'call', video: false, state: 'missed' }) }),
  message('place', {
    body: '',
    notice: view({ kind: 'location', latitude: 45.44, longitude: 12.33, description: 'Venice' }),
  }),
  message('offer', { body: '', notice: view({ kind: 'fileOffer', name: 'plan.png' }) }),
  message('attention', { body: '', notice: view({ kind: 'attention' }) }),
  message('subject', { body: 'Lunch at noon', subject: 'Lunch at noon' }),
  message('mail', {
    body: 'Invoice 17\n\nPlease pay by *Friday*.',
    subject: 'Invoice 17',
    reply: {
      message: 'encrypted',
      senderName: 'Ada Lovelace',
      excerpt: noticeSentence({ kind: 'encrypted', method: 'OMEMO' }, false),
    },
  }),
  message('own', {
    outgoing: true,
    senderName: 'You',
    delivery: 'sent',
    body: '',
    notice: view({ kind: 'encrypted', method: 'OMEMO' }, true),
  }),
];

describe('what can only be told, in the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is at home in the ${theme} theme, and axe-core finds nothing`, async () => {
      const page = await bench.open({ theme, messages: CONVERSATION });
      await settled(page);
      await screenshot(page, `notices-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    });
  }

  it('fits into 300 px', async () => {
    const page = await bench.open({ width: 300, messages: CONVERSATION });
    await settled(page);
    await screenshot(page, 'notices-narrow');
    const overflow = await page.evaluate(() =>
      [...document.querySelectorAll('body, .log, .message, .content, .notice-line, .subject')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.className),
    );
    assert.deepEqual(overflow, []);
  });

  it('is one line with what the screen reader says, besides words and subject', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    const line = (id: string) => row(page, id).locator('.notice-text').innerText();
    assert.match(await line('encrypted'), /^Encrypted with OMEMO, which Parley cannot read/u);
    assert.match((await row(page, 'encrypted').getAttribute('aria-label')) ?? '', /OMEMO/u);
    assert.match(await line('invitation'), /Come \[U\+202E\]ereh/u);
    const words = row(page, 'words');
    assert.equal(
      await words.locator('.body').innerText(),
      'This message is encrypted with OpenPGP.',
    );
    assert.equal(await row(page, 'subject').locator('.subject').innerText(), 'Lunch at noon');
    assert.equal(await row(page, 'subject').locator('.body').count(), 0);
    const mail = row(page, 'mail');
    assert.equal(await mail.locator('.subject').innerText(), 'Invoice 17');
    assert.match(await mail.locator('.body').innerText(), /^Please pay by/u);
    assert.match(await mail.locator('.reply-excerpt').innerText(), /^Encrypted with OMEMO/u);
  });

  it('is copied, answered and never edited', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    const own = row(page, 'own');
    await own.hover();
    assert.equal(await own.getByRole('button', { name: 'Edit Message' }).isVisible(), false);
    await own.getByRole('button', { name: 'Copy Message' }).click();
    await row(page, 'missed').hover();
    await row(page, 'missed').getByRole('button', { name: 'Reply', exact: true }).click();
    await page.locator('.mode-bar', { hasText: 'Missed call' }).waitFor();
    const copied = await page.evaluate(() =>
      window.stub.posted.flatMap((posted) => (posted.type === 'copyText' ? [posted.text] : [])),
    );
    assert.match(copied[0] ?? '', /another client of yours/u);
  });
});
