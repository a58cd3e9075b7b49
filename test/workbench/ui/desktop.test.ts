import assert from 'node:assert/strict';
import { type Bus, startBus, TestDaemon } from '../../desktop/bus.ts';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const CAPABILITIES = ['actions', 'body', 'body-markup', 'inline-reply'];

describe('notifications of the desktop', () => {
  let bus: Bus;
  let daemon: TestDaemon;
  let scene: Scene;
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    bus = await started.add(startBus());
    daemon = await started.add(TestDaemon.start(bus, CAPABILITIES));
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada' }],
        settings: { 'parley.notifications.desktop': 'on' },
        env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
      }),
    );
    ({ window } = scene);
    await window.treeItem(/Ada, available/u).waitFor();
  });
  keepTracesOnFailure(() => scene.workbench);

  /** Once a question of the extension is there, it has heard what the window heard before. */
  const setFocused = async (focused: boolean) => {
    await window.setFocused(focused);
    await window.runCommand('XMPP: Go to Chat…');
    await window.quickPickRow('Ada').waitFor();
    await window.page.keyboard.press('Escape');
    await window.quickInput.waitFor({ state: 'hidden' });
  };
  const say = (body: string) => scene.ada.send({ to: 'you@localhost', body });
  /** What the desktop shows once Ada has written. */
  const notifiedOf = async (body: string) => {
    const from = daemon.events.length;
    await say(body);
    return daemon.notified(from);
  };
  const closed = async (id: number, from: number) =>
    assert.deepEqual((await daemon.waitFor('CloseNotification', from)).args, [id]);

  it('notifies there while no window has the focus, and opens the chat by a click', async () => {
    await setFocused(false);
    const { id, summary, body } = await notifiedOf('Look: <a href="x">here</a>');
    assert.equal(summary, 'Ada');
    assert.equal(body, 'Look: &lt;a href="x"&gt;here&lt;/a&gt;');
    assert.equal(await window.notification('Look').count(), 0);
    daemon.signal('ActionInvoked', 'us', [id, 'default']);
    await window.webview().getByText('Look:').waitFor();
    await window.screenshot('desktop/1-clicked');
    await window.runCommand('View: Close All Editors');
  });

  it('sends what is answered there, and marks the chat as read', async () => {
    await setFocused(false);
    const { id } = await notifiedOf('Are you coming?');
    await window.statusBarItem(/· \d/u).waitFor();
    daemon.signal('NotificationReplied', 'us', [id, 'On my way']);
    await scene.ada.waitFor((event) => event.body === 'On my way');
    await window.statusBarItem(/· \d/u).waitFor({ state: 'detached' });
  });

  it('removes what is read in the editor', async () => {
    await setFocused(false);
    const from = daemon.events.length;
    const { id } = await notifiedOf('Read me');
    await setFocused(true);
    await window.openTreeItem(/Ada/u, () => window.webview().getByText('Read me').waitFor());
    await closed(id, from);
    await window.runCommand('View: Close All Editors');
  });

  it('leaves it to the editor when the window has the focus, or nobody shows notifications', async () => {
    await setFocused(true);
    const from = daemon.events.length;
    await say('For the editor');
    await window.notified(/Ada: (?:For the editor|1 unread message)/u);
    assert.equal(daemon.events.slice(from).length, 0);
    await daemon.stop();
    await setFocused(false);
    await say('With nobody else to tell');
    await window.notified(/Ada: (?:With nobody|1 unread message|\d unread messages)/u);
  });
});
