import assert from 'node:assert/strict';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const YOU = 'you@localhost';

describe('edits, answers and reactions in a chat', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] }),
    );
    ({ ada, window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);

  const chat = () => window.webview();
  const input = () => chat().getByRole('textbox', { name: 'Message Ada Lovelace' });
  const row = (text: string) => chat().locator('.message', { hasText: text });

  it('come from the other side, and go there', async () => {
    const id = await ada.send({ to: YOU, body: 'Have you seen teh parser?' });
    await window.treeItem(/1 unread/u).click();
    await row('teh parser').waitFor();
    const replace = `<replace xmlns='urn:xmpp:message-correct:0' id='${id}' />`;
    await ada.send({ to: YOU, body: 'Have you seen the parser?', xml: replace });
    await row('the parser').locator('.edited').waitFor();
    await row('the parser').hover();
    await chat().getByRole('button', { name: 'Reply' }).click();
    await chat().getByText('Replying to Ada Lovelace').waitFor();
    await input().fill('I have');
    await input().press('Enter');
    const answer = await ada.waitFor(({ body }) => body?.endsWith('\nI have'));
    assert.ok(answer.xml?.includes(`id="${id}"`));
    await ada.send({
      to: YOU,
      xml: `<reactions xmlns='urn:xmpp:reactions:0' id='${answer.id ?? ''}'><reaction>🎉</reaction></reactions>`,
    });
    const chip = chat().getByRole('button', { name: '🎉 1: Ada Lovelace' });
    await chip.click();
    await ada.waitFor(({ xml }) => xml?.includes('urn:xmpp:reactions:0'));
    await chat().getByRole('button', { name: '🎉 2: Ada Lovelace, You', pressed: true }).waitFor();
  });

  it('are there again after a reload of the window, an edit among them', async () => {
    await input().press('ArrowUp');
    await chat().getByText('Editing').waitFor();
    await input().fill('I have, twice');
    await window.screenshot('rich/editing');
    await window.reload();
    await window.statusBarItem('available').waitFor();
    await window.editorTab(/Ada Lovelace/u).click();
    await chat().getByText('Editing').waitFor();
    await window.holds(input(), 'I have, twice');
    await input().press('Enter');
    const correction = await ada.waitFor(({ xml }) => xml?.includes('message-correct:0'));
    assert.ok(correction.body?.endsWith('\nI have, twice'));
    await row('I have, twice').locator('.edited').waitFor();
    await row('I have, twice').getByRole('img', { name: 'Delivered' }).waitFor();
    await chat().getByRole('button', { name: '🎉 2' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await window.useTheme(theme);
      await row('I have, twice').hover();
      await window.screenshot(`rich/chat-${theme}`);
    }
  });

  it('are taken back at the second press, at both sides', async () => {
    await row('I have, twice').hover();
    await chat().getByRole('button', { name: 'Delete Message' }).click();
    await chat().getByRole('button', { name: 'Delete for both? Press again' }).click();
    await ada.waitFor(({ xml }) => xml?.includes('urn:xmpp:message-retract:1'));
    await row('Message deleted').waitFor();
    assert.equal(await row('I have, twice').count(), 0);
    await window.screenshot('rich/deleted');
  });
});
