import assert from 'node:assert/strict';
import { Bench, HEAD, message, settled } from './bench.ts';
import { bodies, count, fail, input } from './tab.ts';

const NOW = new Date(2026, 10, 20, 14, 2).getTime();

describe('the input of the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

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
