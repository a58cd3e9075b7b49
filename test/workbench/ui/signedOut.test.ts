import assert from 'node:assert/strict';
import { typed } from '../language.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('a chat tab while its account is signed out', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  before(async () => {
    scene = await startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] });
    ({ ada, window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  const chat = () => window.webview();
  const input = () => chat().getByRole('textbox');

  it('says so, keeps what is typed, and goes on without being hidden first', async () => {
    await ada.send({ to: 'you@localhost', body: 'before' });
    await window.openTreeItem(/Ada Lovelace/u, () => chat().getByText('before').waitFor());
    await window.runCommand('XMPP: Sign Out');
    await chat().getByText('You are signed out of you@localhost').waitFor();
    await input().fill('typed meanwhile');
    await window.screenshot('signed-out/1-tab');
    await chat().getByText('Sign In…').click();
    await window.answer('Password of you@localhost', scene.password);
    await chat().getByText('before').waitFor();
    assert.equal(await input().inputValue(), 'typed meanwhile');
    await ada.send({ to: 'you@localhost', body: 'after' });
    await chat().getByText('after', { exact: true }).waitFor();
    const from = ada.events.length;
    await input().press('Enter');
    await ada.waitFor(({ body }) => body === 'typed meanwhile', 60_000, from);
    await window.screenshot('signed-out/2-back');
  });

  it('is there again after a reload of the window, and goes on once signed in', async () => {
    await window.runCommand('XMPP: Sign Out');
    await chat().getByText('You are signed out of you@localhost').waitFor();
    await window.reload();
    await chat().getByText('You are signed out of you@localhost').waitFor();
    await chat().getByText('Sign In…').click();
    await window.answer('Password of you@localhost', scene.password);
    await chat().getByText('after', { exact: true }).waitFor();
  });

  it('says that being offline was chosen, and leads out of it', async () => {
    await window.statusBarItem('available').click();
    await window.quickInput.fill(typed('offline'));
    await window.pick('Ends the connection');
    await chat().getByText('You chose to be offline.').waitFor();
    await window.page.locator('.sidebar').getByText('You chose to be offline.').waitFor();
    await window.runCommand('XMPP: Rename Contact…');
    await window.pick('Ada Lovelace');
    await window.answer('Name of ada@localhost', 'Countess');
    await window.inputSays('You chose to be offline: choose another presence');
    assert.equal(await window.quickInput.inputValue(), 'Countess');
    await window.page.keyboard.press('Escape');
    await chat().getByText('Set Presence…').click();
    await window.quickInput.fill(typed('available'));
    await window.pick('available');
    await chat().getByText('You chose to be offline.').waitFor({ state: 'hidden' });
  });
});
