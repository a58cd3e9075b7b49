import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Topic } from '../../src/api/topics.ts';
import { userError, type UserError } from '../../src/base/userError.ts';
import { Bench, HEAD, message, screenshot, settled } from './bench.ts';
import { bodies, fail, input, posted } from './tab.ts';
import { saying, told } from '../support/say.ts';

const SIGNED_OUT = userError('no-account');
const BROKEN = userError('not-connected', { task: userError('task.read-messages') });

describe('a chat tab that is told nothing', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  /** As the host does when the account is signed out. */
  const signOut = async (page: Page) => {
    await page.evaluate((error) => {
      for (const topic of ['chat', 'messages', 'transfers'] as const) {
        window.stub.push(topic, { kind: 'snapshot', items: [] });
        window.stub.push(topic, { kind: 'unavailable', error });
      }
    }, SIGNED_OUT);
    await settled(page);
  };
  const refuse = async (page: Page, topic: Topic, error: UserError) => {
    await page.evaluate(
      ([which, why]) => {
        window.stub.push(which, { kind: 'unavailable', error: why });
      },
      [topic, error] as const,
    );
    await settled(page);
  };
  const line = (page: Page) => page.locator('.connection-line');

  it('says that it is signed out, keeps what is typed and leads to signing in', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await fail(page, 'saveDraft', told(SIGNED_OUT));
    await signOut(page);
    await input(page).fill('half a sent');
    await line(page).getByText('You are signed out of').waitFor();
    assert.deepEqual(await bodies(page), []);
    assert.equal(await input(page).inputValue(), 'half a sent');
    assert.equal(await page.locator('.skeleton, .empty').locator('visible=true').count(), 0);
    assert.equal(await page.locator('.header-status').innerText(), 'Offline');
    await screenshot(page, 'signed-out');
    await line(page).getByText('Sign In…').click();
    assert.equal((await posted(page, 'signIn')).length, 1);
  });

  it('goes on when the account is back, with nothing new that was there before', async () => {
    const page = await bench.open({ messages: [message('a')] });
    await page.evaluate(() => {
      window.stub.post({ type: 'windowFocused', focused: false });
    });
    await signOut(page);
    await page.evaluate(
      ([head, items]) => {
        window.stub.push('chat', { kind: 'snapshot', items: [head] });
        window.stub.push('messages', { kind: 'snapshot', items });
        window.stub.push('transfers', { kind: 'snapshot', items: [] });
      },
      [HEAD, [message('a'), message('b')]] as const,
    );
    await settled(page);
    assert.deepEqual(await bodies(page), ['message a', 'message b']);
    assert.equal(await line(page).isVisible(), false);
    assert.equal(
      await page
        .getByText(/\d new/u)
        .locator('visible=true')
        .count(),
      0,
    );
  });

  it('says why it was refused from the start, and tries again on demand', async () => {
    const page = await bench.open({ slow: true });
    await page.locator('.skeleton').waitFor();
    await refuse(page, 'messages', BROKEN);
    await line(page).getByText(told(BROKEN)).waitFor();
    assert.equal(await page.locator('.skeleton').isVisible(), false);
    await line(page).getByText('Try Again', { exact: true }).click();
    await page.evaluate(() => {
      window.stub.release();
    });
    await line(page).waitFor({ state: 'hidden' });
  });

  it('says so when the host refuses a watch, rather than wait for it', async () => {
    const page = await bench.open({ slow: true });
    await page.locator('.skeleton').waitFor();
    await page.evaluate((error) => {
      window.stub.refuse('messages', error);
    }, BROKEN);
    await line(page).getByText(told(BROKEN)).waitFor();
    assert.equal(await page.locator('.skeleton').isVisible(), false);
  });

  for (const [phase, text, button] of [
    ['offline', 'You chose to be offline. Messages wait here', 'Set Presence…'],
    ['connecting', 'Connecting… Messages wait here', undefined],
    ['waiting', 'There is no connection. Messages wait here', 'Retry Now'],
    ['needsUser', 'The account needs you: sign in again. Messages wait', 'Sign In…'],
  ] as const) {
    it(`says what is, and leads out of it: ${phase}`, async () => {
      const page = await bench.open({ head: { ...HEAD, connection: { phase } } });
      await line(page).getByText(text).waitFor();
      const buttons = line(page).locator('vscode-button').locator('visible=true');
      assert.deepEqual(await buttons.allInnerTexts(), button === undefined ? [] : [button]);
    });
  }

  it('says why the other side’s presence is not seen, for as long as that is so', async () => {
    const text = 'Ada\u202e does not let you see when they are online: ask again.';
    const page = await bench.open({
      head: { ...HEAD, refusal: { kind: 'denied', reason: saying(text) } },
    });
    const told = page.getByRole('status').getByText('does not let you see');
    await told.waitFor();
    assert.match(await told.innerText(), /^Ada\[U\+202E\] does not .*: ask again\.$/u);
    await page.evaluate((head) => {
      window.stub.push('chat', { kind: 'upsert', items: [head] });
    }, HEAD);
    await told.waitFor({ state: 'hidden' });
  });

  it('A41: warns of an address that could be taken for another one', async () => {
    for (const [doubt, text] of [
      [{ resembles: 'ada\u202e@example.org' }, /is not ada\[U\+202E\]@example\.org!/u],
      [{ mixesScripts: true }, /mixes alphabets!/u],
    ] as const) {
      const page = await bench.open({ head: { ...HEAD, ...doubt } });
      assert.match(await page.locator('.header-warning').innerText(), text);
    }
  });

  it('shows addresses as they are read, in titles and labels, too', async () => {
    const id = String.raw`d\27artagnan@example.org`;
    const messages = [message('a')];
    for (const page of [
      await bench.open({ head: { ...HEAD, id, name: "d'artagnan@example.org", resembles: id } }),
      await bench.open({ head: { ...HEAD, id, name: "d'artagnan@example.org" }, messages }),
    ]) {
      await page.getByTitle("d'artagnan@example.org").first().waitFor();
      assert.ok(!(await page.locator('body').innerHTML()).includes(String.raw`\27`));
    }
  });
});
