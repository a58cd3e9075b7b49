import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { base64, png, sha1 } from '../../support/pictures.ts';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const FLOOD = 1000;

describe('contacts and who asks to be one', () => {
  let scene: Scene;
  let server: Scene['server'];
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    const groups = ['Team'];
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'grace@localhost', name: 'Grace Hopper', groups }],
        others: ['grace'],
      }),
    );
    ({ server, ada, window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);

  const told = (type: string, from = 0) =>
    ada.waitFor((event) => event.event === 'presence' && event.type === type, 60_000, from);

  /** Waits until these are the groups, each followed by its contacts. */
  const areGrouped = (...expected: readonly string[]) =>
    window.rowsAre(/^(?:Pinned|Friends|Fellows|Team|Countess|Grace)/u, expected);

  it('shows a request as a node with its words and a badge, and approves and adds by its buttons', async () => {
    const nick = '<nick xmlns="http://jabber.org/protocol/nick">Countess</nick>';
    await ada.raw(
      `<presence to="you@localhost" type="subscribe"><status>We met at the fair</status>${nick}</presence>`,
    );
    const row = window.treeItem(
      /ada@localhost asks to see your presence: calls themselves “Countess” · We met at the fair/u,
    );
    await row.waitFor();
    await window.page.getByRole('tab', { name: /XMPP - 1 request/u }).waitFor();
    await row.hover();
    await window.screenshot('contacts/1-request');
    await row.getByRole('button', { name: 'Approve Request and Add Contact…' }).click();
    await window.answer('Add Contact', 'Ada Lovelace');
    await window.quickPickRow('Team').waitFor();
    await window.quickInput.fill('Friends');
    await window.page.getByText('Enter adds the new group “Friends”').waitFor();
    await window.screenshot('contacts/2-groups');
    await window.quickInput.press('Enter');
    await told('subscribed');
    await told('subscribe');
    await window.treeItem(/Ada Lovelace, offline/u).waitFor();
    await row.waitFor({ state: 'detached' });
    await window.screenshot('contacts/3-pending');
    await ada.presence({ to: 'you@localhost', type: 'subscribed' });
    await window.treeItem(/Ada Lovelace, available/u).waitFor();
  });

  it('renames, and moves to several groups', async () => {
    await window.treeItemMenu(/Ada Lovelace/u, 'Rename Contact…');
    await window.answer('Rename Contact', 'Countess');
    await window.treeItem(/Countess, available/u).waitFor();
    await window.treeItemMenu(/Countess/u, 'Change Groups of Contact…');
    await window.quickPickRow('Team').click();
    await window.screenshot('contacts/4-move');
    await window.quickInput.press('Enter');
    await window
      .treeItems(/Countess/u)
      .nth(1)
      .waitFor();
    await window.screenshot('contacts/5-moved');
  });

  it('moves between groups by dragging, and renames and deletes a group', async () => {
    const drag = (to: RegExp, ...expected: readonly string[]) =>
      window.dragTreeItem(/Grace Hopper/u, to, () => areGrouped(...expected));
    await areGrouped('Friends', 'Countess', 'Team', 'Countess', 'Grace');
    await drag(/^Friends/u, 'Friends', 'Countess', 'Grace', 'Team', 'Countess');
    await window.screenshot('contacts/12-dragged');
    await drag(/^Team/u, 'Friends', 'Countess', 'Team', 'Countess', 'Grace');
    await window.treeItemMenu(/^Friends/u, 'Rename Group…');
    await window.quickInput.fill('Team');
    await window.page.getByText('There is a group of this name').waitFor();
    await window.screenshot('contacts/13-rename-group');
    await window.answer('Rename Group', 'Fellows');
    await window.treeItem(/^Fellows/u).waitFor();
    await window.treeItemMenu(/^Fellows/u, 'Delete Group…');
    await window.dialog('Delete the group Fellows?').waitFor();
    await window.screenshot('contacts/14-delete-group');
    await window
      .dialog('Delete the group Fellows?')
      .getByRole('button', { name: 'Delete' })
      .click();
    await window.treeItem(/^Fellows/u).waitFor({ state: 'detached' });
    await areGrouped('Team', 'Countess', 'Grace');
  });

  it('pins a contact above all groups, by its menu and by dragging, and unpins it', async () => {
    await window.treeItemMenu(/Grace Hopper/u, 'Pin Contact', () =>
      areGrouped('Pinned', 'Grace', 'Team', 'Countess', 'Grace'),
    );
    await window.dragTreeItem(/Countess/u, /^Pinned/u, () =>
      areGrouped('Pinned', 'Countess', 'Grace', 'Team', 'Countess', 'Grace'),
    );
    await window.screenshot('contacts/15-pinned');
    await window.treeItemMenu(/Countess/u, 'Unpin Contact', () =>
      areGrouped('Pinned', 'Grace', 'Team', 'Countess', 'Grace'),
    );
    await window.treeItemMenu(/Grace Hopper/u, 'Unpin Contact', () =>
      areGrouped('Team', 'Countess', 'Grace'),
    );
  });

  it('mutes a contact whom there is no chat with, and ends that', async () => {
    await window.treeItemMenu(/Grace Hopper/u, 'Mute Chat…');
    await window.pick('Until I unmute it');
    await window.treeItem(/Grace Hopper, offline, muted/u).waitFor();
    assert.equal(await window.chatRow(/Grace Hopper/u).count(), 0);
    await window.runCommand('XMPP: Unmute Chat');
    await window.pick('Grace Hopper');
    await window.treeItem(/Grace Hopper, offline$/u).waitFor();
  });

  it('exports contacts, and shows what a file would change before anything is sent', async () => {
    const { folder } = scene.workbench.server;
    const target = path.join(folder, 'contacts.json');
    await window.runCommand('XMPP: Export Contacts…');
    await window.saveAs(path.join(path.dirname(folder), 'contacts of you@localhost.json'), target);
    await window.statusBarItem('The contacts were exported').waitFor();
    const { contacts } = JSON.parse(await readFile(target, 'utf8')) as {
      readonly contacts: readonly { readonly address: string }[];
    };
    assert.deepEqual(contacts.map(({ address }) => address).sort(), [
      'ada@localhost',
      'grace@localhost',
    ]);
    const more = [
      { address: 'lin@localhost', name: 'Lin', groups: ['Imported'] },
      { address: 'grаce@localhost', name: 'Not Grace' },
      { address: 'grace@localhost', name: 'Admiral Hopper' },
      'nobody',
    ];
    await writeFile(target, JSON.stringify(more));
    await window.runCommand('XMPP: Import Contacts…');
    await window.openFile(target);
    await window.quickPickRow('Admiral Hopper').waitFor();
    await window.screenshot('contacts/16-import');
    await window.quickInput.press('Enter');
    await window.quickPickRow('Add them without asking').waitFor();
    await window.screenshot('contacts/17-import-ask');
    await window.pick('Add them without asking');
    await window.notified('1 contact added, 0 changed; one entry of the file is no contact.');
    await window.treeItem(/Lin, offline/u).waitFor();
    await window.screenshot('contacts/18-imported');
    await window.treeItemMenu(/^Imported/u, 'Delete Group…');
    await window.dialog('Delete the group').getByRole('button', { name: 'Delete' }).click();
    await window.treeItem(/^Imported/u).waitFor({ state: 'detached' });
  });

  it('shows the details of a contact, as server and devices answer', async () => {
    const details = window.webview();
    const open = (shown: Locator) =>
      window.treeItemMenu(/Countess/u, 'Contact Details…', () => shown.waitFor());
    await open(details.getByText('Slixmpp').first());
    await details.getByText('ada@localhost').first().waitFor();
    await details.getByRole('textbox', { name: 'Your note' }).fill('Wrote the first program');
    await details.getByText('Saved', { exact: true }).waitFor();
    await window.screenshot('contacts/9-details');
    await details.locator('vscode-button', { hasText: 'Chat' }).click();
    await window.editorTab(/^Countess/u).waitFor();
    // Hidden and shown, it reads the note again.
    const note = details.locator('.details-note:enabled');
    await open(note);
    assert.equal(await note.inputValue(), 'Wrote the first program');
    await window.runCommand('View: Close All Editors');
  });

  it('hides who is offline, and shows them again', async () => {
    await window.runCommand('XMPP: Hide Offline Contacts');
    await window.treeItem(/Grace Hopper/u).waitFor({ state: 'detached' });
    await window.treeItem(/Countess/u).waitFor();
    await window.screenshot('contacts/6-offline-hidden');
    await window.runCommand('XMPP: Show Offline Contacts');
    await window.treeItem(/Grace Hopper/u).waitFor();
  });

  it('finds a contact by typing, once the tree has the focus', async () => {
    await window.runCommand('Focus on Contacts View');
    await window.page.keyboard.press('Control+Alt+F');
    await window.page.locator('.monaco-tree-type-filter input').first().fill('grac');
    const found = window.treeItems(/Grace/u).locator('.highlight').first();
    await found.waitFor();
    await window.screenshot('contacts/11-find');
    await window.page.keyboard.press('Escape');
  });

  it('shows the avatar of a contact in the tooltip of the row, and the initial of who has none', async () => {
    const picture = png(64);
    const photo = `<PHOTO><TYPE>image/png</TYPE><BINVAL>${base64(picture)}</BINVAL></PHOTO>`;
    await ada.iq({ type: 'set', payload: `<vCard xmlns="vcard-temp">${photo}</vCard>` });
    const hash = `<x xmlns="vcard-temp:x:update"><photo>${sha1(picture)}</photo></x>`;
    await ada.raw(`<presence><status>With a picture</status>${hash}</presence>`);
    await window.treeItem(/With a picture/u).waitFor();
    const imageOf = async (row: RegExp, kind: string) => {
      await window.page.mouse.move(0, 0);
      await window.treeItem(row).hover();
      const image = window.page.locator(`.monaco-hover img[src^="data:image/${kind};"]`);
      await image.waitFor();
      assert.equal(await image.evaluate((one: HTMLImageElement) => one.naturalWidth > 0), true);
      await window.screenshot(`contacts/tooltip-${kind.slice(0, 3)}`);
    };
    await imageOf(/With a picture/u, 'png');
    await imageOf(/Grace/u, 'svg+xml');
  });

  it('A41: shows what would reorder a status', async () => {
    await ada.presence({ to: 'you@localhost', status: 'cod\u202egpj.exe' });
    await window.treeItem(/cod\[U\+202E\]gpj\.exe/u).waitFor();
  });

  it('removes after a confirmation, with the subscriptions', async () => {
    const noted = ada.events.length;
    await window.treeItemMenu(/Countess/u, 'Remove Contact…');
    await window.dialog('Remove Countess').waitFor();
    await window.screenshot('contacts/7-remove');
    await window.dialog('Remove Countess').getByRole('button', { name: 'Remove' }).click();
    await told('unsubscribed', noted);
    await window.treeItem(/Countess/u).waitFor({ state: 'detached' });
  });

  it('adds a contact by address, and says what is wrong with it', async () => {
    await window.runCommand('XMPP: Add Contact…');
    await window.answer('Add Contact', 'grace@localhost');
    await window.page.getByText('Is in your contacts already').waitFor();
    await window.quickInput.fill('grаce@localhost');
    await window.page.getByText('This is not grace@localhost, whom you know').waitFor();
    await window.screenshot('contacts/10-lookalike');
    await window.quickInput.fill('раypal@localhost');
    await window.page.getByText('This mixes letters of different alphabets').waitFor();
    const noted = ada.events.length;
    await window.answer('Add Contact', 'ada@localhost');
    await window.answer('Name of ada@localhost', '');
    await window.quickPickRow('Team').waitFor();
    await window.quickInput.press('Enter');
    await told('subscribe', noted);
    await ada.presence({ to: 'you@localhost', type: 'unsubscribed' });
    const again = ada.events.length;
    await window.treeItemMenu(/ada@localhost/u, 'Resend Request to Contact', () =>
      told('subscribe', again),
    );
  });

  it('A35: takes a thousand requests with one badge and no pop-up', async () => {
    await server.requestSubscriptions('you', FLOOD);
    await window.page.getByRole('tab', { name: /XMPP - 1,000 requests/u }).waitFor();
    assert.equal(await window.notification(/asks to see|ask to see/u).count(), 0);
    await window.screenshot('contacts/8-flood');
  });
});
