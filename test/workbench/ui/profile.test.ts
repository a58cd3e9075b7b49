import assert from 'node:assert/strict';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const TAB = 'Profile: you@localhost';

describe('the own profile', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] }),
    );
    ({ ada, window } = scene);
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  keepTracesOnFailure(() => scene.workbench);

  const page = () => window.webview();
  const button = (name: string) => page().locator('vscode-button', { hasText: name });
  const card = () =>
    ada.iq({ to: 'you@localhost', type: 'get', payload: '<vCard xmlns="vcard-temp"/>' });

  it('is changed for all to read, and as it is at the server when it is opened again', async () => {
    await window.runCommand('XMPP: Edit Profile…');
    await window.editorTab(TAB).waitFor();
    await page()
      .getByLabel(/nickname/iu)
      .fill('Countess');
    await page()
      .getByLabel(/e-mail/iu)
      .fill('you');
    await button('Save').click();
    await page().getByText('An e-mail address looks like name@example.org.').waitFor();
    await page()
      .getByLabel(/e-mail/iu)
      .fill('you@example.org');
    await button('Save').click();
    await page().getByText('Saved', { exact: true }).waitFor();
    await window.screenshot('profile/1-saved');
    assert.match(await card(), /Countess[^]*you@example\.org|you@example\.org[^]*Countess/u);
    await window.runCommand('View: Close Editor');
    await window.editorTab(TAB).waitFor({ state: 'detached' });
    await window.runCommand('XMPP: Edit Profile…');
    await window.holds(page().getByLabel(/nickname/iu), 'Countess');
  });

  it('has what was typed and not saved again, when it is opened again', async () => {
    const nickname = () => page().getByLabel(/nickname/iu);
    const town = () => page().getByLabel(/town/iu);
    await town().fill('Turin');
    await nickname().fill('');
    await window.runCommand('View: Close Editor');
    await window.editorTab(TAB).waitFor({ state: 'detached' });
    await window.runCommand('XMPP: Edit Profile…');
    await window.holds(town(), 'Turin');
    assert.equal(await nickname().inputValue(), '');
    await button('Save').click();
    await page().getByText('Saved', { exact: true }).waitFor();
    assert.match(await card(), /Turin/u);
  });

  it('has the own address to copy, as a link and as a QR code', async () => {
    await window.runCommand('XMPP: Show My Address…');
    await page().getByRole('img', { name: 'QR code of xmpp:you@localhost' }).waitFor();
    await button('Copy Link').and(page().locator(':focus')).waitFor();
    await button('Copy Link').click();
    await page().getByText('The link was copied.').waitFor();
    await window.screenshot('profile/2-address');
    await window.runCommand('XMPP: Open Link…');
    await window.inputTitled('Open Link');
    await window.quickInput.press('ControlOrMeta+v');
    await window.inputHolds('xmpp:you@localhost');
    await window.quickInput.press('Escape');
  });

  for (const theme of ['light', 'contrast'] as const) {
    it(`is at home in ${theme}`, async () => {
      await window.useTheme(theme);
      await window.runCommand('XMPP: Show My Address…');
      await page().getByRole('img', { name: 'QR code of xmpp:you@localhost' }).waitFor();
      await window.screenshot(`profile/3-${theme}`);
    });
  }
});
