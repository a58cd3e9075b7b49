import assert from 'node:assert/strict';
import { type Peer, startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('presence and notifications', () => {
  let scene: Scene;
  let server: Scene['server'];
  let ada: Scene['ada'];
  let workbench: Scene['workbench'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada', groups: ['Team'] }],
        others: ['eve'],
        settings: { 'parley.notifications.request': true },
      }),
    );
    ({ server, ada, workbench, window } = scene);
    await window.treeItem(/Ada, available/u).waitFor();
  });
  keepTracesOnFailure(() => workbench);

  const presence = (from: number, fits: (event: Peer['events'][number]) => unknown) =>
    ada.waitFor((event) => event.event === 'presence' && fits(event), 60_000, from);
  const say = (body: string) => ada.send({ to: 'you@localhost', body });

  it('notifies of a message, as text, and opens its chat', async () => {
    await say('Look: [here](command:workbench.action.closeWindow)');
    const toast = window.notification('Ada: Look: [here]');
    await toast.waitFor();
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
    await window.screenshot('presence/1-notification');
    await window.pressNotificationButton('Ada: Look', 'Open');
    await window.webview().getByText('Look: [here]').waitFor();
  });

  it('does not notify of the chat in sight', async () => {
    await say('Do you see this?');
    await window.webview().getByText('Do you see this?').waitFor();
    assert.equal(await window.notification('Do you see this?').count(), 0);
    await window.runCommand('View: Close Editor');
  });

  it('notifies of who asks to see the presence, and leads to them', async () => {
    const eve = await startPeer({ server, user: 'eve', password: scene.password });
    try {
      await window.runCommand('View: Show Explorer');
      await eve.presence({ to: 'you@localhost', type: 'subscribe' });
      await window.notification('eve@localhost asks to see when you are online').waitFor();
      // At once: it shows for 10 s.
      await window.pressNotificationButton('eve@localhost asks to see', 'Open');
    } finally {
      await eve.stop();
    }
    await window.treeItem(/eve@localhost/u).waitFor();
  });

  it('offers the states, and keeps the status messages used before', async () => {
    await window.statusBarItem('available').click();
    await window.page
      .locator('.quick-input-list .monaco-list-row.focused', { hasText: 'now' })
      .waitFor();
    await window.screenshot('presence/2-picker');
    await window.pick('Status message…');
    await window.answer('Status message', 'Reading $(flame)');
    await presence(0, ({ status }) => status === 'Reading $(flame)');
    await window.runCommand('XMPP: Set Presence…');
    const before = ada.events.length;
    await window.pick('No status message');
    await presence(before, ({ status }) => !status);
    const from = ada.events.length;
    await window.runCommand('XMPP: Set Presence…');
    await window.quickPickRow('Reading $(flame)').waitFor();
    await window.screenshot('presence/3-recent');
    await window.pick('Reading $(flame)');
    await presence(from, ({ status }) => status === 'Reading $(flame)');
  });

  it('does not notify in do not disturb', async () => {
    await window.statusBarItem('available').click();
    await window.pick('do not disturb');
    await window.statusBarItem('do not disturb').waitFor();
    await say('Not now');
    await window.treeItem(/Ada, available, 1 unread/u).waitFor();
    assert.equal(await window.notification('Not now').count(), 0);
  });

  it('is invisible, also after a restart', async () => {
    const from = ada.events.length;
    await window.statusBarItem('do not disturb').click();
    await window.pick('invisible');
    await presence(from, ({ type }) => type === 'unavailable');
    await window.statusBarItem('invisible').waitFor();
    await window.reload();
    await window.statusBarItem('invisible').waitFor();
    await window.screenshot('presence/4-invisible');
    const seen = ada.events.slice(from).filter(({ event }) => event === 'presence');
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['unavailable'],
    );
  });
});
