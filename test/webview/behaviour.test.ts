import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, HEAD, history, message, settled } from './bench.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();

const input = (page: Page) => page.locator('vscode-text-area textarea');
const bodies = (page: Page) => page.locator('.message .text').allInnerTexts();
const posted = (page: Page, type: string) =>
  page.evaluate((wanted) => window.stub.posted.filter((m) => m.type === wanted), type);
const count = (page: Page, method: string) =>
  page.evaluate((wanted) => window.stub.count(wanted), method);
const push = async (page: Page, items: ReturnType<typeof message>[], before?: string) => {
  await page.evaluate(
    ([changed, place]) => {
      window.stub.push('messages', {
        kind: 'upsert',
        items: changed,
        ...(place !== undefined && { before: place }),
      });
    },
    [items, before] as const,
  );
  await settled(page);
};
const fail = (page: Page, method: string, sentence: string) =>
  page.evaluate(
    ([name, text]) => {
      window.stub.failures[name] = text;
    },
    [method, sentence] as const,
  );
/** Goes to a message that need not be in the page. */
const show = async (page: Page, id: string) => {
  await page.evaluate((message) => {
    window.stub.post({ type: 'showMessage', message });
  }, id);
  await page.locator(`[data-id=${id}]`).waitFor();
  await settled(page);
};
/** How far the end of the log is below the view, in CSS px. */
const belowEnd = (page: Page) =>
  page
    .locator('.log')
    .evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));

