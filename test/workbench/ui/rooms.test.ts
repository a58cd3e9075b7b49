import assert from 'node:assert/strict';
import { startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const SERVICE = 'conference.localhost';
const GROUP = `team@${SERVICE}`;
const LOUNGE = `lounge@${SERVICE}`;
const VAULT = `vault@${SERVICE}`;
const MUC = 'http://jabber.org/protocol/muc';

describe('rooms', () => {
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
    // Room for the rows of several rooms below two other trees.
    await window.page.setViewportSize({ width: 1280, height: 1100 });
    await adaEnters(LOUNGE);
    await configure(LOUNGE, { 'muc#roomconfig_roomname': 'Lounge' });
    await adaEnters(VAULT);
    await configure(VAULT, {
      'muc#roomconfig_passwordprotectedroom': '1',
      'muc#roomconfig_roomsecret': 'sesame',
    });
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Ada joins as Ada; the room is made if it does not exist. */
  async function adaEnters(room: string): Promise<void> {
    const from = ada.events.length;
    await ada.raw(`<presence to="${room}/Ada"><x xmlns="${MUC}"/></presence>`);
    await ada.waitFor(
      ({ event, from: who, xml = '' }) =>
        event === 'presence' && who === `${room}/Ada` && xml.includes('110'),
      60_000,
      from,
    );
  }

  /** Submits the form of a room of Ada's, which unlocks it. */
  async function configure(room: string, values: Readonly<Record<string, string>>): Promise<void> {
    const type = `${MUC}#roomconfig`;
    const fields = Object.entries({ FORM_TYPE: type, ...values }).map(
      ([name, value]) => `<field var="${name}"><value>${value}</value></field>`,
    );
    await ada.iq({
      ...{ to: room, type: 'set' },
      payload: `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit">${fields.join('')}</x></query>`,
    });
  }

  const search = async (typed: string) => {
    await window.runCommand('XMPP: Join or Create Room…');
    await window.inputTitled('Join or Create Room');
    await window.quickInput.fill(typed);
  };

  it('are created, as a private group', async () => {
    await search(GROUP);
    await window.pick(`Join ${GROUP}`);
    await window.inputTitled(`There is no room ${GROUP}`);
    await window.screenshot('rooms/1-create');
    await window.pick('as a private group');
    await window.answer('Your nick in', '');
    // Its question gives way to what is wrong.
    await window.answer('A nick has at least one letter', 'You');
    await window.treeItem(/^team, room, joined/iu).waitFor();
    await window.editorTab(/team/iu).waitFor();
    await window.screenshot('rooms/2-created');
  });

  it('are joined from the list of the server, once it was said who will see what', async () => {
    await search('Loun');
    await window.quickPickRow('Lounge').waitFor();
    await window.screenshot('rooms/3-list');
    await window.pick('Lounge');
    await window.page.getByText('Only moderators see your address').waitFor();
    await window.screenshot('rooms/4-before-joining');
    await window.answer('Your nick in', 'You');
    await window.treeItem(/^Lounge, room, joined/u).waitFor();
    await window.editorTab('Lounge').waitFor();
  });

  it('ask again for a password that is wrong, and keep what was typed', async () => {
    await search(VAULT);
    await window.pick(`Join ${VAULT}`);
    await window.page.getByText('a password is needed').waitFor();
    await window.answer('Your nick in', 'You');
    await window.answer(`Password of ${VAULT}`, 'open');
    await window.pick('On this machine only');
    // Its question gives way to what is wrong.
    await window.answer('does not accept this password', 'sesame');
    await window.pick('Nowhere');
    await window.treeItem(/^vault, room, joined/iu).waitFor();
    await window.editorTab(/^vault/iu).waitFor();
  });

  it('unfold to their occupants, by role', async () => {
    await window.unfold(/^Lounge, room/u, /^Moderators/u);
    await window.treeItem(/^Ada, .*moderator, owner/u).waitFor();
    await window.treeItem(/^Participants/u).waitFor();
    await window.treeItem(/^You, /u).waitFor();
    await window.screenshot('rooms/5-occupants');
  });

  it('show who comes, goes and changes after they were folded and unfolded again', async () => {
    await window.fold(/^Lounge, room/u);
    await window.unfold(/^Lounge, room/u, /^Moderators/u);
    await ada.raw(`<presence to="${LOUNGE}/Countess"/>`);
    await window.treeItem(/^Countess, /u).waitFor();
    await ada.raw(`<presence to="${LOUNGE}/Ada"/>`);
    await window.treeItem(/^Ada, .*moderator, owner/u).waitFor();
  });

  it('show who has come, gone and changed while they were folded', async () => {
    for (const nick of ['Countess', 'Ada']) {
      await window.fold(/^Lounge, room/u);
      const from = ada.events.length;
      await ada.raw(`<presence to="${LOUNGE}/${nick}"/>`);
      const isRenamed = ({ from: sender, xml = '' }: { from?: string; xml?: string }) =>
        sender === `${LOUNGE}/${nick}` && xml.includes('110');
      await ada.waitFor(isRenamed, 60_000, from);
      await window.unfold(/^Lounge, room/u, /^Moderators/u);
      await window.treeItem(new RegExp(`^${nick}, .*moderator, owner`, 'u')).waitFor();
    }
  });

  it('mark an occupant who is blocked, and unblock them by the menu', async () => {
    await window.treeItemMenu(/^Ada, .*moderator/u, 'Block Occupant…');
    await window.pick(`Block ${LOUNGE}/Ada`);
    await window.treeItem(/^Ada, .*blocked/u).waitFor();
    await window.screenshot('rooms/5b-blocked');
    await window.treeItemMenu(/^Ada, .*blocked/u, 'Unblock Occupant…', () =>
      window.treeItem(/^Ada, .*blocked/u).waitFor({ state: 'detached' }),
    );
  });

  it('count mentions in their row, and notify of them', async () => {
    await window.runCommand('View: Close All Editors');
    await ada.send({ to: LOUNGE, type: 'groupchat', body: 'Hello all' });
    await window.treeItem(/^Lounge, room, .*1 unread/u).waitFor();
    assert.equal(await window.notification('Hello all').count(), 0, 'it mentions nobody');
    await ada.send({ to: LOUNGE, type: 'groupchat', body: 'You: have a look' });
    await window.notified('Ada in Lounge: You: have a look');
    await window.treeItem(/^Lounge, room, .*2 unread, 1 mentions you/u).waitFor();
    await window.screenshot('rooms/6-mention');
  });

  it('have chats with one occupant, from their menu to the answer', async () => {
    const input = () => window.webview().locator('vscode-text-area textarea');
    const message = (text: string) =>
      window.webview().locator('.message .text', { hasText: text }).waitFor();
    await window.treeItemMenu(/^Ada, .*moderator, owner/u, 'Private Message to Occupant…', () =>
      window.editorTab('Ada in Lounge').waitFor(),
    );
    await window.webview().locator('.header-name', { hasText: 'Ada in Lounge' }).waitFor();
    await window.screenshot('rooms/private-1-empty');
    await input().fill('Psst, Ada');
    await input().press('Enter');
    const heard = await ada.waitFor(
      ({ event, body }) => event === 'message' && body === 'Psst, Ada',
    );
    assert.deepEqual([heard.from, heard.type], [`${LOUNGE}/You`, 'chat']);
    await window.treeItem(/^Ada, private/u).waitFor();
    await window.runCommand('View: Close All Editors');
    await window.editorTab('Ada in Lounge').waitFor({ state: 'detached' });
    await ada.raw(
      `<message to="${LOUNGE}/You" type="chat" id="p1"><body>What is it?</body><x xmlns="${MUC}#user"/></message>`,
    );
    await window.notified('Ada in Lounge (private): What is it?');
    await window.treeItem(/^Ada, private, .*1 unread/u).waitFor();
    await window.screenshot('rooms/private-2-unread');
    await window.pressNotificationButton('Ada in Lounge (private): What is it?', 'Open');
    await message('What is it?');
    await window.treeItem(/^Ada, private, [^,]*$/u).waitFor();
    await window.screenshot('rooms/private-3-chat');
  });

  it('ask before one writes to somebody else with the same nick', async () => {
    await ada.raw(`<presence to="${LOUNGE}/Ada" type="unavailable"/>`);
    const line = window.webview().locator('.private-line');
    await line.getByText('Ada is not in Lounge now').waitFor();
    await window.screenshot('rooms/private-4-gone');
    const eve = await startPeer({ server: scene.server, user: 'eve', password: scene.password });
    try {
      await eve.raw(`<presence to="${LOUNGE}/Ada"><x xmlns="${MUC}"/></presence>`);
      await line.getByText('This may be somebody else now').waitFor();
      await window.screenshot('rooms/private-5-other');
      await line.getByRole('button', { name: 'Write Anyway' }).click();
      await line.waitFor({ state: 'hidden' });
    } finally {
      await eve.stop();
    }
    await adaEnters(LOUNGE);
    await window.runCommand('View: Close All Editors');
  });

  it('show invitations below the requests, and join by their button', async () => {
    await window.treeItemMenu(/^Lounge, room/u, 'Leave Room', () =>
      window.treeItem(/^Lounge, room, not joined/u).waitFor(),
    );
    await ada.raw(
      `<message to="${LOUNGE}"><x xmlns="${MUC}#user"><invite to="you@localhost"><reason>Tea</reason></invite></x></message>`,
    );
    const row = window.treeItem(new RegExp(`invites you to ${LOUNGE}: Tea`, 'u'));
    await row.waitFor();
    await row.hover();
    await window.screenshot('rooms/7-invitation');
    await row.getByRole('button', { name: 'Accept Invitation to Room' }).click();
    await window.answer('Your nick in', 'You');
    await window.treeItem(/^Lounge, room, joined/u).waitFor();
    await row.waitFor({ state: 'detached' });
  });

  it('tell in the chat who comes and goes, and hide what an ignored occupant writes', async () => {
    await window.treeItem(/^Lounge, room/u).click();
    const chat = window.webview();
    await ada.raw(`<presence to="${LOUNGE}/Countess"/>`);
    await chat.getByText('Ada is now Countess').waitFor();
    await ada.raw(`<presence to="${LOUNGE}/Ada"/>`);
    await chat.getByText('Ada is now Countess').waitFor({ state: 'detached' });
    await window.unfold(/^Lounge, room/u, /^Ada, .*moderator, owner/u);
    await window.treeItemMenu(/^Ada, .*moderator, owner/u, 'Ignore Occupant…', () =>
      window.treeItem(/^Ada, .*ignored/u).waitFor(),
    );
    await ada.send({ to: LOUNGE, type: 'groupchat', body: 'You: buy this' });
    await chat.getByText(/of an ignored occupant/u).waitFor();
    assert.equal(await chat.getByText('You: buy this').count(), 0);
    await window.screenshot('rooms/7b-ignored');
    await window.treeItemMenu(/^Lounge, room/u, 'Ignored Occupants…');
    await window.quickPickRow('Ada').click();
    await window.page.keyboard.press('Enter');
    await chat.getByText('You: buy this').waitFor();
    await ada.raw(`<presence to="${LOUNGE}/Countess"/>`);
    const line = chat.getByText('Ada is now Countess');
    await line.waitFor();
    await window.treeItemMenu(/^Lounge, room/u, 'Hide Comings and Goings', () =>
      line.waitFor({ state: 'detached' }),
    );
    await window.treeItemMenu(/^Lounge, room/u, 'Show Comings and Goings', () => line.waitFor());
    await ada.raw(`<presence to="${LOUNGE}/Ada"/>`);
    await window.treeItem(/^Ada, .*moderator, owner/u).waitFor();
    await window.fold(/^Lounge, room/u);
  });

  it('have their subject changed', async () => {
    await window.treeItemMenu(/^team, room/iu, 'Change Room Subject…');
    await window.answer('Change Room Subject', 'Release on Friday');
    await window.treeItem(/^team, room, Release on Friday/iu).waitFor();
  });

  it('have somebody kicked from the tree, after a question', async () => {
    await window.openTreeItem(/^team, room/iu, () => window.editorTab(/^team/iu).waitFor());
    // Of the room in front.
    await window.runCommand('XMPP: Room Members…');
    await window.pick('Add somebody…');
    await window.answer('Members of', 'ada@localhost');
    await window.pick('member');
    await window.answer('Why; may be empty', '');
    await window.quickPickRow('ada@localhost').waitFor();
    await window.screenshot('rooms/8-members');
    await window.page.keyboard.press('Escape');
    // Once she is in, it is called after her.
    await window.unfold(/^team, room/iu, /^You, /u);
    await adaEnters(GROUP);
    const from = ada.events.length;
    const occupant = /^Ada, ada@localhost/u;
    await window.treeItemMenu(occupant, 'Kick Occupant…');
    await window.answer('Kick Ada', 'Too loud');
    await window.dialog('Kick Ada?').getByRole('button', { name: 'Kick' }).click();
    await ada.waitFor(
      ({ event, xml = '' }) => event === 'presence' && xml.includes('307') && /Too loud/u.test(xml),
      60_000,
      from,
    );
    await window.treeItem(occupant).waitFor({ state: 'detached' });
  });

  it('are configured by their own form, which keeps the answers', async () => {
    await window.treeItemMenu(/^team, room/iu, 'Configure Room…');
    await window.quickPickRow('Save').waitFor();
    await window.screenshot('rooms/9-configure');
    await window.page.keyboard.press('Escape');
  });

  it('say that we were removed, and are joined again by their button', async () => {
    // In sight, its tab says so.
    await window.runCommand('View: Close All Editors');
    await ada.iq({
      ...{ to: LOUNGE, type: 'set' },
      payload: `<query xmlns="${MUC}#admin"><item nick="You" role="none"><reason>Tea is over</reason></item></query>`,
    });
    const row = window.treeItem(/^Lounge, room, .*Tea is over/u);
    await row.waitFor();
    await window.notified('Tea is over');
    await row.hover();
    await window.screenshot('rooms/10-kicked');
    await row.getByRole('button', { name: 'Join Room Again' }).click();
    await window.treeItem(/^Lounge, room, joined/u).waitFor();
  });

  it('are destroyed for everybody, after a question', async () => {
    await window.treeItemMenu(/^team, room/iu, 'Destroy Room…');
    await window.answer('What its occupants are told', 'We are done');
    await window.answer('The room to join instead', '');
    const dialog = window.dialog('for everybody?');
    await dialog.getByRole('button', { name: 'Destroy' }).click();
    await window
      .treeItem(/^team, room, joined|^team, room, Release/iu)
      .waitFor({ state: 'detached' });
    assert.match(
      await ada.iq({ to: GROUP, type: 'get', payload: DISCO }).catch(String),
      /item-not-found|gone/u,
    );
  });

  it('fit every theme', async () => {
    for (const theme of ['dark', 'contrast', 'light'] as const) {
      await window.useTheme(theme);
      await window.treeItem(/^Lounge, room/u).waitFor();
      await window.screenshot(`rooms/${theme}`);
    }
  });
});

const DISCO = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
