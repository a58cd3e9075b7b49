import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import { Bench, HEAD, history, message, screenshot, settled } from './bench.ts';
import type { ThemeName } from './themes.ts';
import { saying } from '../support/say.ts';

const DAY = new Date(2026, 10, 20, 14, 2).getTime();
const at = (minutes: number) => DAY + minutes * 60_000;
const own = (id: string, minutes: number, change: Partial<MessageView>) =>
  message(id, { outgoing: true, senderName: 'Me', time: at(minutes), ...change });

const CONVERSATION: MessageView[] = [
  message('0', { time: at(-1440), body: 'Good evening! Is the release still planned for Friday?' }),
  own('1', -1438, { body: 'It is.', delivery: 'delivered' }),
  message('2', { time: at(0), body: 'Have you seen the parser?' }),
  message('3', {
    time: at(1),
    body: 'I wrote down what I know: https://example.org/notes/parser?page=2 (the second half is new).\n\nIn short: attributes are read once, text is kept until the next tag, and nothing is ever looked at twice, so it is linear in the length of the input.',
  }),
  message('4', {
    time: at(3),
    body: 'https://example.org/upload/1/parse.ts',
    file: {
      name: 'parse.ts',
      url: 'https://example.org/upload/1/parse.ts',
      size: 1240,
      mediaType: 'text/x-typescript',
    },
  }),
  own('5', 4, { body: 'Yes, sending you mine.', delivery: 'delivered' }),
  own('6', 5, {
    body: '',
    file: {
      name: 'a-very-long-file-name-that-does-not-fit-into-a-narrow-tab-at-all.test.ts',
      url: 'https://example.org/u/2',
      size: 48_200_000,
      mediaType: 'text/x-typescript',
    },
    delivery: 'sent',
  }),
  message('9', {
    time: at(6),
    body: 'https://example.org/upload/3/plan.png',
    file: {
      name: 'plan.png',
      url: 'https://example.org/upload/3/plan.png',
      size: 88_000,
      mediaType: 'image/png',
    },
  }),
  own('7', 12, {
    body: 'And one more thing',
    delivery: 'failed',
    error: saying('Ada’s server does not answer.'),
  }),
  own('8', 13, { body: 'This one waits.', delivery: 'queued' }),
];

describe('the chat tab’s looks', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const satisfies readonly ThemeName[]) {
    it(`follows the ${theme} theme, within the policy`, async () => {
      const page = await bench.open({
        theme,
        head: { ...HEAD, composing: true },
        messages: CONVERSATION,
        transfers: [
          {
            id: 't',
            chat: HEAD.id,
            name: 'answer.ts',
            size: 5000,
            sent: 3200,
            way: 'upload',
            state: 'running',
          },
        ],
      });
      await page.locator('.message').nth(5).hover();
      await screenshot(page, theme);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
      const [body, background] = await page.evaluate(() => {
        const style = getComputedStyle(document.body);
        const input = document
          .querySelector('vscode-text-area')
          ?.shadowRoot?.querySelector('textarea');
        return [style.backgroundColor, input ? getComputedStyle(input).backgroundColor : ''];
      });
      const expected = {
        dark: ['rgb(31, 31, 31)', 'rgb(49, 49, 49)'],
        light: ['rgb(255, 255, 255)', 'rgb(255, 255, 255)'],
        hc: ['rgb(0, 0, 0)', 'rgb(0, 0, 0)'],
      };
      assert.deepEqual([body, background], expected[theme]);
    });
  }

  it('keeps the contrast of every avatar’s initial at 4.5 or more', async () => {
    for (const theme of ['dark', 'light', 'hc'] as const) {
      const page = await bench.open({ theme, messages: CONVERSATION });
      const worst = await page.evaluate(() => {
        const context = document
          .createElement('canvas')
          .getContext('2d', { willReadFrequently: true });
        let lowest = 21;
        document.querySelectorAll<HTMLElement>('.avatar').forEach((avatar) => {
          for (let hue = 0; hue < 360; hue += 10) {
            avatar.style.setProperty('--hue', String(hue));
            const style = getComputedStyle(avatar);
            const [a = 0, b = 0] = [style.color, style.backgroundColor].map((colour) => {
              if (!context) return 0;
              context.fillStyle = colour;
              context.fillRect(0, 0, 1, 1);
              const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map(
                (value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4),
              );
              return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
            });
            lowest = Math.min(lowest, Math.max(a, b) / Math.min(a, b));
          }
        });
        return lowest;
      });
      assert.ok(worst >= 4.5, `${theme}: ${worst.toFixed(2)}`);
    }
  });

  it('fits into 300 px, also at 200 %, without a horizontal scrollbar', async () => {
    for (const [width, height, name] of [
      [300, 600, 'narrow'],
      [400, 300, 'zoomed'],
    ] as const) {
      const page = await bench.open({
        width,
        height,
        head: {
          ...HEAD,
          connection: {
            phase: 'waiting',
            reason: saying('The server example.org does not answer.'),
            retryAt: at(3),
          },
        },
        messages: CONVERSATION,
      });
      await screenshot(page, name);
      const overflow = await page.evaluate(() =>
        [...document.querySelectorAll('body, .log, .message, .header, .composer, .line')]
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.className),
      );
      assert.deepEqual(overflow, []);
      const input = await page.locator('vscode-text-area').boundingBox();
      assert.ok(input && input.width > 120 && input.y + input.height <= height);
    }
  });

  it('shows a skeleton while loading and whom one writes to in an empty chat', async () => {
    const page = await bench.open({ slow: true });
    await page.locator('.skeleton-line').first().waitFor();
    await screenshot(page, 'loading');
    await page.evaluate(() => {
      window.stub.release();
    });
    await settled(page);
    await screenshot(page, 'empty');
    assert.match(await page.locator('.empty').innerText(), /Ada Lovelace\s+ada@example\.org/);
  });

  it('shows what is new below while one reads above', async () => {
    const page = await bench.open({ messages: history('h', 60, DAY), theme: 'light' });
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = 500;
    });
    await settled(page);
    await page.evaluate(
      (items) => {
        window.stub.push('messages', { kind: 'upsert', items });
      },
      [message('n1'), message('n2')],
    );
    await settled(page);
    await screenshot(page, 'scrolled');
    assert.equal(await page.locator('.pill').innerText(), '2 new ↓');
  });
});
