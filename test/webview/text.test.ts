import assert from 'node:assert/strict';
import type { MessageView } from '../../src/api/views.ts';
import { Bench, findViolations, HEAD, history, message, screenshot, settled } from './bench.ts';
import { posted, push, row } from './tab.ts';
import { saying } from '../support/say.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();
const CODE = 'export function parse(text: string) {\n  return text.length + 1; // linear\n}';
const LONG = Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n');

const STYLED: MessageView[] = [
  message('styled', {
    body: 'This is *strong*, _emphasis_, ~gone~ and `code`: https://example.org/a_b_c\n> a quotation\n>> of a quotation\nAnd *_both_*.',
  }),
  message('me', { body: '/me is *compiling* the notes' }),
  message('code', {
    outgoing: true,
    delivery: 'delivered',
    body: `Have a look:\n\`\`\`src/parse.ts:12-14\n${CODE}\n\`\`\`\nThat is all.`,
  }),
  message('diff', { body: '```diff\n@@ -1 +1 @@\n-const a = 1;\n+const a = 2;\n```' }),
  message('python', { body: '```py\ndef f(x):\n    """Twice."""\n    return "a" * 2  # two\n```' }),
  message('file', {
    body: 'https://example.org/a.ts',
    file: { name: 'a.ts', url: 'https://example.org/a.ts', size: 1200, mediaType: 'text/plain' },
  }),
  message('failed', { outgoing: true, delivery: 'failed', error: saying('No such user.') }),
  message('new', { body: 'And this is new.' }),
];

