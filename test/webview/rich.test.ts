import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { MessageView } from '../../src/api/views.ts';
import { Bench, findViolations, history, message, screenshot, settled } from './bench.ts';
import { asked, input, row } from './tab.ts';
import { saying } from '../support/say.ts';

const TIME = new Date(2026, 10, 20, 14, 2).getTime();
const own = (id: string, change: Partial<MessageView> = {}) =>
  message(id, { outgoing: true, senderName: 'You', delivery: 'delivered', ...change });

const CONVERSATION: readonly MessageView[] = [
  message('q', { body: 'Have you seen the parser? It reads every attribute once.' }),
  own('a', {
    body: 'Yes, and I like it.',
    edited: TIME,
    reply: {
      message: 'q',
      senderName: 'Ada Lovelace',
      excerpt: 'Have you seen the parser? It reads every attribute once.\nAnd so on.',
    },
    reactions: [
      { emoji: '🎉', own: true, names: ['Ada Lovelace', 'You'] },
      { emoji: '👀', own: false, names: ['Ada Lovelace'] },
    ],
  }),
  message('r', { body: '', retracted: true }),
  own('n', { body: 'The newest' }),
];

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const bar = (page: Page) => page.locator('.mode-bar');
const copied = (page: Page) =>
  page.evaluate(() =>
    window.stub.posted.flatMap((posted) => (posted.type === 'copyText' ? [posted.text] : [])),
  );
const of = { account: 'me@example.org', chat: 'ada@example.org' };