describe('the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('says that it was loaded and how it is called', async () => {
    const page = await bench.open();
    assert.deepEqual(await posted(page, 'loaded'), [{ type: 'loaded' }]);
    assert.deepEqual(await posted(page, 'titleChanged'), [
      { type: 'titleChanged', title: 'Ada Lovelace' },
    ]);
  });

  it('keeps the order of the list and changes a message in place', async () => {
    const page = await bench.open({ messages: [message('b'), message('d')] });
    await push(page, [message('c')], 'd');
    await push(page, [message('a')], 'b');
    await push(page, [message('d', { body: 'changed' })], 'b');
    assert.deepEqual(await bodies(page), ['message a', 'message b', 'message c', 'changed']);
    assert.equal(await page.locator('.day').count(), 1);
    assert.equal(await page.locator('.sender').count(), 1);
    await page.evaluate(() => {
      window.stub.push('messages', { kind: 'remove', ids: ['a'] });
    });
    await settled(page);
    assert.deepEqual(await bodies(page), ['message b', 'message c', 'changed']);
    assert.equal(await page.locator('.day').count(), 1);
  });

  it('draws the rest of the log anew at a second snapshot', async () => {
    const page = await bench.open({ messages: [message('a'), message('b')] });
    const items = [message('b'), message('c')];
    await page.evaluate((all) => {
      window.stub.push('messages', { kind: 'snapshot', items: all });
    }, items);
    await settled(page);
    assert.deepEqual(await bodies(page), ['message b', 'message c']);
  });

  it('A37, C1: makes no element, no request and no report of hostile text', async () => {
    const hostile =
      '<img src=x onerror=alert(1)><script>alert(2)</script><style>*{}</style>' +
      '<iframe src="javascript:alert(3)"></iframe><a href="javascript:alert(4)">x</a>' +
      '[x](command:quit) javascript:alert(5) data:text/html,<svg onload=alert(6)> \u202egpj.exe';
    const elements = async (text: string) => {
      const page = await bench.open({
        head: { ...HEAD, name: text, status: text, connection: { phase: 'waiting', reason: text } },
        messages: [
          message('c', { body: `\`\`\`${text}\n${text}\n\`\`\`\n> ${text}\n*${text}* /me` }),
          message('m', { senderName: text, body: `/me ${text}` }),
          message('a', {
            senderName: text,
            body: text,
            file: { name: text, url: 'https://example.org/x', mediaType: text, size: 1 },
          }),
          message('b', { outgoing: true, body: text, delivery: 'failed', error: text }),
        ],
        transfers: [{ id: 't', chat: HEAD.id, name: text, size: 1, sent: 0, state: 'running' }],
      });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await settled(page);
      assert.deepEqual(asked, []);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
      return page.evaluate(() => document.querySelectorAll('*').length);
    };
    assert.equal(await elements(hostile), await elements('plain'));
  });

  it('A40: asks nobody for a picture by itself', async () => {
    const url = 'https://example.org/cat.png';
    const page = await bench.open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await push(page, [
      message('a', { body: url, file: { name: 'cat.png', url, mediaType: 'image/png' } }),
      message('b', { body: `look: ${url}` }),
    ]);
    await page.getByText('cat.png').first().waitFor();
    assert.deepEqual(asked, []);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });

  it('A42: draws 64 KiB of what is slow to parse without a pause', async () => {
    const page = await bench.open({ messages: [message('a')] });
    for (const piece of [
      ...['*', 'mailto:', 'a.co ', 'https://', 'http://a.b '],
      ...['*a* ', '>\n', '```\n', '```ts\n', 'x\n', '_a\n> '],
    ]) {
      const item = message('a', { body: piece.repeat(65_536 / piece.length) });
      const took = await page.evaluate(async (changed) => {
        window.stub.push('messages', { kind: 'upsert', items: [changed] });
        await new Promise((resolve) => setTimeout(resolve, 0));
        const started = performance.now();
        await new Promise((resolve) => {
          requestAnimationFrame(() => {
            resolve(document.body.offsetHeight);
          });
        });
        return performance.now() - started;
      }, item);
      console.log(`      ${JSON.stringify(piece)}: ${took.toFixed(0)} ms`);
      assert.ok(took < 200, `${piece}: ${took.toFixed(0)} ms`);
    }
  });

  it('A39: opens links by asking the panel, and never goes anywhere itself', async () => {
    const page = await bench.open({
      messages: [message('a', { body: 'see https://example.org/a and https://x@evil.example' })],
    });
    await page.locator('.link').first().click();
    assert.deepEqual(await posted(page, 'openLink'), [
      { type: 'openLink', url: 'https://example.org/a' },
    ]);
    assert.equal(await page.locator('.link-host').innerText(), ' (leads to evil.example)');
    assert.equal(await page.locator('a[href]').count(), 0);
  });

  it('asks the panel for files by the message’s id', async () => {
    const file = {
      name: 'a.ts',
      url: 'https://example.org/a.ts',
      size: 12,
      mediaType: 'text/plain',
    };
    const page = await bench.open({ messages: [message('a', { body: file.url, file })] });
    assert.equal(await page.locator('.text').count(), 0);
    await page.getByRole('button', { name: 'Save As…' }).click();
    await page.getByRole('button', { name: 'Open as Text' }).click();
    await page.getByRole('button', { name: 'Compare with Active File' }).click();
    await page.getByRole('button', { name: 'Attach File' }).click();
    await page.getByRole('button', { name: 'Send Current File' }).click();
    const types = await page.evaluate(() => window.stub.posted.map((m) => JSON.stringify(m)));
    for (const request of [
      { type: 'saveFile', message: 'a' },
      { type: 'openFile', message: 'a' },
      { type: 'compareFile', message: 'a' },
      { type: 'chooseFile' },
      { type: 'sendCurrentFile' },
    ]) {
      assert.ok(types.includes(JSON.stringify(request)), request.type);
    }
  });

  describe('input', () => {
    it('sends with Enter, breaks the line with Shift+Enter, and sends nothing blank', async () => {
      const page = await bench.open();
      await input(page).press('Enter');
      await input(page).pressSequentially('  ');
      await input(page).press('Enter');
      assert.equal(await count(page, 'sendMessage'), 0);
      await input(page).fill('one');
      await input(page).press('Shift+Enter');
      await input(page).pressSequentially('two');
      await input(page).press('Enter');
      await settled(page);
      assert.deepEqual(await bodies(page), ['one\ntwo']);
      assert.equal(await input(page).inputValue(), '');
    });

    it('leaves Enter to an input method that composes', async () => {
      const page = await bench.open();
      const cdp = await page.context().newCDPSession(page);
      await input(page).focus();
      await cdp.send('Input.imeSetComposition', {
        text: 'にほん',
        selectionStart: 3,
        selectionEnd: 3,
      });
      await page.keyboard.press('Enter');
      assert.equal(await count(page, 'sendMessage'), 0);
      assert.match(await input(page).inputValue(), /^にほん/);
    });

    it('gives back what was not taken, and says why', async () => {
      const page = await bench.open();
      await fail(page, 'sendMessage', 'The disk is full.');
      await input(page).fill('precious');
      await input(page).press('Enter');
      await settled(page);
      assert.equal(await input(page).inputValue(), 'precious');
      assert.equal(
        await page.getByRole('alert').innerText(),
        'The message was not sent: The disk is full.',
      );
    });

    it('keeps the draft over a reload', async () => {
      const page = await bench.open();
      await input(page).fill('half a sent');
      await page.reload();
      await settled(page);
      assert.equal(await input(page).inputValue(), 'half a sent');
    });

    it('grows to a third of the tab and no further', async () => {
      const page = await bench.open({ height: 600 });
      const height = async () => (await input(page).boundingBox())?.height ?? 0;
      const one = await height();
      await input(page).fill('1\n2\n3');
      const three = await height();
      assert.ok(one < 40 && three > one + 30, `${one} → ${three}`);
      await input(page).fill('line\n'.repeat(50));
      const most = await height();
      assert.ok(most > 150 && most <= 200, String(most));
    });

    it('stays usable while offline, and says that messages wait', async () => {
      const page = await bench.open({
        head: { ...HEAD, connection: { phase: 'waiting', reason: 'No answer.', retryAt: NOW } },
      });
      assert.match(
        await page.locator('.line-warning').innerText(),
        /No answer\. Next try at 14:02\. Messages wait here until you are back online\./,
      );
      await page.getByRole('button', { name: 'Retry Now' }).click();
      assert.equal(await count(page, 'reconnect'), 1);
      await input(page).fill('later');
      await input(page).press('Enter');
      await settled(page);
      assert.deepEqual(await bodies(page), ['later']);
    });

    it('takes the focus when the panel says so', async () => {
      const page = await bench.open({ messages: [message('a')] });
      await page.locator('.message').focus();
      await page.evaluate(() => {
        window.stub.post({ type: 'focusInput' });
      });
      await page.locator('vscode-text-area:focus').waitFor();
    });
  });

  it('sends a failed message again', async () => {
    const page = await bench.open({
      messages: [message('a', { outgoing: true, delivery: 'failed', error: 'No such user.' })],
    });
    assert.match(await page.locator('.failure').innerText(), /No such user\./);
    await page.getByRole('button', { name: 'Retry' }).click();
    assert.equal(await count(page, 'retryMessage'), 1);
    await push(page, [message('a', { outgoing: true, delivery: 'delivered' })]);
    assert.equal(await page.locator('.failure').count(), 0);
    assert.equal(await page.getByRole('img', { name: 'Delivered' }).count(), 1);
  });

  it('stops a transfer', async () => {
    const page = await bench.open({
      transfers: [{ id: 't', chat: HEAD.id, name: 'a.ts', size: 9, sent: 3, state: 'running' }],
    });
    await page.getByRole('button', { name: 'Cancel Sending a.ts' }).click();
    assert.equal(await count(page, 'cancelTransfer'), 1);
  });

  it('says why a transfer failed, and tries it again or gives it up', async () => {
    const error = 'a.ts could not be sent: the server cannot be reached.';
    const page = await bench.open({
      transfers: [
        { id: 't', chat: HEAD.id, name: 'a.ts', size: 9, sent: 3, state: 'failed', error },
      ],
    });
    assert.equal(await page.locator('.transfer .file-facts').innerText(), error);
    await page.getByRole('button', { name: 'Try Again to Send a.ts' }).click();
    assert.equal(await count(page, 'retryTransfer'), 1);
    await page.getByRole('button', { name: 'Give Up Sending a.ts' }).click();
    assert.equal(await count(page, 'cancelTransfer'), 1);
  });

  describe('scrolling', () => {
    it('begins at the end and stays there, also when the tab or the input changes', async () => {
      const page = await bench.open({ messages: history('h', 200, NOW) });
      assert.ok((await belowEnd(page)) <= 1);
      await push(page, [message('n', { time: NOW, body: 'long '.repeat(300) })]);
      assert.ok((await belowEnd(page)) <= 1);
      await page.setViewportSize({ width: 300, height: 400 });
      await settled(page);
      assert.ok((await belowEnd(page)) <= 1);
      await input(page).fill('1\n2\n3\n4\n5');
      await settled(page);
      assert.ok((await belowEnd(page)) <= 1);
      assert.equal(await page.locator('.pill').isVisible(), false);
    });

    it('holds what is being read when new ones come, and goes to them on a click', async () => {
      const page = await bench.open({ messages: history('h', 200, NOW) });
      await show(page, 'h100');
      const top = () =>
        page.locator('[data-id=h100]').evaluate((row) => row.getBoundingClientRect().y);
      const before = await top();
      for (const id of ['n1', 'n2', 'n3']) await push(page, [message(id, { time: NOW })]);
      assert.ok(Math.abs((await top()) - before) < 1);
      assert.equal(await page.locator('.pill').innerText(), '3 new ↓');
      await page.locator('.pill').click();
      await settled(page);
      assert.ok((await belowEnd(page)) <= 1);
      assert.equal(await page.locator('.pill').isVisible(), false);
    });

    it('loads older pages at the top, one at a time, without a jump', async () => {
      const page = await bench.open({
        head: { ...HEAD, hasOlder: true },
        messages: history('h', 100, NOW),
      });
      assert.equal(await count(page, 'loadOlder'), 0);
      const older = history('o', 100, NOW - 100 * 60_000);
      await page.evaluate((items) => {
        window.stub.older.push(items);
        window.stub.delay = 500;
        document.querySelector('.log')?.scrollTo(0, 0);
      }, older);
      await settled(page);
      const row = page.locator('[data-id=h0]');
      const end = () => row.evaluate((element) => element.getBoundingClientRect().bottom);
      const before = await end();
      assert.equal(await row.getAttribute('aria-posinset'), '1');
      await page.locator('[data-id=h0][aria-posinset="101"]').waitFor();
      await settled(page);
      assert.equal(await count(page, 'loadOlder'), 1);
      const moved = async () => Math.abs((await end()) - before);
      assert.ok((await moved()) <= 1, `moved by ${await moved()} px`);
      await settled(page);
      assert.ok((await moved()) <= 1, `moved by ${await moved()} px later`);
    });

    it('offers a button when an older page did not come', async () => {
      const page = await bench.open({
        head: { ...HEAD, hasOlder: true },
        messages: history('h', 100, NOW),
      });
      await fail(page, 'loadOlder', 'The archive does not answer.');
      await page.locator('.log').evaluate((log) => {
        log.scrollTop = 0;
      });
      await page.getByRole('button', { name: 'Load Older Messages' }).waitFor();
      await settled(page);
      assert.equal(await count(page, 'loadOlder'), 1);
      await page.getByRole('button', { name: 'Load Older Messages' }).click();
      assert.equal(await count(page, 'loadOlder'), 2);
    });

    it('comes back to the same place after a reload', async () => {
      const page = await bench.open({ messages: history('h', 200, NOW) });
      await show(page, 'h50');
      const top = () =>
        page.locator('[data-id=h52]').evaluate((row) => row.getBoundingClientRect().y);
      const before = await top();
      await page.reload();
      await settled(page);
      await settled(page);
      const after = await top();
      assert.ok(Math.abs(after - before) <= 2, `${before} → ${after}`);
    });
  });

  it('marks as read what is in sight, once, and not what is below', async () => {
    const page = await bench.open({ messages: history('h', 100, NOW) });
    assert.equal(await count(page, 'markRead'), 1);
    await show(page, 'h10');
    await push(page, [message('n', { time: NOW })]);
    assert.equal(await count(page, 'markRead'), 1);
    await page.locator('.pill').click();
    await settled(page);
    assert.equal(await count(page, 'markRead'), 2);
  });

  it('is moved through by the keyboard', async () => {
    const page = await bench.open({
      messages: [
        message('a', { body: 'https://example.org/' }),
        message('b'),
        message('c', { outgoing: true, delivery: 'failed', error: 'No.' }),
      ],
    });
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset['id']);
    await input(page).press('Shift+Tab');
    assert.equal(await focused(), 'c');
    await page.keyboard.press('Enter');
    assert.equal(await count(page, 'retryMessage'), 1);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), 'b');
    await page.keyboard.press('Home');
    assert.equal(await focused(), 'a');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    assert.equal((await posted(page, 'openLink')).length, 1);
    await page.keyboard.press('End');
    assert.equal(await focused(), 'c');
    await page.keyboard.press('Escape');
    await page.locator('vscode-text-area:focus').waitFor();
  });

  it('reads out new messages, but no history', async () => {
    const page = await bench.open({ messages: history('h', 10, NOW) });
    const live = () => page.getByRole('log').getAttribute('aria-live');
    assert.equal(await live(), 'off');
    await push(page, [message('n', { time: NOW })]);
    assert.equal(await live(), 'polite');
    await push(page, [message('o')], 'h0');
    assert.equal(await live(), 'off');
  });

  it('stays quick with 5,000 messages', async () => {
    const page = await bench.open({ messages: history('h', 5000, NOW) });
    const times = await page.evaluate(
      async (item) => {
        const took: number[] = [];
        for (let i = 0; i < 20; i++) {
          window.stub.push('messages', { kind: 'upsert', items: [{ ...item, id: `n${i}` }] });
          await new Promise((resolve) => setTimeout(resolve, 0));
          const started = performance.now();
          await new Promise((resolve) => {
            requestAnimationFrame(() => {
              resolve(document.body.offsetHeight);
            });
          });
          took.push(performance.now() - started);
        }
        return took.sort((a, b) => a - b);
      },
      message('n', { time: NOW }),
    );
    console.log(
      `      one more of 5,000: median ${times[10]?.toFixed(0) ?? ''} ms, worst ${times[19]?.toFixed(0) ?? ''} ms`,
    );
    assert.ok((times[10] ?? Infinity) < 250);
  });
});
