import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { MessageView, OccupantView, RoomView } from '../../src/api/views.ts';
import { occupant, room, roomHead } from '../support/roomView.ts';
import { saying } from '../support/say.ts';
import { Bench, findViolations, message, type OpenOptions, screenshot, settled } from './bench.ts';
import { asked, bodies, count, fail, input, posted, row } from './tab.ts';

const said = (id: string, senderName: string, change: Partial<MessageView> = {}) =>
  message(id, { senderName, sender: `nick:${senderName}#1`, ...change });

const OCCUPANTS: readonly OccupantView[] = [
  occupant('Ada', { role: 'moderator', affiliation: 'owner', hats: ['Host'] }),
  occupant('Grace Hopper', { actions: ['kick', 'ban', 'makeMember', 'makeAdmin'] }),
  occupant('Greta'),
  occupant('Me', { isOwn: true }),
];

describe('the tab of a room', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  const open = (change: Partial<RoomView> = {}, options: OpenOptions = {}) =>
    bench.open({ occupants: OCCUPANTS, ...options, head: roomHead({ ...room, ...change }) });
  const showOccupants = async (page: Page) => {
    await page.getByRole('button', { name: 'Occupants: 3' }).click();
    await page.getByRole('option', { name: /^Ada/u }).waitFor();
    await settled(page);
  };
  const notice = (page: Page) => page.getByRole('alert').innerText();

  it('names those who write, each in a colour of their own, and groups by them', async () => {
    const page = await open(
      {},
      {
        messages: [
          said('1', 'Ada'),
          said('2', 'Ada'),
          said('3', 'Grace'),
          said('4', 'Ada', { sender: 'nick:Ada#2' }),
          said('5', 'Me', { outgoing: true, delivery: 'sent' }),
        ],
      },
    );
    assert.deepEqual(await page.locator('.sender').allInnerTexts(), ['Ada', 'Grace', 'Ada', 'You']);
    const colours = await page
      .locator('.sender')
      .evaluateAll((names) => names.map((each) => getComputedStyle(each).color));
    assert.equal(new Set(colours).size, 4);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
  });

  it('marks what mentions us, and our nick in it as a word', async () => {
    const page = await open(
      {},
      { messages: [said('1', 'Ada', { body: 'me: measure me', mentionsUs: true })] },
    );
    assert.deepEqual(await page.locator('.own-nick').allInnerTexts(), ['me', 'me']);
    assert.match((await row(page, '1').getAttribute('aria-label')) ?? '', /mentions you/u);
    assert.deepEqual(await bodies(page), ['me: measure me']);
  });

  it('offers no reference to what others cannot name, and says who removed what', async () => {
    const page = await open(
      { rights: ['write', 'moderate'] },
      {
        messages: [
          said('1', 'Ada', { isUnnamed: true }),
          said('2', 'Ada', { body: '', retracted: true, moderated: { by: '', reason: 'spam' } }),
          said('3', 'Ada'),
        ],
      },
    );
    await row(page, '1').focus();
    assert.equal(await page.getByRole('button', { name: 'Reply' }).isVisible(), false);
    assert.equal(await page.getByRole('button', { name: 'React…' }).isVisible(), false);
    assert.equal(
      await row(page, '2').locator('.retracted').innerText(),
      'Removed by a moderator: spam',
    );
    await row(page, '3').focus();
    await page.getByRole('button', { name: 'Remove for Everyone…' }).click();
    assert.deepEqual(await posted(page, 'moderate'), [{ type: 'moderate', message: '3' }]);
  });

  it('shows the subject as text, and details with what may be done', async () => {
    const subject = '<b>Friday</b>\nrelease';
    const page = await open({ subject });
    const button = page.getByRole('button', { name: /^Subject/u });
    assert.equal(await button.innerText(), '<b>Friday</b> release');
    await button.click();
    const details = page.getByRole('dialog', { name: 'Room' });
    assert.match(await details.innerText(), /<b>Friday<\/b>\nrelease/u);
    await details.getByRole('button', { name: 'Change Subject…' }).click();
    assert.deepEqual(await posted(page, 'roomCommand'), [
      { type: 'roomCommand', command: 'setSubject' },
    ]);
    await button.click();
    await page.keyboard.press('Escape');
    assert.equal(await details.isVisible(), false);
  });

  it('says why one is outside, and lets one come back, by a message too', async () => {
    const reason = saying('You were kicked from lobby by Ada.');
    const page = await open({ phase: 'left', reason, remedy: 'join', rights: [] });
    assert.match(
      await page.locator('.room-line').innerText(),
      /You were kicked from lobby by Ada\./u,
    );
    assert.equal(await input(page).getAttribute('placeholder'), 'Message #lobby');
    await input(page).fill('back again');
    await screenshot(page, 'room-left');
    await input(page).press('Enter');
    await settled(page);
    assert.equal(await count(page, 'sendMessage'), 1);
    await page.getByRole('button', { name: 'Join Again' }).click();
    assert.deepEqual(await posted(page, 'roomCommand'), [
      { type: 'roomCommand', command: 'rejoin' },
    ]);
  });

  it('lets nobody write where a message cannot bring them back', async () => {
    const reason = saying('You were banned from lobby.');
    for (const [remedy, label] of [
      ['none', 'You cannot write here any more'],
      ['membership', 'Join the room to write'],
    ] as const) {
      const page = await open({ phase: 'left', reason, remedy, rights: [] });
      assert.equal(await input(page).getAttribute('placeholder'), label);
      assert.equal(await input(page).getAttribute('readonly'), '');
      await input(page).press('Enter');
      await settled(page);
      assert.equal(await count(page, 'sendMessage'), 0);
    }
    const page = await open({ phase: 'left', reason, remedy: 'membership', rights: [] });
    await page.getByRole('button', { name: 'Ask for Membership…' }).click();
    assert.equal((await posted(page, 'roomCommand')).length, 1);
  });

  it('asks for the answer that joining waits for', async () => {
    const reason = saying('lobby asks whether you are a person.');
    const page = await open({ phase: 'joining', reason, remedy: 'captcha', rights: [] });
    const line = page.locator('.room-line');
    assert.match(await line.innerText(), /asks whether you are a person\. Messages wait here/u);
    await screenshot(page, 'room-captcha');
    await line.getByRole('button', { name: 'Answer…' }).click();
    assert.deepEqual(await posted(page, 'roomCommand'), [
      { type: 'roomCommand', command: 'rejoin' },
    ]);
  });

  it('asks for voice where one may only read', async () => {
    const page = await open({ role: 'visitor', rights: ['requestVoice'] });
    await fail(page, 'requestVoice', 'No moderator is here.');
    await page.getByRole('button', { name: 'Ask for Voice' }).click();
    assert.equal(await count(page, 'requestVoice'), 1);
    await settled(page);
    assert.equal(await notice(page), 'Nobody was asked for voice: No moderator is here.');
  });

  it('completes nicks by @ and by Tab, the last speakers first', async () => {
    const page = await open({}, { messages: [said('1', 'Greta')] });
    assert.deepEqual(await page.evaluate(() => window.stub.lists), []);
    await input(page).pressSequentially('@gr');
    const proposed = page.locator('.completion-row');
    await proposed.first().waitFor();
    assert.deepEqual(await proposed.allInnerTexts(), [
      ...['Greta', 'Grace Hopper', 'Link to a Contact…'],
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await input(page).inputValue(), 'Grace Hopper: ');
    await input(page).pressSequentially('and ad');
    await page.keyboard.press('Tab');
    await settled(page);
    assert.equal(await input(page).inputValue(), 'Grace Hopper: and Ada ');
    await input(page).pressSequentially('@');
    await proposed.filter({ hasText: 'Greta' }).click();
    assert.equal(await input(page).inputValue(), 'Grace Hopper: and Ada Greta ');
    assert.equal(await count(page, 'sendMessage'), 0);
    assert.equal(await page.evaluate(() => window.stub.watchedLists.size), 0);
  });

  it('closes its proposals with Escape, and lets Tab go on where there are none', async () => {
    const page = await open();
    await input(page).pressSequentially('@');
    await page.locator('.completion-row').first().waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.completion').isVisible(), false);
    await input(page).fill('zzz');
    await page.keyboard.press('Tab');
    await settled(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.locator('vscode-text-area:focus').count(), 0);
  });

  it('runs commands, refuses unknown ones, and sends neither', async () => {
    const page = await open();
    const enter = async (text: string) => {
      await input(page).fill(text);
      await input(page).press('Enter');
      await settled(page);
    };
    await enter('/kcik Grace secret words');
    assert.match(await notice(page), /There is no command \/kcik/u);
    assert.equal(await input(page).inputValue(), '/kcik Grace secret words');
    await enter('/kick Grace Hopper too loud');
    assert.deepEqual(await posted(page, 'occupantCommand'), [
      { type: 'occupantCommand', command: 'kick', nick: 'Grace Hopper', reason: 'too loud' },
    ]);
    assert.equal(await input(page).inputValue(), '');
    await fail(page, 'changeNick', 'That nick is taken.');
    await enter('/nick Ada');
    assert.equal(await notice(page), 'Your nick is the same: That nick is taken.');
    assert.equal(await input(page).inputValue(), '/nick Ada');
    assert.equal(await count(page, 'sendMessage'), 0);
    await enter('//kick is a command');
    await enter('/me waves');
    assert.deepEqual(
      (await asked(page, 'sendMessage')).map((params) => (params as { body: string }).body),
      ['/kick is a command', '/me waves'],
    );
  });

  it('lists the occupants only while they are shown, and remembers that', async () => {
    const page = await open();
    await showOccupants(page);
    const rows = page.locator('.occupant');
    assert.match(await rows.first().innerText(), /Ada\s+owner · moderator · Host/u);
    await page.reload();
    await page.getByRole('option', { name: /^Ada/u }).waitFor();
    await page.getByRole('textbox', { name: 'Filter occupants by nick' }).fill('gr');
    await page.waitForFunction(() => document.querySelectorAll('.occupant').length === 2);
    await page.getByRole('button', { name: 'Hide Occupants' }).click();
    await settled(page);
    assert.equal(await page.evaluate(() => window.stub.watchedLists.size), 0);
  });

  it('offers by keyboard what may be done with an occupant', async () => {
    const page = await open();
    await showOccupants(page);
    await page.getByRole('listbox', { name: 'Occupants' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const items = page.getByRole('menuitem');
    assert.deepEqual(await items.allInnerTexts(), [
      ...['Mention', 'Private Message', 'Ignore', 'Change Affiliation…', 'Kick…', 'Ban…', 'Block…'],
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    assert.deepEqual(await posted(page, 'occupantCommand'), [
      { type: 'occupantCommand', command: 'ban', nick: 'Grace Hopper', reason: '' },
    ]);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await input(page).inputValue(), 'Grace Hopper: ');
  });

  it('scrolls through 2,000 occupants with some hundred elements', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => occupant(`nick${at}`));
    const counts = { moderator: 0, participant: 2000, visitor: 0, none: 0 };
    const page = await open({ occupants: 2000, counts }, { occupants: many });
    await page.getByRole('button', { name: /^Occupants/u }).click();
    await page.getByRole('option', { name: /^nick0,/u }).waitFor();
    const list = page.locator('.occupants');
    let most = 0;
    for (let top = 0; top < 48_000; top += 900) {
      await list.evaluate((element, to) => {
        element.scrollTop = to;
      }, top);
      most = Math.max(most, await list.locator('*').count());
    }
    assert.ok(most < 500, String(most));
    await list.focus();
    await page.keyboard.press('End');
    await page.getByRole('option', { name: /^nick1999,/u }).waitFor();
    const lists = await page.evaluate(() => window.stub.lists);
    assert.ok(lists.every(({ limit }) => limit === 200) && lists.length < 40, `${lists.length}`);
    assert.equal(await page.evaluate(() => window.stub.watchedLists.size), 1);
  });

  it('says who is typing', async () => {
    const page = await open({ typing: ['Ada', 'Grace'] });
    assert.equal(await page.locator('.typing').textContent(), 'Ada and Grace are typing…');
  });

  it('says that somebody with a very long name is typing also where it is narrow', async () => {
    for (const theme of ['dark', 'light', 'hc'] as const) {
      const page = await open(
        { typing: [`Augusta Ada King ${'of Lovelace '.repeat(9)}Junior`] },
        { theme },
      );
      await page.setViewportSize({ width: 240, height: 600 });
      const line = await page.locator('.typing').boundingBox();
      for (const part of ['Junior', 'is typing…']) {
        const box = await page.locator('.typing').getByText(part).last().boundingBox();
        assert.ok(line && box && box.x + box.width <= line.x + line.width - 8, part);
      }
      await screenshot(page, `typing-long-${theme}`);
    }
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`is accessible in the ${theme} theme, also where it is narrow`, async () => {
      const messages = [
        said('1', 'Ada', { body: 'Me: look', mentionsUs: true }),
        said('2', 'Grace'),
        said('3', 'Me', { outgoing: true, delivery: 'queued' }),
      ];
      const page = await open({ typing: ['Ada'] }, { theme, messages });
      await showOccupants(page);
      await screenshot(page, `room-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.setViewportSize({ width: 320, height: 600 });
      await screenshot(page, `room-narrow-${theme}`);
      const isWhole = (one: Element) => one.scrollWidth <= one.clientWidth;
      assert.equal(await page.locator('.header-name').evaluate(isWhole), true);
      assert.deepEqual(await findViolations(page), []);
    });
  }
});
