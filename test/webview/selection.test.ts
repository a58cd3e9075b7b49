import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, HEAD, history, message, settled } from './bench.ts';
import { copied, input, push, row, show } from './tab.ts';
import { saying } from '../support/say.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();

/** Selects from a place in a message's text to one in another's. */
const select = (page: Page, from: readonly [string, number], to: readonly [string, number]) =>
  page.evaluate(
    (ends) => {
      const [start, end] = ends.map(
        ([id]) => document.querySelector(`[data-id="${id}"] .text`)?.firstChild ?? document.body,
      );
      const [startAt, endAt] = ends.map(([, at]) => at);
      if (start && end)
        document.getSelection()?.setBaseAndExtent(start, startAt ?? 0, end, endAt ?? 0);
    },
    [from, to] as const,
  );

const selected = (page: Page) => page.evaluate(() => document.getSelection()?.toString());

describe('what is selected in the messages', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('is copied whole, with senders and times, wherever its messages are', async () => {
    const page = await bench.open({ messages: history('s', 300, NOW) });
    await input(page).press('Shift+Tab');
    await page.keyboard.press('ControlOrMeta+a');
    const lines = (await copied(page)).split('\n');
    assert.equal(lines.length, 300);
    assert.match(lines[0] ?? '', /^\[20\/11\/2026, 09:03\] Ada Lovelace: s0/);
    assert.match(lines[299] ?? '', /^\[20\/11\/2026, 14:02\] You: s299/);
    assert.match(lines[5] ?? '', /^\[20\/11\/2026, 09:08\] You: s5/);
    assert.equal(await page.locator('.line-error:visible').count(), 0);
  });

  it('says that what is not loaded was not copied', async () => {
    const head = { ...HEAD, hasOlder: true };
    const page = await bench.open({ head, messages: history('s', 60, NOW) });
    await input(page).press('Shift+Tab');
    await page.keyboard.press('ControlOrMeta+a');
    assert.equal((await copied(page)).split('\n').length, 60);
    await page.getByText('Only the 60 selected messages that are loaded were copied.').waitFor();
  });

  it('holds what was said, as it was written, and nothing of the tab’s own', async () => {
    const page = await bench.open({
      messages: [
        message('1', { body: 'look:\n```ts\nlet a;\n```\n> well' }),
        message('2', {
          body: '/me waves',
          edited: NOW,
          reactions: [{ emoji: '👍', own: false, names: ['A'] }],
        }),
        message('3', { body: '', retracted: true }),
        message('4', { outgoing: true, senderName: 'Me', body: 'so *be* it', delivery: 'sent' }),
      ],
    });
    await page.evaluate(() => {
      document
        .getSelection()
        ?.selectAllChildren(document.querySelector('.messages') ?? document.body);
    });
    assert.equal(
      await copied(page),
      [
        '[20/11/2026, 14:02] Ada Lovelace: look:\n```ts\nlet a;\n```\n> well',
        '[20/11/2026, 14:02] Ada Lovelace waves',
        '[20/11/2026, 14:02] You: so *be* it',
      ].join('\n'),
    );
    const shown = (await selected(page)) ?? '';
    assert.doesNotMatch(shown, /Copy|Insert|Open|edited|14:02|👍|\bts\b/u);
  });

  it('is a piece of one message as it stands', async () => {
    const page = await bench.open({ messages: [message('1', { body: 'one two three' })] });
    await select(page, ['1', 4], ['1', 7]);
    assert.equal(await copied(page), 'two');
    await select(page, ['1', 0], ['1', 13]);
    assert.equal(await copied(page), 'one two three');
  });

  it('holds pieces of the first and the last of several', async () => {
    const page = await bench.open({ messages: history('s', 5, NOW) });
    await select(page, ['s0', 1], ['s4', 2]);
    const lines = (await copied(page)).split('\n');
    assert.equal(lines.length, 5);
    assert.match(lines[0] ?? '', /: 0 $/);
    assert.match(lines[4] ?? '', /: s4$/);
  });

  it('stays while its messages change, others come, and older ones are loaded', async () => {
    const own = message('2', { outgoing: true, body: 'to be copied', time: NOW, delivery: 'sent' });
    const page = await bench.open({
      head: { ...HEAD, hasOlder: true },
      messages: [message('1', { time: NOW - 1 }), own],
    });
    await select(page, ['2', 0], ['2', 12]);
    const changes = [
      { ...own, delivery: 'delivered' as const },
      {
        ...own,
        delivery: 'displayed' as const,
        reactions: [{ emoji: '👍', own: true, names: ['A'] }],
      },
      { ...own, delivery: 'failed' as const, error: saying('No such user.') },
    ];
    for (const change of changes) {
      await push(page, [change]);
      assert.equal(await selected(page), 'to be copied');
    }
    await push(page, [message('3', { time: NOW + 1 })]);
    await push(page, history('o', 50, NOW - 2), '1');
    await page.evaluate(
      (items) => {
        window.stub.push('messages', { kind: 'snapshot', items });
      },
      [...history('o', 50, NOW - 2), message('1', { time: NOW - 1 }), own],
    );
    await settled(page);
    assert.equal(await selected(page), 'to be copied');
  });

  it('goes on to the end of what is loaded where it ended in what was given up', async () => {
    const all = history('h', 300, NOW);
    const page = await bench.open({ messages: all });
    await show(page, 'h100');
    await select(page, ['h99', 0], ['h101', 4]);
    await page.evaluate(
      (gone) => {
        window.stub.push('messages', { kind: 'remove', ids: gone });
      },
      all.slice(0, 100).map(({ id }) => id),
    );
    await settled(page);
    const [first] = (await copied(page)).split('\n');
    assert.match(first ?? '', /: h100 /);
    await page.evaluate(
      (gone) => {
        window.stub.push('messages', { kind: 'remove', ids: gone });
      },
      all.slice(101).map(({ id }) => id),
    );
    await push(page, [message('new', { time: NOW, body: 'new' })]);
    await row(page, 'new').waitFor();
    const lines = (await copied(page)).split('\n');
    assert.deepEqual(
      lines.map((line) => line.slice(line.indexOf(': ') + 2, line.indexOf(': ') + 6)),
      ['h100', 'new'],
    );
  });

  it('begins and ends where it did, however far one scrolls and whatever is loaded', async () => {
    const page = await bench.open({ messages: history('h', 300, NOW) });
    await show(page, 'h100');
    await select(page, ['h99', 0], ['h101', 4]);
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = log.scrollHeight;
    });
    await settled(page);
    await page.evaluate(() => {
      const last = document.querySelector('[data-id="h299"] .text')?.firstChild;
      if (last) document.getSelection()?.extend(last, 4);
    });
    await push(page, history('g', 50, NOW - 400 * 60_000), 'h0');
    await row(page, 'h299').waitFor();
    const lines = (await copied(page)).split('\n');
    assert.equal(lines.length, 201);
    assert.match(lines[0] ?? '', /: h99 /);
    assert.match(lines[200] ?? '', /: h299$/);
  });
});
