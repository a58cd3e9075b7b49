import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import { typed } from '../language.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const YOU = 'you@localhost';
const ROOM = 'team@conference.localhost';
const MUC = 'http://jabber.org/protocol/muc';

describe('the details of a person', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace', groups: ['Team'] }],
      }),
    );
    ({ ada, window } = scene);
    await ada.iq({
      type: 'set',
      payload:
        '<vCard xmlns="vcard-temp"><FN>Augusta Ada King</FN><TITLE>Countess &lt;b&gt;</TITLE></vCard>',
    });
    await ada.presence({ status: 'Compiling the notes…' });
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Ada makes a room in which everybody's address is shown. */
  const adaOpensRoom = async () => {
    const isOwn = ({ event, from, xml = '' }: Scene['ada']['events'][number]) =>
      event === 'presence' && from === `${ROOM}/Countess` && xml.includes('110');
    await ada.raw(`<presence to="${ROOM}/Countess"><x xmlns="${MUC}"/></presence>`);
    await ada.waitFor(isOwn);
    const fields = Object.entries({
      FORM_TYPE: `${MUC}#roomconfig`,
      'muc#roomconfig_whois': 'anyone',
    }).map(([name, value]) => `<field var="${name}"><value>${value}</value></field>`);
    await ada.iq({
      ...{ to: ROOM, type: 'set' },
      payload: `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit">${fields.join('')}</x></query>`,
    });
  };
  const details = () => window.webview();
  const note = () => details().locator('.details-note:enabled');
  const open = () =>
    window.treeItemMenu(/^Ada Lovelace/u, 'Contact Details…', () =>
      details().getByText('Augusta Ada King').waitFor(),
    );
  const setPresence = async (presence: string, picked: string) => {
    await window.runCommand('XMPP: Set Presence…');
    await window.quickInput.fill(typed(presence));
    await window.pick(picked);
  };

  it('have the files of the chat, which lead to their message', async () => {
    const file = path.join(scene.workbench.server.folder, 'engine.ts');
    await writeFile(file, 'export const notes = 7;\n');
    await ada.upload({ file, to: YOU });
    await open();
    const shared = details().getByRole('group', { name: 'engine.ts' });
    await shared.getByRole('button', { name: 'Show in Chat' }).click();
    await window.editorTab(/^Ada Lovelace/u).waitFor();
    await details().getByRole('textbox', { name: 'Message Ada Lovelace' }).waitFor();
    await details().getByText('engine.ts').first().waitFor();
  });

  it('have the rooms in common, and lead there', async () => {
    await adaOpensRoom();
    await window.runCommand('XMPP: Join or Create Room…');
    await window.inputTitled('Join or Create Room');
    await window.quickInput.fill(ROOM);
    await window.pick(`Join ${ROOM}`);
    await window.answer('Your nick in', 'You');
    await window.treeItem(/^team, room, joined/iu).waitFor();
    await window.editorTab(/^team/iu).waitFor();
    await open();
    await details().getByText('as Countess').waitFor();
    await details().getByRole('button', { name: 'team', exact: true }).click();
    await details()
      .getByRole('textbox', { name: /^Message.*team/iu })
      .waitFor();
  });

  it('are reached from an occupant whose address is shown', async () => {
    await window.runCommand('View: Close All Editors');
    await window.unfold(/^team, room/iu, /^Countess, ada@localhost/u);
    await window.treeItemMenu(/^Countess, ada@localhost/u, 'Contact Details…', () =>
      details().getByText('Augusta Ada King').waitFor(),
    );
  });

  it('look as they should in every theme, and narrow', async () => {
    await details().getByText('Slixmpp').first().waitFor();
    for (const theme of ['light', 'contrast', 'dark'] as const) {
      await window.useTheme(theme);
      await details().getByText('Augusta Ada King').waitFor();
      await window.screenshot(`details/1-${theme}`);
    }
    await window.page.setViewportSize({ width: 680, height: 800 });
    await window.screenshot('details/2-narrow');
    await window.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('say what is not known offline, and keep a note until it can be saved', async () => {
    await note().fill('Wrote the first program');
    await details().getByText('Saved', { exact: true }).waitFor();
    await setPresence('offline', 'Ends the connection');
    await details().getByText('Presence is not known while you are offline').waitFor();
    await note().fill('Wrote the very first program');
    await note().blur();
    await details().getByText('What you wrote is kept here.').waitFor();
    await window.screenshot('details/3-offline');
    await setPresence('available', 'available');
    await details().getByText('Saved', { exact: true }).waitFor();
    assert.equal(await note().inputValue(), 'Wrote the very first program');
  });

  it('save a note that was typed just before they are closed', async () => {
    await note().fill('Wrote the very first program, and closed the tab');
    await window.page.keyboard.press('Control+W');
    await details().locator('.details-note').waitFor({ state: 'detached' });
    await open();
    await note().waitFor();
    assert.equal(await note().inputValue(), 'Wrote the very first program, and closed the tab');
  });

  it('say when somebody was last seen', async () => {
    await ada.presence({ type: 'unavailable' });
    await details().getByText('Offline, last seen').waitFor();
    await window.screenshot('details/4-last-seen');
  });
});
