import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Bench, findViolations, HEAD, message, screenshot } from './bench.ts';
import { input, row } from './tab.ts';
import { saying } from '../support/say.ts';

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const MARKS = '\u0300\u0301\u0302\u0303\u0308\u030a\u030b\u0316\u0317\u0324'.repeat(4);
const own = { outgoing: true, senderName: 'Me' };

const MESSAGES = [
  message('lines', {
    senderName: LONG,
    body: 'Hello!\nשלום, מה שלומך?\nand *bold* then\nمرحبا `a = 1;` بالعالم https://example.org/x?a=1.',
  }),
  message('quotes', {
    body: '> שלום, זה ציטוט?\n> second line\n\n> an English quote\n> שלום?',
    reply: { message: 'lines', senderName: LONG, excerpt: `${LONG} שלום` },
  }),
  message('failed', {
    ...own,
    body: `${LONG} https://example.org/${'a'.repeat(100)}`,
    delivery: 'failed',
    error: saying(`https://upload.example/${'a'.repeat(160)} did not answer.`),
  }),
  message('code', {
    body: `| a | table | of | columns |\n\`\`\`${LONG}.ts\n${'const x = 1; '.repeat(20)}\n\`\`\`\n\`${'x'.repeat(200)}\``,
  }),
  message('heap', {
    body: 'overlap'.replace(/./gu, `$&${MARKS}`),
    reactions: [{ emoji: 'W'.repeat(64), own: false, names: ['Ada'] }],
  }),
  message('file', {
    ...own,
    body: '',
    delivery: 'sent',
    file: { name: `${LONG}.ts`, url: 'https://example.org/u', size: 1, mediaType: 'text/plain' },
  }),
  message('subject', { body: `Subject ${LONG}`, subject: `Subject ${LONG}` }),
  message('notice', { body: '', notice: { kind: 'location', text: saying(`A place: ${LONG}`) } }),
  message('act', { body: `/me שלום ${LONG}` }),
];
const TRANSFER = {
  ...{ id: 't', chat: HEAD.id, name: `${LONG}.ts`, size: 5, sent: 1, way: 'upload' as const },
  ...{ state: 'failed' as const },
  error: saying(`The server refused the file: ${LONG}`),
};
const NARROW_HEAD = {
  ...HEAD,
  name: LONG,
  status: LONG,
  connection: { phase: 'offline' as const },
  resembles: 'Ada Lovelace',
};

/** Where the first of these characters is drawn in the message's text, in CSS px from the left. */
const placeOf = (page: Page, id: string, character: string) =>
  row(page, id).evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = new Range();
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const at = text.parentElement?.closest('.text') ? (text.nodeValue ?? '').indexOf(wanted) : -1;
      if (at < 0) continue;
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    }
    return NaN;
  }, character);

describe('texts of any script and length in the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('have a direction for each line, also in quotations, and addresses and code their own', async () => {
    const page = await bench.open({ messages: MESSAGES.slice(0, 2), height: 1000 });
    assert.ok((await placeOf(page, 'lines', '?')) < (await placeOf(page, 'lines', 'ש')));
    assert.ok((await placeOf(page, 'lines', 'H')) < (await placeOf(page, 'lines', '!')));
    assert.ok((await placeOf(page, 'lines', 'a = 1')) < (await placeOf(page, 'lines', '= 1')));
    const link = await row(page, 'lines')
      .locator('.link')
      .evaluate((element) => {
        const { direction, unicodeBidi } = getComputedStyle(element);
        return [direction, unicodeBidi];
      });
    assert.deepEqual(link, ['ltr', 'isolate']);
    assert.ok((await placeOf(page, 'quotes', '?')) < (await placeOf(page, 'quotes', 'ש')));
    const directions = await row(page, 'quotes')
      .locator('.quote')
      .evaluateAll((quotes) => quotes.map((quote) => getComputedStyle(quote).direction));
    assert.deepEqual(directions, ['rtl', 'ltr']);
  });

  it('are typed in their own direction', async () => {
    const page = await bench.open();
    await input(page).fill('שלום?\nhello');
    const bidi = await input(page).evaluate((area) => getComputedStyle(area).unicodeBidi);
    assert.equal(bidi, 'plaintext');
  });

  for (const [theme, width] of [
    ['dark', 240],
    ['light', 300],
    ['hc', 240],
    ['dark', 800],
  ] as const) {
    it(`fit into ${width} px, in the ${theme} theme, and axe-core finds nothing`, async () => {
      const page = await bench.open({
        ...{ theme, width, height: 1700, messages: MESSAGES, transfers: [TRANSFER] },
        head: NARROW_HEAD,
      });
      await input(page).fill(`שלום? ${LONG}`);
      await screenshot(page, `scripts-${theme}-${width}`);
      const beyond = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((element) => {
            const { width: size, right } = element.getBoundingClientRect();
            const isCut = element.parentElement?.closest('.code, .reaction, .announcer');
            return !isCut && size > 0 && right > innerWidth + 1 && element.checkVisibility();
          })
          .map((element) => element.className),
      );
      assert.deepEqual(beyond, []);
      const hidden = await page.evaluate(() =>
        [...document.querySelectorAll('.failure-reason, .header-warning, .transfer .file-facts')]
          .filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
          .map((element) => element.className),
      );
      if (width < 400) assert.deepEqual(hidden, [], 'what went wrong is read whole');
      assert.deepEqual(await findViolations(page), []);
    });
  }

  it('stay within their message, whatever marks are heaped on them', async () => {
    const page = await bench.open({ messages: MESSAGES });
    const overflow = await row(page, 'heap')
      .locator('.text')
      .evaluate((text) => getComputedStyle(text).overflowY);
    assert.equal(overflow, 'clip');
  });
});