describe('a message’s text', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is styled in the ${theme} theme, and axe-core finds nothing`, async () => {
      const page = await bench.open({
        theme,
        head: { ...HEAD, unread: 1 },
        messages: STYLED,
        height: 900,
      });
      await row(page, 'styled').hover();
      await screenshot(page, `text-${theme}`);
      assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
      assert.deepEqual(await findViolations(page), []);
    });
  }

  it('keeps what was written, directives included', async () => {
    const page = await bench.open({ messages: STYLED, height: 1000 });
    const styled = row(page, 'styled');
    assert.equal(await styled.locator('.span-strong').first().innerText(), '*strong*');
    assert.equal(await styled.locator('blockquote blockquote').innerText(), 'of a quotation');
    assert.equal(await styled.locator('.link').innerText(), 'https://example.org/a_b_c');
    assert.equal(
      await row(page, 'me').locator('.body').innerText(),
      'Ada Lovelace is *compiling* the notes',
    );
  });

  it('is not styled where its sender says so, but has links', async () => {
    const body = '> *a* `b`\n```\nc\n```\nhttps://example.org/';
    const page = await bench.open({ messages: [message('plain', { body, isUnstyled: true })] });
    const plain = row(page, 'plain').locator('.body');
    assert.equal(await plain.innerText(), body);
    assert.deepEqual(await plain.locator('strong, code, blockquote, .code-card').all(), []);
    assert.equal(await plain.locator('.link').innerText(), 'https://example.org/');
  });

  it('colours code and hands it to the panel, whole', async () => {
    const page = await bench.open({ messages: STYLED });
    const code = row(page, 'code');
    assert.equal(await code.locator('.code').innerText(), CODE);
    assert.deepEqual(await code.locator('.token-keyword').allInnerTexts(), [
      'export',
      'function',
      'string',
      'return',
    ]);
    await code.getByRole('button', { name: 'Copy Code' }).click();
    await code.getByRole('button', { name: 'Insert Code at Cursor' }).click();
    await code.getByRole('button', { name: 'Open Code in New Editor' }).click();
    assert.deepEqual(await posted(page, 'copyText'), [{ type: 'copyText', text: CODE }]);
    assert.deepEqual(await posted(page, 'insertCode'), [{ type: 'insertCode', code: CODE }]);
    assert.deepEqual(await posted(page, 'openCode'), [
      { type: 'openCode', code: CODE, language: 'typescript' },
    ]);
  });

  it('copies a message, and as a quotation, and nothing moves', async () => {
    const page = await bench.open({ messages: STYLED, height: 1000 });
    const boxes = () =>
      page
        .locator('.message, .text, .time')
        .evaluateAll((all) =>
          all.map((element) => JSON.stringify(element.getBoundingClientRect())),
        );
    const before = await boxes();
    await row(page, 'me').hover();
    const copy = row(page, 'me').getByRole('button', { name: 'Copy Message' });
    await copy.waitFor();
    assert.deepEqual(await boxes(), before);
    await copy.click();
    await row(page, 'styled').hover();
    await row(page, 'styled').getByRole('button', { name: 'Copy as Quote' }).click();
    const [first, second] = await posted(page, 'copyText');
    assert.deepEqual(first, { type: 'copyText', text: '/me is *compiling* the notes' });
    assert.match(JSON.stringify(second), /"> This is \*strong\*.*\\n>> a quotation\\n>>> of/);
  });

  it('is reached by the keyboard alone', async () => {
    const page = await bench.open({
      messages: [message('a', { body: `\`\`\`ts\n${CODE}\n\`\`\`` })],
    });
    await page.locator('vscode-text-area textarea').press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    assert.deepEqual(await posted(page, 'copyText'), [
      { type: 'copyText', text: CODE },
      { type: 'copyText', text: `> \`\`\`ts\n> ${CODE.replaceAll('\n', '\n> ')}\n> \`\`\`` },
    ]);
    await page.keyboard.press('Escape');
    await page.locator('vscode-text-area:focus').waitFor();
  });

  it('is folded after 40 lines, and unfolds downwards', async () => {
    const page = await bench.open({
      messages: [...history('h', 30, NOW), message('long', { time: NOW, body: LONG })],
    });
    const long = row(page, 'long');
    const lines = async () => (await long.locator('.text').innerText()).split('\n').length;
    assert.equal(await lines(), 40);
    const top = () => long.evaluate((element) => element.getBoundingClientRect().y);
    const before = await top();
    await long.getByRole('button', { name: 'Show All 60 Lines' }).click();
    await settled(page);
    assert.equal(await lines(), 60);
    assert.ok(Math.abs((await top()) - before) <= 1);
    await push(page, [message('long', { time: NOW, body: `${LONG}\nedited` })]);
    assert.equal(await lines(), 61);
    await long.getByRole('button', { name: 'Show Less' }).click();
    assert.equal(await lines(), 40);
    await page.keyboard.press('Enter');
    assert.equal(await lines(), 61);
  });

  it('makes few elements of 64 KiB when they are unfolded', async () => {
    for (const piece of ['*a* ', '>\n', '```\n', 'https://a.b ', '1 "']) {
      const body = `\`\`\`ts\n${'"a" 1 '.repeat(5000)}\n\`\`\`\n${piece.repeat(35_000 / piece.length)}`;
      const page = await bench.open({ messages: [message('a', { body: body + '\n'.repeat(50) })] });
      const took = await page.locator('.fold').evaluate((button: HTMLElement) => {
        const started = performance.now();
        button.click();
        return document.body.offsetHeight > 0 ? performance.now() - started : Infinity;
      });
      console.log(`      ${JSON.stringify(piece)}: ${took.toFixed(0)} ms`);
      assert.ok((await page.locator('*').count()) < 4000, piece);
    }
  });

  it('is set off where it is new, until one writes', async () => {
    const page = await bench.open({
      head: { ...HEAD, unread: 2 },
      messages: [message('a'), message('b'), message('c')],
    });
    const news = page.locator('.news');
    assert.equal(await news.innerText(), '2 new');
    assert.equal(
      await news.evaluate((element) => (element.nextElementSibling as HTMLElement).dataset['id']),
      'b',
    );
    await push(page, [message('d')]);
    assert.equal(await news.innerText(), '2 new');
    await push(page, [message('e', { outgoing: true, delivery: 'sent' })]);
    assert.equal(await news.count(), 0);
  });
});
