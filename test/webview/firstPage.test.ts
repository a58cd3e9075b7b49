import assert from 'node:assert/strict';
import { Bench, HEAD, history, message, settled } from './bench.ts';
import { asked, bodies, count, row } from './tab.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();
const HOSTILE = `"'></script><img src=x onerror=alert(1)>&amp;\u0000`;

describe('a chat tab whose page has its first messages', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('shows them before the host says anything, and then what the host says', async () => {
    const first = { head: { ...HEAD, name: 'Countess' }, messages: [message('a'), message('b')] };
    const page = await bench.open({ slow: true, first, messages: [message('b'), message('c')] });
    assert.equal(await page.locator('.skeleton').isVisible(), false);
    assert.deepEqual(await bodies(page), ['message a', 'message b']);
    await page.evaluate(() => {
      window.stub.release();
    });
    await settled(page);
    assert.deepEqual(await bodies(page), ['message b', 'message c']);
    assert.match(await page.locator('.header').innerText(), /Ada Lovelace/u);
  });

  it('needs nothing more to be whole but its controls, which are asked for once it is painted', async () => {
    const page = await bench.open({ first: { head: HEAD, messages: [message('a')] } });
    const files = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name, startTime }) => ({ name, startTime })),
    );
    // The test's own script, and what a browser asks for by itself.
    const others = files.filter(({ name }) => !/^data:|\/stub\.js$|\/favicon\.ico$/u.test(name));
    assert.deepEqual(
      others.map(({ name }) => new URL(name).pathname),
      ['/controls.js'],
    );
    const whole = await page.evaluate(() => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
      const [load] = performance.getEntriesByType('navigation');
      return [paint, (load as PerformanceNavigationTiming).loadEventEnd];
    });
    for (const time of whole) assert.ok(Number(others[0]?.startTime) >= Number(time), `${time}`);
    const fonts = await page.evaluate(() => [...document.fonts].map((font) => font.status));
    assert.deepEqual(fonts, ['loaded']);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });

  it('ends at the newest, says what is new once, and marks it read once', async () => {
    const messages = history('m', 50, NOW);
    const head = { ...HEAD, unread: 3 };
    const page = await bench.open({ head, messages, first: { head, messages } });
    await settled(page);
    assert.equal(await row(page, 'm49').isVisible(), true);
    assert.equal(await page.locator('.news', { hasText: '3 new' }).count(), 1);
    assert.equal(await count(page, 'markRead'), 1);
  });

  it('goes back to where its reader was, also where that is in no first page', async () => {
    const messages = history('m', 50, NOW);
    const page = await bench.open({ messages, first: { head: HEAD, messages } });
    await page.evaluate(() => {
      const state = JSON.parse(sessionStorage.getItem('state') ?? '{}') as object;
      const anchor = { message: 'old', offset: 0 };
      sessionStorage.setItem('state', JSON.stringify({ ...state, anchor }));
    });
    await page.reload();
    await settled(page);
    assert.deepEqual(
      (await asked(page, 'loadAround')).map((params) => (params as { around: string }).around),
      ['old'],
    );
  });

  it('marks nothing read that its reader leaves at once for another message', async () => {
    const archive = history('h', 400, NOW);
    const messages = archive.slice(-50);
    const head = { ...HEAD, unread: 50, hasOlder: true };
    const page = await bench.open({ head, messages, focused: false, first: { head, messages } });
    await page.evaluate((all) => {
      window.stub.archive = all;
      window.stub.post({ type: 'showMessage', message: 'h100' });
      window.stub.post({ type: 'windowFocused', focused: true });
    }, archive);
    await row(page, 'h100').and(page.locator('[aria-current]')).waitFor();
    await settled(page);
    assert.equal(await count(page, 'markRead'), 0);
  });

  it('shows hostile text as text', async () => {
    const first = {
      head: { ...HEAD, name: HOSTILE },
      messages: [message('a', { body: HOSTILE, senderName: HOSTILE })],
    };
    const page = await bench.open({ slow: true, first });
    await settled(page);
    assert.equal(await page.locator('img[src=x]').count(), 0);
    assert.equal(await page.evaluate(() => document.body.dataset['first']), undefined);
    assert.match((await bodies(page))[0] ?? '', /<\/script><img src=x onerror=alert\(1\)>&amp;/u);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });
});
