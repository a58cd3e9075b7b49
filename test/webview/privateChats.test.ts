import assert from 'node:assert/strict';
import type { PrivateChatView } from '../../src/api/views.ts';
import { privateHead } from '../support/roomView.ts';
import { Bench, findViolations, message, type OpenOptions, screenshot } from './bench.ts';
import { asked, input, posted } from './tab.ts';

describe('the tab of a chat with an occupant', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  const open = (change: Partial<PrivateChatView> = {}, options: OpenOptions = {}) =>
    bench.open({ ...options, head: privateHead(change) });

  it('names them and the room, with their address where it is shown', async () => {
    const page = await open({ jid: 'ada@example.org' });
    assert.equal(await page.locator('.header-name').innerText(), 'Ada in lobby');
    assert.equal(
      await page.locator('.header-status').innerText(),
      'private · lobby@rooms.example.org · ada@example.org',
    );
    assert.equal(await page.locator('.private-line').isVisible(), false);
    assert.match((await input(page).getAttribute('aria-label')) ?? '', /^Message Ada in lobby/u);
  });

  it('shows hostile nicks as text', async () => {
    const nick = '<img src=x onerror=alert(1)>';
    const page = await open({ nick, newNick: nick, obstacle: 'gone' });
    assert.match(await page.locator('.private-line').innerText(), /<img src=x/u);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });

  it('lets one join the room to write, and keeps what is typed', async () => {
    const page = await open();
    await input(page).fill('half a sente');
    await page.evaluate(
      (head) => {
        window.stub.push('chat', { kind: 'upsert', items: [{ ...head, draft: 'half a sente' }] });
      },
      privateHead({ obstacle: 'outside' }),
    );
    const line = page.locator('.private-line');
    await line.waitFor();
    assert.match(await line.innerText(), /You are not in lobby, where Ada can be reached\./u);
    await input(page).press('Enter');
    assert.equal(await input(page).inputValue(), 'half a sente');
    assert.deepEqual(await asked(page, 'sendMessage'), []);
    await line.getByRole('button', { name: 'Join Room…' }).click();
    assert.deepEqual(await posted(page, 'roomCommand'), [{ type: 'roomCommand', command: 'join' }]);
  });

  it('takes nothing while they are gone, and leads to their new nick', async () => {
    const gone = await open({ obstacle: 'gone', show: 'offline' });
    assert.match(await gone.locator('.private-line').innerText(), /Ada is not in lobby now\./u);
    assert.equal(await gone.locator('.private-line button:visible').count(), 0);
    assert.equal(await input(gone).isEditable(), false);
    const renamed = await open({ obstacle: 'gone', newNick: 'Countess' });
    await renamed.getByRole('button', { name: 'Write to Countess' }).click();
    assert.deepEqual(await posted(renamed, 'openPrivate'), [
      { type: 'openPrivate', nick: 'Countess' },
    ]);
  });

  it('asks before one writes to somebody else with the nick', async () => {
    const page = await open({ obstacle: 'other' });
    assert.match(
      await page.locator('.private-line').innerText(),
      /This may be somebody else now than the Ada you wrote with\./u,
    );
    assert.equal(await input(page).isEditable(), false);
    await page.getByRole('button', { name: 'Write Anyway' }).click();
    assert.equal((await asked(page, 'acceptOccupant')).length, 1);
  });

  it('says who is typing by nick', async () => {
    const head = { ...privateHead(), composing: true };
    const page = await bench.open({ head });
    assert.equal(await page.locator('.typing').textContent(), 'Ada is typing…');
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is accessible in the ${theme} theme, also where it is narrow`, async () => {
      const messages = [
        message('1', { senderName: 'Ada', body: 'psst' }),
        message('2', { outgoing: true, senderName: 'You', delivery: 'delivered' }),
      ];
      const page = await open(
        { obstacle: 'other', newNick: 'Countess', jid: 'ada@example.org' },
        { theme, messages },
      );
      await screenshot(page, `private-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.setViewportSize({ width: 300, height: 600 });
      await screenshot(page, `private-narrow-${theme}`);
      assert.deepEqual(await findViolations(page), []);
    });
  }
});
