import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, spawnGroup } from '../../scripts/processes.mjs';
import { systemClock } from '../../src/base/clock.ts';
import { sessionBusSockets } from '../../src/ui/desktop/dbus/busAddress.ts';
import { FreedesktopNotifications } from '../../src/ui/desktop/freedesktopNotifications.ts';
import { startedHere } from '../support/started.ts';
import { startBus } from './bus.ts';

const EDITOR = { desktopEntry: 'code', icon: 'vscode', windowsAppId: '' };
const WAIT_MS = 20_000;
const POLL_MS = 50;
/** Dunst with all that it can do, on a screen that nobody looks at. */
const CONFIG = '[global]\nmarkup = full\nhistory_length = 20\nmouse_left_click = do_action\n';

/** A virtual screen. */
async function startScreen() {
  const { child, end } = spawnGroup('Xvfb', ['-displayfd', '3', '-screen', '0', '640x480x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const output = child.stdio[3];
  if (!output || !('readable' in output)) throw new Error('Xvfb has no output');
  const [number] = (await once(output, 'data', { signal: AbortSignal.timeout(WAIT_MS) })) as [
    Buffer,
  ];
  return { display: `:${number.toString().trim()}`, stop: end };
}

describe('desktop notifications in a desktop’s own daemon', () => {
  const started = startedHere();
  let env: NodeJS.ProcessEnv;
  let desktop: FreedesktopNotifications;
  let heard: (what: string) => void;

  before(async () => {
    const bus = await started.add(startBus());
    const screen = await started.add(startScreen());
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-dunst-'));
    await started.defer(() => rm(folder, { recursive: true }));
    const config = path.join(folder, 'dunstrc');
    await writeFile(config, CONFIG);
    env = { ...bus.env, DISPLAY: screen.display, WAYLAND_DISPLAY: '', HOME: folder };
    const { end } = spawnGroup('dunst', ['-conf', config], { env, stdio: 'ignore' });
    await started.defer(end);
    await eventually('dunst', () => dunstctl('count'));
    desktop = new FreedesktopNotifications(systemClock, EDITOR, sessionBusSockets(bus.env));
    await started.defer(() => {
      desktop.dispose();
    });
  });

  const dunstctl = (...args: readonly string[]) => run('dunstctl', args, { env });
  /** Waits until something is so. */
  const eventually = async <T>(what: string, attempt: () => Promise<T>): Promise<T> => {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`${what} did not come`, { cause: error });
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
  };
  const displayed = (count: number) =>
    eventually(`a count of ${count}`, async () => {
      assert.equal((await dunstctl('count', 'displayed')).trim(), String(count));
    });
  const notification = (key: string, body: string) => ({
    ...{ key, summary: 'Ada <b>', body, sound: true },
    actions: [{ label: 'Mark as Read', run: () => heard('read') }],
    open: () => heard('opened'),
  });
  const hearing = () => new Promise<string>((resolve) => (heard = resolve));
  /** The newest of its history: what dunst has shown, after it was closed. */
  const last = async () => {
    type Entry = Readonly<Record<string, { readonly data: unknown }>>;
    const { data } = JSON.parse(await dunstctl('history')) as { data: [Entry[]] };
    const [entry = {}] = data[0];
    return Object.fromEntries(Object.entries(entry).map(([key, { data }]) => [key, data]));
  };

  it('shows text as text, and a click opens it', async () => {
    assert.equal(await desktop.show(notification('ada', '<a href="x">1 & 2</a>')), true);
    await displayed(1);
    const clicked = hearing();
    await dunstctl('action', '0');
    assert.equal(await clicked, 'opened');
    await displayed(0);
    const { summary, body, category, appname } = await last();
    assert.equal(summary, 'Ada <b>');
    assert.equal(body, '&lt;a href="x"&gt;1 &amp; 2&lt;/a&gt;');
    assert.deepEqual([category, appname], ['im.received', 'Parley']);
  });

  it('replaces the one of a chat, and removes what was read', async () => {
    await desktop.show(notification('ada', 'One'));
    await desktop.show(notification('ada', 'Two'));
    await desktop.show(notification('bob', 'Three'));
    await displayed(2);
    desktop.remove('bob');
    await displayed(1);
    await dunstctl('close-all');
    await displayed(0);
    assert.equal((await last())['body'], 'Two');
  });

  it('removes everything when the window closes', async () => {
    await desktop.show(notification('ada', 'Still here'));
    await displayed(1);
    desktop.dispose();
    await displayed(0);
  });
});