describe('edits, answers and reactions in the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`are at home in the ${theme} theme, and axe-core finds nothing`, async () => {
      const page = await bench.open({ theme, messages: CONVERSATION });
      await row(page, 'q').hover();
      await button(page, 'Reply').click();
      await row(page, 'a').hover();
      await settled(page);
      await screenshot(page, `rich-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    });
  }

  it('the command to reply takes the newest message of others, or the focused one', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    const reply = () =>
      page.evaluate(() => {
        window.stub.post({ type: 'reply' });
      });
    await input(page).fill('seen');
    await reply();
    await bar(page).getByText('Have you seen the parser?').waitFor();
    await page.locator('vscode-text-area:focus').waitFor();
    assert.equal(await input(page).inputValue(), 'seen');
    await row(page, 'n').focus();
    await reply();
    await bar(page).getByText('The newest').waitFor();
    // One that is gone cannot be answered: nothing changes.
    await row(page, 'r').focus();
    await reply();
    await page.locator('vscode-text-area:focus').waitFor();
    assert.equal(await bar(page).getByText('The newest').isVisible(), true);
  });

  it('fit into 300 px', async () => {
    const page = await bench.open({ width: 300, messages: CONVERSATION });
    await input(page).press('ArrowUp');
    await settled(page);
    await row(page, 'a').hover();
    await row(page, 'a').getByRole('button', { name: 'Delete Message' }).click();
    await settled(page);
    await screenshot(page, 'rich-narrow');
    const overflow = await page.evaluate(() =>
      [...document.querySelectorAll('body, .log, .message, .mode-bar, .content, .reactions')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.className),
    );
    assert.deepEqual(overflow, []);
    const actions = await page.locator('.row-actions').boundingBox();
    assert.ok(actions && actions.x >= 0 && actions.x + actions.width <= 300);
  });

  it('say what a message is, to the eye and to the screen reader', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    assert.match((await row(page, 'a').locator('.edited').getAttribute('title')) ?? '', /2026/u);
    assert.equal(
      await row(page, 'a').getAttribute('aria-label'),
      'You, 14:02, in reply to Ada Lovelace, Yes, and I like it., edited, reactions 🎉 👀, Delivered',
    );
    assert.equal(
      await row(page, 'r')
        .innerText()
        .then((text) => text.split('\n').at(-2)),
      'Message deleted',
    );
    assert.equal(
      await page.locator('.reaction').first().getAttribute('title'),
      'Ada Lovelace, You',
    );
    await row(page, 'r').hover();
    assert.equal(await page.locator('.row-actions').isVisible(), false);
  });

  it('say that a change was refused, and quote nothing that was deleted', async () => {
    const refused = 'The change of this message was not delivered: try again.';
    const page = await bench.open({
      messages: [
        message('a', { outgoing: true, refused: saying(refused) }),
        message('b', { reply: { message: 'r', senderName: 'Ada', excerpt: '' } }),
      ],
    });
    assert.equal(await row(page, 'a').locator('.failure').innerText(), refused);
    assert.ok((await row(page, 'a').getAttribute('aria-label'))?.endsWith(refused));
    assert.equal(await row(page, 'b').locator('.reply-excerpt').innerText(), 'Message deleted');
  });

  it('edits the last own message by the arrow key, and Esc brings the draft back', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    await input(page).press('ArrowUp');
    await settled(page);
    assert.equal(await input(page).inputValue(), 'The newest');
    await bar(page).getByText('Editing', { exact: true }).waitFor();
    await input(page).press('Escape');
    await settled(page);
    assert.equal(await bar(page).isVisible(), false);
    assert.equal(await input(page).inputValue(), '');
    await input(page).fill('half a thought');
    await input(page).press('ArrowUp');
    await settled(page);
    assert.equal(await bar(page).isVisible(), false);
    await row(page, 'a').hover();
    await button(page, 'Edit Message').click();
    await settled(page);
    assert.equal(await input(page).inputValue(), 'Yes, and I like it.');
    const older = 'Editing, which some clients show as a new message';
    await bar(page).getByText(older, { exact: true }).waitFor();
    await input(page).fill('Yes, and I love it.');
    await input(page).press('Enter');
    await settled(page);
    assert.equal(await input(page).inputValue(), 'half a thought');
    const params = { ...of, message: 'a', body: 'Yes, and I love it.' };
    assert.deepEqual(await asked(page, 'correctMessage'), [params]);
    assert.deepEqual(await asked(page, 'sendMessage'), []);
  });

  it('keeps an edit over a reload, with the draft behind it', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    await input(page).fill('a draft');
    await row(page, 'n').hover();
    await button(page, 'Edit Message').click();
    await settled(page);
    await input(page).fill('The very newest');
    await page.reload();
    await settled(page);
    assert.equal(await input(page).inputValue(), 'The very newest');
    await bar(page).getByText('The newest').waitFor();
    await button(page, 'Cancel (Esc)').click();
    await settled(page);
    assert.equal(await input(page).inputValue(), 'a draft');
  });

  it('has an edit, and what is answered, in a tab that is opened again', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    const openAgain = async () => {
      await page.evaluate(() => {
        sessionStorage.removeItem('state');
      });
      await page.reload();
      await settled(page);
    };
    await input(page).fill('a draft');
    await row(page, 'n').hover();
    await button(page, 'Edit Message').click();
    await settled(page);
    await input(page).fill('The very newest');
    await openAgain();
    assert.equal(await input(page).inputValue(), 'The very newest');
    await bar(page).getByText('Editing', { exact: true }).waitFor();
    await row(page, 'n').hover();
    await button(page, 'Reply').click();
    await settled(page);
    await openAgain();
    assert.equal(await input(page).inputValue(), 'a draft');
    await bar(page)
      .getByText(/^Replying to/u)
      .waitFor();
  });

  it('keeps over a reload what is answered, with the draft', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    await row(page, 'n').hover();
    await button(page, 'Reply').click();
    await input(page).fill('Indeed');
    await page.reload();
    await settled(page);
    assert.equal(await input(page).inputValue(), 'Indeed');
    await bar(page).getByText('The newest').waitFor();
    await input(page).press('Enter');
    await page.waitForFunction(() => window.stub.count('sendMessage') === 1);
    const sent = await page.evaluate(() =>
      JSON.stringify(window.stub.posted.filter((one) => one.type === 'request')),
    );
    assert.match(sent, /"body":"Indeed","reply":"n"/);
  });

  it('gives back what the host does not take', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    await page.evaluate(() => {
      window.stub.failures['correctMessage'] = 'The disk is full.';
    });
    await input(page).press('ArrowUp');
    await settled(page);
    await input(page).fill('The very newest');
    await input(page).press('Enter');
    await page.getByText('The message was not edited: The disk is full.').waitFor();
    await settled(page);
    assert.equal(await input(page).inputValue(), 'The very newest');
    await bar(page).getByText('Editing').waitFor();
  });

  it('answers a message by the keyboard alone', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Home');
    const labels = ['React…', 'Reply', 'Copy Message', 'Copy as Quote', 'Copy Link to Message'];
    for (const label of labels) {
      await page.keyboard.press('ArrowRight');
      assert.equal(await page.locator(':focus').getAttribute('aria-label'), label);
    }
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.locator('vscode-text-area:focus').waitFor();
    await bar(page).getByText('Replying to Ada Lovelace').waitFor();
    await page.keyboard.type('I have');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.deepEqual(await asked(page, 'sendMessage'), [{ ...of, body: 'I have', reply: 'q' }]);
    assert.equal(await bar(page).isVisible(), false);
  });

  it('goes to the answered message, where it is here', async () => {
    const messages = [
      CONVERSATION[0] ?? message('q'),
      ...history('h', 60, TIME),
      CONVERSATION[1] ?? message('a'),
    ];
    const page = await bench.open({ messages });
    await page.getByRole('button', { name: /In reply to Ada Lovelace/u }).click();
    await page.locator('.message[data-id="q"]:focus').waitFor();
    assert.ok(await row(page, 'q').isVisible());
    assert.equal(
      await row(page, 'q').evaluate((found) => found.getBoundingClientRect().top > 0),
      true,
    );
  });

  it('joins and leaves reactions, and adds one, the most used first', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    const react = async () => (await asked(page, 'react')).at(-1);
    await button(page, '👀 1: Ada Lovelace').click();
    assert.deepEqual(await react(), { ...of, message: 'a', emoji: '👀', on: true });
    await button(page, '🎉 2: Ada Lovelace, You').click();
    assert.deepEqual(await react(), { ...of, message: 'a', emoji: '🎉', on: false });
    await row(page, 'q').hover();
    await button(page, 'React…').click();
    await page.getByRole('dialog', { name: 'React with an Emoji' }).waitFor();
    await page.locator('.emoji').first().waitFor();
    const offered = (await page.locator('.emoji').allInnerTexts()).slice(0, 6);
    assert.deepEqual(offered, ['🎉', '👍', '❤️', '😂', '😮', '😢']);
    await screenshot(page, 'rich-picker');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    assert.deepEqual(await react(), { ...of, message: 'q', emoji: '👍', on: true });
    await page.locator('.message[data-id="q"]:focus').waitFor();
    assert.equal(await input(page).inputValue(), '');
  });

  it('keeps the focus on a reaction that is drawn anew', async () => {
    const page = await bench.open({ messages: CONVERSATION });
    await button(page, '👀 1: Ada Lovelace').focus();
    const item = {
      ...own('a'),
      reactions: [{ emoji: '👀', own: true, names: ['Ada Lovelace', 'You'] }],
    };
    await page.evaluate((changed) => {
      window.stub.push('messages', { kind: 'upsert', items: [changed] });
    }, item);
    await page.locator('.reaction:focus', { hasText: '👀 2' }).waitFor();
  });

  it('deletes own messages only, what was sent at the second press', async () => {
    const messages = [...CONVERSATION, own('f', { delivery: 'failed' })];
    const page = await bench.open({ messages });
    await row(page, 'q').hover();
    assert.equal(await button(page, 'Delete Message').count(), 0);
    assert.equal(await button(page, 'Edit Message').count(), 0);
    await row(page, 'f').hover();
    await button(page, 'Delete Message').click();
    assert.deepEqual(await asked(page, 'deleteMessage'), [{ ...of, message: 'f' }]);
    await row(page, 'n').hover();
    await button(page, 'Delete Message').click();
    assert.deepEqual(await asked(page, 'retractMessage'), []);
    await row(page, 'a').hover();
    assert.equal(await button(page, 'Delete Message').count(), 1);
    await row(page, 'n').hover();
    await button(page, 'Delete Message').click();
    await button(page, 'Delete for both? Press again').click();
    assert.deepEqual(await asked(page, 'retractMessage'), [{ ...of, message: 'n' }]);
  });

  it('copies the link of a message, by what both sides call it', async () => {
    const page = await bench.open({ messages: [message('q', { originId: 'a b&c' }), own('n')] });
    for (const id of ['q', 'n']) {
      await row(page, id).hover();
      await button(page, 'Copy Link to Message').click();
    }
    assert.deepEqual(await copied(page), [
      'xmpp:ada@example.org?message;id=a%20b%26c',
      'xmpp:ada@example.org?message;id=n',
    ]);
  });

  it('A37: makes text of hostile names, excerpts and reactions', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e';
    const page = await bench.open({
      messages: [
        message('q', {
          reply: { message: 'x', senderName: hostile, excerpt: hostile },
          reactions: [{ emoji: hostile, own: false, names: [hostile] }],
        }),
      ],
    });
    assert.equal(await page.locator('.log img').count(), 0);
    assert.match(await page.locator('.reply-quote').innerText(), /\[U\+202E\]/u);
    await page.locator('.reply-quote').click();
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });
});
