import assert from 'node:assert/strict';
import { systemClock } from '../../src/base/clock.ts';
import { sessionBusSockets } from '../../src/ui/desktop/dbus/busAddress.ts';
import type { DesktopNotification } from '../../src/ui/desktop/desktopNotifications.ts';
import { FreedesktopNotifications } from '../../src/ui/desktop/freedesktopNotifications.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { Started } from '../support/started.ts';
import { type Bus, startBus, TestDaemon } from './bus.ts';

const EDITOR = { desktopEntry: 'code', icon: 'vscode', windowsAppId: '' };
const ALL = ['actions', 'body', 'body-markup', 'inline-reply', 'persistence', 'sound'];
/** How long to wait for what must not come, in ms. */
const QUIET_MS = 300;

describe('desktop notifications over D-Bus', () => {
  let started: Started;
  let bus: Bus;
  let happened: string[];
  let heard: () => void;

  beforeEach(async () => {
    started = new Started();
    bus = await started.add(startBus());
    happened = [];
    heard = () => undefined;
  });
  afterEach(() => started.end());

  const note = (what: string) => {
    happened.push(what);
    heard();
  };
  /** Waits until something was done with a notification. */
  const next = async () => {
    if (happened.length === 0) await new Promise<void>((resolve) => (heard = resolve));
    return happened.shift();
  };
  const notification = (changes: Partial<DesktopNotification> = {}): DesktopNotification => ({
    ...{ key: 'ada', summary: 'Ada', body: 'Hello', sound: true },
    actions: [{ label: 'Mark as Read', run: () => note('read') }],
    open: (token) => note(`open ${token ?? 'without a token'}`),
    reply: (text) => note(`reply ${text}`),
    ...changes,
  });
  const startDaemon = (...capabilities: readonly string[]) =>
    started.add(TestDaemon.start(bus, capabilities));
  const connected = (clock = systemClock) => {
    const sockets = sessionBusSockets(bus.env);
    const desktop = new FreedesktopNotifications(clock, EDITOR, sockets);
    void started.defer(() => {
      desktop.dispose();
    });
    return desktop;
  };
  const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

  it('shows one, with what belongs to it', async () => {
    const daemon = await startDaemon(...ALL);
    assert.equal(await connected().show(notification()), true);
    const { icon, summary, body, actions, hints, replaces } = await daemon.notified();
    assert.deepEqual(
      { icon, summary, body, replaces },
      { icon: 'vscode', summary: 'Ada', body: 'Hello', replaces: 0 },
    );
    assert.deepEqual(actions, ['default', 'Open', 'inline-reply', 'Reply', '0', 'Mark as Read']);
    assert.deepEqual(hints, {
      ...{ 'desktop-entry': 'code', category: 'im.received', urgency: 1 },
      'sound-name': 'message-new-instant',
    });
  });

  it('has a picture, by the address of its file', async () => {
    const daemon = await startDaemon(...ALL);
    await connected().show(notification({ picture: '/home/me/of us/a%1' }));
    const { hints } = await daemon.notified();
    assert.equal(hints['image-path'], 'file:///home/me/of%20us/a%251');
  });

  it('is silent on request', async () => {
    const daemon = await startDaemon(...ALL);
    await connected().show(notification({ sound: false }));
    const { hints } = await daemon.notified();
    assert.deepEqual([hints['suppress-sound'], hints['sound-name']], [true, undefined]);
  });

  it('escapes the body only where it may have markup, and never the summary', async () => {
    const words = { summary: '<b>Ada & Co</b>', body: '<a href="x">$(id)</a> & `id`' };
    const daemon = await startDaemon(...ALL);
    await connected().show(notification(words));
    const { summary, body } = await daemon.notified();
    assert.equal(summary, words.summary);
    assert.equal(body, '&lt;a href="x"&gt;$(id)&lt;/a&gt; &amp; `id`');
    await daemon.stop();
    const plain = await startDaemon('actions', 'body');
    await connected().show(notification(words));
    assert.equal((await plain.notified()).body, words.body);
  });

  it('has no actions where there are none, and no reply', async () => {
    const daemon = await startDaemon('body');
    await connected().show(notification());
    assert.deepEqual((await daemon.notified()).actions, []);
    await daemon.stop();
    const other = await startDaemon('actions');
    await connected().show(notification());
    assert.deepEqual((await other.notified()).actions, ['default', 'Open', '0', 'Mark as Read']);
  });

  it('opens on a click, with the token for Wayland, once, and is gone then', async () => {
    const daemon = await startDaemon(...ALL);
    await connected().show(notification());
    const { id } = await daemon.notified();
    daemon.signal('ActivationToken', 'us', [id, 'gnome-shell/Code/1-0_TIME12']);
    daemon.signal('ActionInvoked', 'us', [id, 'default']);
    daemon.signal('ActionInvoked', 'us', [id, 'default']);
    assert.equal(await next(), 'open gnome-shell/Code/1-0_TIME12');
    assert.deepEqual((await daemon.waitFor('CloseNotification')).args, [id]);
    await quiet();
    assert.deepEqual(happened, []);
  });

  it('does what its buttons say, and sends what was answered', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    const { id } = await daemon.notified();
    daemon.signal('ActionInvoked', 'us', [id, '0']);
    assert.equal(await next(), 'read');
    for (const [given, sent] of [
      ['  On my way\n', 'On my way'],
      // What a message cannot hold is left in the draft, and so not cut here.
      ['x'.repeat(100_000), 'x'.repeat(100_000)],
    ] as const) {
      const from = daemon.events.length;
      await desktop.show(notification());
      const { id } = await daemon.notified(from);
      daemon.signal('NotificationReplied', 'us', [id, given]);
      assert.equal(await next(), `reply ${sent}`);
    }
  });

  it('replaces the one of the same chat, and removes it when it is read', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    const { id } = await daemon.notified();
    const from = daemon.events.length;
    await desktop.show(notification({ body: 'Again' }));
    assert.equal((await daemon.notified(from)).replaces, id);
    desktop.remove('somebody else');
    desktop.remove('ada');
    assert.deepEqual((await daemon.waitFor('CloseNotification')).args, [id]);
  });

  it('does not replace one that the user has closed', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    const { id } = await daemon.notified();
    daemon.signal('NotificationClosed', 'uu', [id, 2]);
    // Whatever comes afterwards finds that done.
    await desktop.show(notification({ key: 'bob' }));
    daemon.signal('ActionInvoked', 'us', [id + 1, 'default']);
    await next();
    const from = daemon.events.length;
    await desktop.show(notification());
    assert.equal((await daemon.notified(from)).replaces, 0);
  });

  it('removes all that are out when the window closes', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    const { id } = await daemon.notified();
    desktop.dispose();
    assert.deepEqual((await daemon.waitFor('CloseNotification')).args, [id]);
    assert.equal(await desktop.show(notification()), false);
  });

  it('goes on with a daemon that was started anew, and forgets the old ids', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    const { id } = await daemon.notified();
    await daemon.restart();
    const from = daemon.events.length;
    assert.equal(await desktop.show(notification({ key: 'bob', open: () => note('bob') })), true);
    const { id: anew, replaces } = await daemon.notified(from);
    assert.deepEqual([anew, replaces], [id, 0]);
    daemon.signal('ActionInvoked', 'us', [anew, 'default']);
    assert.equal(await next(), 'bob');
  });

  it('goes on with a daemon that was started anew while it was asked', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    await daemon.behave('restarting');
    const from = daemon.events.length;
    assert.equal(await desktop.show(notification({ key: 'bob', open: () => note('bob') })), true);
    const { id } = await daemon.notified(from);
    daemon.signal('ActionInvoked', 'us', [id, 'default']);
    assert.equal(await next(), 'bob');
  });

  it('A50: is clicked by the daemon that shows it, and not by the one of before', async () => {
    const former = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    await former.dropName();
    const latter = await startDaemon(...ALL);
    await desktop.show(notification({ key: 'bob', open: () => note('bob') }));
    const { id } = await latter.notified();
    former.signal('ActionInvoked', 'us', [id, 'default']);
    await quiet();
    assert.deepEqual(happened, []);
    latter.signal('ActionInvoked', 'us', [id, 'default']);
    await quiet();
    assert.deepEqual(happened, ['bob']);
  });

  it('is shown by the editor while there is no daemon, and by the next one', async () => {
    const clock = new FakeClock();
    const daemon = await startDaemon(...ALL);
    const desktop = connected(clock);
    await desktop.show(notification());
    await daemon.stop();
    assert.equal(await desktop.show(notification()), false);
    await startDaemon(...ALL);
    clock.advance(60_000);
    assert.equal(await desktop.show(notification()), true);
  });

  it('A50: is not clicked by anybody else on the bus, nor by ids and keys that are not ours', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    const { id, sender } = await daemon.notified();
    const impostor = await startBusClient();
    impostor.signal('ActionInvoked', 'us', [id, 'default'], { to: sender });
    impostor.signal('NotificationReplied', 'us', [id, 'sent by somebody else'], { to: sender });
    await quiet();
    assert.deepEqual(happened, []);
    for (const args of [
      [id, ''],
      [id, '9'],
      [id, '__proto__'],
      [id + 7, 'default'],
    ]) {
      daemon.signal('ActionInvoked', 'us', args);
    }
    daemon.signal('ActionInvoked', 'ss', ['1', 'default']);
    daemon.signal('NotificationReplied', 'us', [id + 7, 'of another program']);
    daemon.signal('NotificationReplied', 'us', [id, ' \n']);
    daemon.signal('ActivationToken', 'us', [id, 'a token\nLD_PRELOAD=x']);
    daemon.signal('ActionInvoked', 'us', [id, 'default']);
    assert.equal(await next(), 'open without a token');
    assert.deepEqual(happened, []);
  });

  /** Somebody who is on the bus, but does not have the name. */
  const startBusClient = () => startDaemon('none of it');

  it('A50: falls back at once where nobody shows notifications, and tries again after a minute', async () => {
    const clock = new FakeClock();
    const desktop = connected(clock);
    assert.equal(await desktop.show(notification()), false);
    const daemon = await startDaemon(...ALL);
    assert.equal(await desktop.show(notification()), false);
    clock.advance(60_000);
    assert.equal(await desktop.show(notification()), true);
    await daemon.notified();
  });

  it('A50: falls back within seconds where the daemon does not answer', async () => {
    const clock = new FakeClock();
    const daemon = await startDaemon(...ALL);
    const desktop = connected(clock);
    await desktop.show(notification());
    await daemon.behave('silent');
    const from = daemon.events.length;
    const shown = desktop.show(notification());
    await daemon.waitFor('Notify', from);
    clock.advance(5000);
    assert.equal(await shown, false);
  });

  it('A50: falls back where the daemon answers rubbish', async () => {
    const daemon = await startDaemon(...ALL);
    const desktop = connected();
    await desktop.show(notification());
    await daemon.behave('rubbish');
    assert.equal(await desktop.show(notification()), false);
    assert.equal(await connected().show(notification()), false);
  });

  it('A50: leaves a bus that floods it with signals, and comes back later', async () => {
    const clock = new FakeClock();
    const daemon = await startDaemon(...ALL);
    const desktop = connected(clock);
    await desktop.show(notification());
    const { id } = await daemon.notified();
    const from = daemon.events.length;
    await daemon.flood('NotificationClosed', 'uu', [id + 1, 1]);
    daemon.signal('ActionInvoked', 'us', [id, 'default']);
    await desktop.show(notification({ key: 'bob' }));
    clock.advance(60_000);
    assert.equal(await desktop.show(notification({ key: 'eve' })), true);
    await daemon.waitFor('GetCapabilities', from);
    assert.deepEqual(happened, []);
  });
});
