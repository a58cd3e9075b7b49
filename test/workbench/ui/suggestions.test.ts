import assert from 'node:assert/strict';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const YOU = 'you@localhost';
const NAMES = /^(?:Pinned|Friends|Team|Ada Lovelace,|Grace|Carol|Dora)/u;
const SUGGESTED = [
  "<item jid='carol@localhost' name='Carol'><group>Friends</group></item>",
  "<item jid='dora@localhost' name='Dora &lt;b&gt;'/>",
  // Known, under another name and in another group.
  "<item jid='grace@localhost' name='Admiral'><group>Friends</group></item>",
  // With a Cyrillic letter.
  "<item jid='grаce@localhost' name='Grace Hopper'/>",
  "<item jid='you@localhost' name='Myself'/>",
];

describe('contacts that others suggest', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [
          { jid: 'ada@localhost', name: 'Ada Lovelace', groups: ['Team'] },
          { jid: 'grace@localhost', name: 'Grace Hopper', groups: ['Team'] },
        ],
        others: ['grace', 'carol'],
      }),
    );
    ({ ada, window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);

  const suggest = (...items: readonly string[]) => {
    const xml = `<x xmlns='http://jabber.org/protocol/rosterx'>${items.join('')}</x>`;
    return ada.send({ to: YOU, type: 'normal', xml });
  };
  const row = () => window.treeItem(/Ada Lovelace suggests/u);
  const badge = () => window.page.getByRole('tab', { name: /XMPP - 1 request/u });

  it('wait as one quiet request', async () => {
    await suggest(...SUGGESTED);
    await window.treeItem('Ada Lovelace suggests 4 contacts').waitFor();
    await badge().waitFor();
    assert.equal(await window.notification(/suggest/u).count(), 0);
    assert.equal(await window.treeItem(/^Carol/u).count(), 0);
  });

  it('look as they should in every theme and width, beside groups and pinned contacts', async () => {
    await window.treeItemMenu(/Grace Hopper/u, 'Pin Contact', () =>
      window.rowsAre(NAMES, ['Pinned', 'Grace', 'Team', 'Ada', 'Grace']),
    );
    for (const theme of ['light', 'contrast', 'dark'] as const) {
      await window.useTheme(theme);
      await row().hover();
      await window.screenshot(`suggestions/1-${theme}`);
    }
    await window.resizeSideBar(240);
    await row().hover();
    await window.screenshot('suggestions/2-narrow');
  });

  it('are chosen from: whoever could be mistaken for a contact, or is one, is not checked', async () => {
    await window.openTreeItem(/Ada Lovelace suggests/u, () =>
      window.inputTitled('Suggested Contacts'),
    );
    await window.inputTitled('Suggested Contacts: 3 new, 1 changed');
    const checked = async (label: string) =>
      window.quickPickRow(label).locator('.monaco-checkbox').getAttribute('aria-checked');
    assert.equal(await checked('carol@localhost'), 'true');
    assert.equal(await checked('dora@localhost'), 'true');
    assert.equal(await checked('grаce@localhost'), 'false');
    assert.equal(await checked('grace@localhost · Friends'), 'false');
    // A suggestion renames nobody.
    assert.equal(await window.quickPickRow('Admiral').count(), 0);
    await window.screenshot('suggestions/3-choice');
    await window.page.keyboard.press('Escape');
    await row().waitFor();
  });

  it('are added as chosen, without asking for their presence', async () => {
    await window.openTreeItem(/Ada Lovelace suggests/u, () =>
      window.inputTitled('Suggested Contacts'),
    );
    await window.quickPickRow('dora@localhost').click();
    await window.quickInput.press('Enter');
    await window.inputTitled('Suggested Contacts');
    await window.pick('Add them without asking');
    await window.notified('1 contact added, 0 changed.');
    await window.rowsAre(NAMES, ['Pinned', 'Grace', 'Friends', 'Carol', 'Team', 'Ada', 'Grace']);
    await row().waitFor({ state: 'detached' });
    await badge().waitFor({ state: 'detached' });
    await window.screenshot('suggestions/4-added');
  });

  it('are ignored by their menu, and nothing is added', async () => {
    await suggest("<item jid='dora@localhost' name='Dora'/>");
    await window.treeItemMenu('Ada Lovelace suggests 1 contact', 'Ignore Suggested Contacts', () =>
      row().waitFor({ state: 'detached' }),
    );
    await suggest("<item jid='carol@localhost' name='Carol'><group>Friends</group></item>");
    await suggest("<item jid='dora@localhost' name='Dora'/>");
    // Nothing of those who are contacts already.
    await window.treeItem('Ada Lovelace suggests 1 contact').waitFor();
    assert.equal(await window.treeItem(/^Dora/u).count(), 0);
  });
});
