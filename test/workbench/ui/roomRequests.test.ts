import assert from 'node:assert/strict';
import { startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

type Peer = Scene['ada'];

const SERVICE = 'conference.localhost';
const HALL = `hall@${SERVICE}`;
const CLUB = `club@${SERVICE}`;
const DEN = `den@${SERVICE}`;
const MUC = 'http://jabber.org/protocol/muc';

const field = (name: string, value: string) =>
  `<field var="${name}"><value>${value}</value></field>`;

describe('what is asked for in rooms', () => {
  let scene: Scene;
  let ada: Peer;
  let grace: Peer;
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        others: ['grace'],
      }),
    );
    ({ ada, window } = scene);
    const { server, password } = scene;
    grace = await started.add(startPeer({ server, user: 'grace', password }));
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Somebody joins; the room is made if it does not exist. */
  const enter = async (who: Peer, room: string, nick: string) => {
    const from = who.events.length;
    await who.raw(`<presence to="${room}/${nick}"><x xmlns="${MUC}"/></presence>`);
    await who.waitFor(
      ({ event, from: sender, xml = '' }) =>
        event === 'presence' && sender === `${room}/${nick}` && xml.includes('110'),
      60_000,
      from,
    );
  };
  const askForVoice = (who: Peer) =>
    who.raw(
      `<message to="${HALL}"><x xmlns="jabber:x:data" type="submit">${
        field('FORM_TYPE', `${MUC}#request`) + field('muc#role', 'participant')
      }</x></message>`,
    );
  const search = async (typed: string) => {
    await window.runCommand('XMPP: Join or Create Room…');
    await window.inputTitled('Join or Create Room');
    await window.quickInput.fill(typed);
  };
  const silence = (nick: RegExp) =>
    window.treeItemMenu(nick, 'Take Voice from Occupant', () =>
      window.treeItem(/^Visitors/u).waitFor(),
    );

  it('is what a room is to be, before others enter', async () => {
    await search(HALL);
    await window.pick(`Join ${HALL}`);
    await window.inputTitled(`There is no room ${HALL}`);
    await window.screenshot('roomRequests/1-create');
    await window.pick('and configure it first');
    await window.answer('Your nick in', 'You');
    await window.inputTitled(`Configure ${HALL}`);
    await window.screenshot('roomRequests/2-configure-first');
    await window.pick('Save');
    await window.editorTab(/hall/iu).waitFor();
  });

  it('is voice, approved by the button of its row', async () => {
    await enter(ada, HALL, 'Ada');
    await window.unfold(/^hall, room/iu, /^Ada, /u);
    await silence(/^Ada, /u);
    const from = ada.events.length;
    await askForVoice(ada);
    const row = window.treeItem(/^Ada \(ada@localhost\) asks to write in hall/u);
    await row.waitFor();
    await window.notified('asks to write in hall');
    await row.hover();
    await window.screenshot('roomRequests/3-voice');
    await row.getByRole('button', { name: 'Approve Request in Room' }).click();
    await row.waitFor({ state: 'detached' });
    await ada.waitFor(
      ({ event, xml = '' }) => event === 'presence' && xml.includes('role="participant"'),
      60_000,
      from,
    );
  });

  it('is voice, denied by the button of the notification', async () => {
    await enter(grace, HALL, 'Grace');
    await window.treeItem(/^Grace, /u).waitFor();
    await silence(/^Grace, /u);
    await askForVoice(grace);
    const row = window.treeItem(/^Grace \(grace@localhost\) asks to write in hall/u);
    await row.waitFor();
    const notice = window.notification('Grace (grace@localhost) asks to write');
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Deny' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('is to ban somebody, and to take back what they wrote', async () => {
    for (const body of ['spam', 'more spam', 'all of it']) {
      await ada.send({ to: HALL, type: 'groupchat', body });
    }
    // A row that is just being drawn anew names nobody, so that the command asks whom.
    await window.treeItemMenu(/^Ada, /u, 'Ban Occupant…', () => window.inputTitled('Ban Ada'));
    await window.answer('Ban Ada', 'spam');
    const dialog = window.dialog('Ban Ada?');
    await dialog.waitFor();
    await window.screenshot('roomRequests/4-ban');
    await dialog.getByRole('button', { name: 'Ban, and Take Back 3 Messages' }).click();
    await window.treeItem(/^Ada, /u).waitFor({ state: 'detached' });
    await window.treeItem(/^hall, room/iu).click();
    const removed = window.webview().locator('.retracted', { hasText: 'spam' });
    await removed.nth(2).waitFor();
    await window.screenshot('roomRequests/5-taken-back');
  });

  it('is to come back, by what is written in a room that one has left', async () => {
    await window.treeItemMenu(/^hall, room/iu, 'Leave Room', () =>
      window.treeItem(/^hall, room, not joined/iu).waitFor(),
    );
    const input = window.webview().getByRole('textbox', { name: /^Message #hall/iu });
    await input.fill('I am back');
    await window.screenshot('roomRequests/6-left');
    await input.press('Enter');
    await window.treeItem(/^hall, room, joined/iu).waitFor();
    await grace.waitFor(({ event, body }) => event === 'message' && body === 'I am back');
  });

  it('is why somebody is kicked, as it was typed with the command', async () => {
    const input = window.webview().getByRole('textbox', { name: /^Message #hall/iu });
    await input.fill('/kick Grace too loud');
    await input.press('Enter');
    await window.inputTitled('Kick Grace');
    await window.holds(window.quickInput, 'too loud');
    await window.page.keyboard.press('Escape');
  });

  it('is membership, where only members join', async () => {
    await enter(ada, CLUB, 'Ada');
    const fields = { FORM_TYPE: `${MUC}#roomconfig`, 'muc#roomconfig_membersonly': '1' };
    await ada.iq({
      ...{ to: CLUB, type: 'set' },
      payload: `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit">${Object.entries(
        fields,
      )
        .map(([name, value]) => field(name, value))
        .join('')}</x></query>`,
    });
    await search(CLUB);
    await window.pick(`Join ${CLUB}`);
    await window.answer('Your nick in', 'You');
    await window.notified('is for members only');
    await window.pressNotificationButton('is for members only', 'Ask for Membership…');
    await window.inputTitled('Ask for Membership in');
    await window.screenshot('roomRequests/7-membership');
    await window.answer('Nickname', 'You');
    await window.treeItem(/^club, room, joined/iu).waitFor();
    await window.editorTab(/^club/iu).waitFor();
  });

  it('is a room given up before it is configured, which then is none', async () => {
    await search(DEN);
    await window.pick(`Join ${DEN}`);
    await window.pick('and configure it first');
    await window.answer('Your nick in', 'You');
    await window.inputTitled(`Configure ${DEN}`);
    await window.treeItem(/^den, room/iu).waitFor();
    await window.page.keyboard.press('Escape');
    await window.treeItem(/^den, room/iu).waitFor({ state: 'detached' });
    const disco = '<query xmlns="http://jabber.org/protocol/disco#info"/>';
    const answer = await ada.iq({ to: DEN, type: 'get', payload: disco }).catch(String);
    assert.match(answer, /item-not-found/u);
  });
});
