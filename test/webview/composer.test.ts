import assert from 'node:assert/strict';
import { Bench, HEAD, history, message, settled } from './bench.ts';
import { asked, bodies, count, fail, input, row, show } from './tab.ts';
import { saying } from '../support/say.ts';

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

  it('does not have spelling checked, as no input of the editor has', async () => {
    const page = await bench.open();
    assert.equal(await input(page).evaluate((area: HTMLTextAreaElement) => area.spellcheck), false);
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

  it('leaves to an input method the keys that end its composition, in the order of WebKit, too', async () => {
    const own = message('own', { outgoing: true, body: 'mine' });
    const page = await bench.open({ messages: [own] });
    await row(page, 'own').focus();
    await page.getByRole('button', { name: 'Reply' }).click();
    await input(page).fill('会議');
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.locator('.emoji').first().waitFor();
    await page.keyboard.press('Control+f');
    await page.evaluate(() => {
      const area = document
        .querySelector('vscode-text-area')
        ?.shadowRoot?.querySelector('textarea');
      const fields = [area, ...document.querySelectorAll('.emoji-search, .bar-input')];
      for (const field of fields) {
        for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown']) {
          const options = { key, keyCode: 229, bubbles: true, composed: true, cancelable: true };
          field?.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
          const event = new KeyboardEvent('keydown', options);
          field?.dispatchEvent(event);
          if (event.defaultPrevented) throw new Error(`${key} was taken`);
        }
      }
    });
    await settled(page);
    assert.equal(await count(page, 'sendMessage'), 0);
    assert.equal(await input(page).inputValue(), '会議');
    assert.equal(await page.locator('.mode-bar').isVisible(), true);
    assert.equal(await page.locator('.bar[role="search"]').isVisible(), true);
  });

  it('edits the newest message of ours, also where an old page is shown', async () => {
    const all = history('h', 400, NOW);
    const last = all.findLast(({ outgoing }) => outgoing);
    const page = await bench.open({ messages: all.slice(-100) });
    await page.evaluate((archive) => {
      window.stub.archive = archive;
    }, all);
    await show(page, 'h40');
    await input(page).press('ArrowUp');
    await page.locator('.mode-bar').waitFor();
    await settled(page);
    assert.equal(await input(page).inputValue(), last?.body);
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    assert.deepEqual(
      (await asked(page, 'correctMessage')).map(
        (params) => (params as { message: string }).message,
      ),
      [last?.id],
    );
  });

  it('takes back with Undo what was inserted, edited or sent, and brings it again once', async () => {
    const page = await bench.open({ messages: [message('own', { outgoing: true, body: 'mine' })] });
    const press = async (keys: string) => {
      await page.keyboard.press(keys);
      await settled(page);
      return input(page).inputValue();
    };
    await input(page).click();
    await page.keyboard.type('good morning');
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('combobox', { name: 'Search emoji' }).fill('party');
    await page.locator('.emoji').first().waitFor();
    await page.keyboard.press('Enter');
    await settled(page);
    const whole = await input(page).inputValue();
    assert.match(whole, /^good morning\P{ASCII}+$/u);
    assert.equal(await press('Control+z'), 'good morning');
    // The browser undoes by some letters at a time, and what was typed in the search, too.
    const pressUntil = async (keys: string, wanted: string) => {
      for (let text = ''; text !== wanted;) {
        text = await press(keys);
        assert.ok(whole.startsWith(text), text);
      }
    };
    await pressUntil('Control+z', '');
    await pressUntil('Control+y', whole);
    assert.equal(await press('Control+y'), whole);
    assert.equal(await press('Enter'), '');
    assert.equal(await press('Control+z'), whole);
    assert.equal(await press('Control+y'), '');
    await page.keyboard.press('ArrowUp');
    await page.locator('.mode-bar').waitFor();
    await settled(page);
    assert.equal(await input(page).inputValue(), whole);
    assert.equal(await press('Escape'), '');
    assert.equal(await press('Control+z'), whole);
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
      head: {
        ...HEAD,
        connection: { phase: 'waiting', reason: saying('No answer.'), retryAt: NOW },
      },
    });
    assert.match(
      await page.locator('.connection-line').innerText(),
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
