import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { verbatim } from '../language.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const LOUNGE = 'lounge@conference.localhost';
const MUC = 'http://jabber.org/protocol/muc';

describe('xmpp: links', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        others: ['eve'],
      }),
    );
    ({ ada, window } = scene);
    await ada.raw(`<presence to="${LOUNGE}/Ada"><x xmlns="${MUC}"/></presence>`);
    await ada.waitFor(({ event, from }) => event === 'presence' && from === `${LOUNGE}/Ada`);
    await ada.iq({
      ...{ to: LOUNGE, type: 'set' },
      payload: `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit"/></query>`,
    });
  });
  keepTracesOnFailure(() => scene.workbench);

  const input = () => window.webview().locator('vscode-text-area textarea');
  const link = (text: string) => window.webview().locator('.link', { hasText: text }).last();
  /** The messages with a text that Ada got. */
  const messages = () =>
    ada.events.filter(({ event, body }) => event === 'message' && Boolean(body));
  const openLink = async (text: string) => {
    await window.runCommand('XMPP: Open Link…');
    await window.answer('Open Link', text);
  };
  const press = (question: string, button: string) =>
    window.dialog(question).getByRole('button', { name: button, exact: true }).click();

  it('of a document put their text into the draft, and send nothing', async () => {
    const text =
      'Say hello to xmpp:ada@localhost?message;body=Hello%20Ada%20%26%20you in the morning.\n';
    await writeFile(path.join(scene.workbench.server.folder, 'notes.txt'), text);
    await window.openContainer('Explorer');
    await window.treeItem('notes.txt').dblclick();
    const detected = window.page.locator('.monaco-editor .detected-link').first();
    await detected.waitFor();
    await window.screenshot('links/1-document');
    await detected.click({ modifiers: ['ControlOrMeta'] });
    await window.editorTab('Ada Lovelace').waitFor();
    await input().waitFor();
    await window.holds(input(), 'Hello Ada & you');
    await window.screenshot('links/2-draft');
    assert.deepEqual(messages(), []);
    await input().press('Enter');
    await ada.waitFor(({ body }) => body === 'Hello Ada & you');
    assert.equal(messages().length, 1);
  });

  it('of a chat stay in the editor, and keep what was typed', async () => {
    await input().fill('half a sentence');
    await ada.send({ to: 'you@localhost', body: 'try xmpp:ada@localhost?message;body=a%0Ab' });
    await link('xmpp:ada').click();
    await window.holds(input(), 'half a sentence\na\nb');
    await input().fill('');
  });

  it('of a message lead to it', async () => {
    await ada.send({ to: 'you@localhost', body: 'the message meant', id: 'meant-1' });
    await window.webview().locator('.message .text', { hasText: 'the message meant' }).waitFor();
    await openLink('xmpp:ada@localhost?message;id=meant-1');
    const meant = window.webview().locator('.message:focus', { hasText: 'the message meant' });
    await meant.waitFor();
  });

  it('join a room once the user says so', async () => {
    await ada.send({ to: 'you@localhost', body: `xmpp:${LOUNGE}?join` });
    await link(`xmpp:${LOUNGE}`).click();
    await window.dialog(`Join the room ${LOUNGE}?`).waitFor();
    await window.screenshot('links/3-join');
    await press('Join the room', 'Join');
    await window.answer('Your nick in', 'You');
    await window.openContainer('XMPP');
    await window.treeItem(/^lounge, room, joined/iu).waitFor();
    await window.editorTab(/^lounge/iu).waitFor();
  });

  it('say what is wrong with them, and keep what was typed', async () => {
    await openLink('ada@localhost');
    await window.page.getByText('A link looks like xmpp:name@server.org').first().waitFor();
    await window.answer('Open Link', 'xmpp:localhost');
    await window.notified('names a server, and nobody there');
    await openLink('xmpp://other@localhost/ada@localhost');
    await window.notified('This link is for your account other@localhost');
  });

  it('A41: say that an address is not the one it looks like', async () => {
    await openLink('xmpp:\u0430da@localhost');
    await window.dialog('This is not ada@localhost, whom you know').waitFor();
    await window.screenshot('links/4-lookalike');
    await press('Open the chat', 'Cancel');
  });

  it('are understood where a contact is looked for, and propose name and group', async () => {
    await window.runCommand('XMPP: Open Chat…');
    await window.inputTitled('Open Chat');
    await window.quickInput.fill('xmpp:eve@localhost?roster;name=Eve%20Online;group=Friends');
    await window.pick('Open the link to eve@localhost');
    await window.inputHolds('eve@localhost');
    await window.screenshot('links/5-add');
    await window.quickInput.press('Enter');
    await window.inputHolds('Eve Online');
    await window.quickInput.press('Enter');
    await window.page
      .getByText('Check any number of groups')
      .or(window.quickInput)
      .first()
      .waitFor();
    await window.inputTitled('Add Contact');
    await window.quickPickRow('Friends').waitFor();
    await window.quickInput.press('Enter');
    await window.treeItem(/^Eve Online/u).waitFor();
    await window.treeItem(/^Friends/u).waitFor();
  });

  it('C8: from outside open a chat after a confirmation, whatever else they ask for', async () => {
    await window.runCommand('Developer: Open URL');
    const outside = encodeURIComponent('xmpp:eve@localhost?remove');
    await window.quickInput.fill(`vscode://parley.parley-xmpp/open?uri=${outside}`);
    await window.quickInput.press('Enter');
    const allow = window
      .dialog('to open this URI')
      .getByRole('button', { name: verbatim('Open'), exact: true });
    await allow.click();
    await window.dialog('Open the chat with eve@localhost?').waitFor();
    await window.screenshot('links/6-outside');
    await press('Open the chat', 'Open Chat');
    await window.editorTab('Eve Online').waitFor();
    await window.treeItem(/^Eve Online/u).waitFor();
  });
});
