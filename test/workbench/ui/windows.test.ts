import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { startedHere } from '../../support/started.ts';
import type { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { TestClient } from '../../support/client.ts';
import { inLanguage } from '../language.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

/** How far windows may be behind each other, and for how long nobody may hold the session, in ms. */
const IN_STEP_MS = 1000;
const TAKEN_OVER_MS = 5000;
/** How long a second notification is waited for. */
const QUIET_MS = 1500;

/** The extension hosts of a workbench, one for each window. */
async function extensionHosts({ server }: Workbench): Promise<readonly number[]> {
  const home = `HOME=${path.dirname(server.folder)}`;
  const parents = new Map<number, number>();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))) {
    try {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('--type=extensionHost')) continue;
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
      if (!environment.split('\0').includes(home)) continue;
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      parents.set(Number(pid), Number(/^PPid:\s+(\d+)$/mu.exec(status)?.[1]));
    } catch (error) {
      // It has ended meanwhile.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  // A program that one of them is about to start is its copy for a moment.
  return [...parents].flatMap(([pid, parent]) => (parents.has(parent) ? [] : [pid]));
}

describe('several windows on one session', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let workbench: Workbench;
  let first: Window;
  let second: Window;
  let owner: number;

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] }),
    );
    ({ ada, workbench, window: first } = scene);
    const hosts = await extensionHosts(workbench);
    assert.equal(hosts.length, 1);
    owner = hosts[0] ?? 0;
    second = await workbench.openWindow();
    await second.openContainer('XMPP');
  });
  keepTracesOnFailure(() => workbench);

  const openChat = (window: Window) =>
    window.openTreeItem(/Ada Lovelace/u, () => window.webview().getByRole('textbox').waitFor());
  const send = async (window: Window, body: string) => {
    const input = window.webview().getByRole('textbox');
    await input.fill(body);
    await input.press('Enter');
  };
  const arrivals = (body: string) => ada.ledger.filter((message) => message.body === body).length;
  /** When the chat that shows in this window has it. */
  const shown = async (window: Window, body: string) => {
    await window.webview().getByText(body, { exact: true }).waitFor();
    return performance.now();
  };

  it('F13: shows the same in both over one connection', async () => {
    await second.treeItem(/Ada Lovelace, available/u).waitFor();
    await second.statusBarItem('available').waitFor();
    assert.equal((await scene.server.resources('you')).length, 1);
    assert.equal((await extensionHosts(workbench)).length, 2);
    const windows = [first, second];
    for (const window of windows) await openChat(window);
    const gaps: number[] = [];
    for (const body of ['for both', 'again', 'once more']) {
      await ada.send({ to: 'you@localhost', body });
      const [one = 0, other = 0] = await Promise.all(windows.map((each) => shown(each, body)));
      gaps.push(Math.abs(one - other));
    }
    const [, median = Infinity] = gaps.toSorted((a, b) => a - b);
    console.log(`      the windows are ${median.toFixed(0)} ms apart`);
    assert.ok(median <= IN_STEP_MS, `${median} ms`);
    await second.screenshot('windows/follower');
  });

  it('sends from either, once', async () => {
    await send(second, 'from the second');
    await send(first, 'from the first');
    for (const body of ['from the second', 'from the first']) {
      await ada.waitFor((event) => event.body === body);
      for (const window of [first, second]) await shown(window, body);
      assert.equal(arrivals(body), 1);
    }
  });

  it('counts what is unread alike, and notifies in one of them', async () => {
    for (const window of [first, second]) await window.runCommand('View: Close All Editors');
    await ada.send({ to: 'you@localhost', body: 'Only once, please' });
    for (const window of [first, second]) await window.statusBarItem('· 1').waitFor();
    const toasts = async () => {
      const counts = [first, second].map(({ page }) =>
        page.locator('.notification-toast', { hasText: 'Only once' }).count(),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    await Promise.any([first, second].map((window) => window.notification('Only once').waitFor()));
    await first.page.waitForTimeout(QUIET_MS);
    assert.equal(await toasts(), 1);
    await openChat(second);
    for (const window of [first, second]) {
      await window.statusBarItem('· 1').waitFor({ state: 'detached' });
    }
  });

  /** When contacts saw the account leave, since then. */
  const departures = (from: number) =>
    ada.events.slice(from).filter(({ type }) => type === 'unavailable');
  /** What the four displays of a window say of what Ada wrote and nobody read. */
  const unreadIn = async (window: Window) => {
    const { page } = window;
    const count = (text: string, pattern: RegExp) =>
      Number(/\d+/u.exec(inLanguage(pattern).exec(text)?.[0] ?? '')?.[0] ?? 0);
    const status = page.locator('.statusbar-item[id*="parley.presence"]');
    const badge = page.locator(
      '.activitybar .action-item:has(a[aria-label^="XMPP"]) .badge-content',
    );
    const row = window.treeItem(/Ada Lovelace/u);
    const tab = page.locator('.tab[aria-label*="Ada Lovelace"]').first();
    return {
      status: count(await status.innerText(), /· \d+/u),
      badge: Number((await badge.allInnerTexts()).join('') || 0),
      row: count((await row.getAttribute('aria-label')) ?? '', /\d+ unread/u),
      tab: count((await tab.getAttribute('aria-label')) ?? '', /\(\d+\)/u),
    };
  };

  it('shows one count in the status bar, the tree, the tab and the badge, wherever it is read', async () => {
    for (const window of [first, second]) {
      await openChat(window);
      await window.runCommand('File: New Untitled Text File');
    }
    const agree = async (unread: number, when = '') => {
      const wanted = { status: unread, badge: unread, row: unread, tab: unread };
      for (const window of [first, second]) {
        let seen = await unreadIn(window);
        for (let look = 0; look < 600; look++) {
          if (JSON.stringify(seen) === JSON.stringify(wanted)) break;
          await window.page.waitForTimeout(100);
          seen = await unreadIn(window);
        }
        assert.deepEqual(seen, wanted, when);
      }
    };
    await agree(0);
    for (let n = 1; n <= 3; n++) {
      await ada.send({ to: 'you@localhost', body: `unread ${String(n)}` });
      await agree(n);
    }
    await second.screenshot('windows/unread');
    await openChat(second);
    await agree(0, 'read in the second');
    await second.runCommand('View: Open Previous Editor');
    await ada.send({ to: 'you@localhost', body: 'to be read here' });
    await agree(1);
    await openChat(first);
    await agree(0, 'read in the first');
    await first.runCommand('View: Open Previous Editor');
    const phone = new TestClient({
      caFile: scene.server.caFile,
      server: { mode: 'starttls', host: '127.0.0.1', port: scene.server.ports.starttls },
    });
    try {
      const account = await phone.request('signIn', {
        jid: 'you@localhost',
        password: scene.password,
      });
      await phone.waitFor('contacts', { account }, ({ show }) => show === 'available');
      const unread = 'to be read on the phone';
      await ada.send({ to: 'you@localhost', body: unread });
      await agree(1);
      await phone.waitFor(
        'contacts',
        { account },
        ({ lastReceived }) => lastReceived?.excerpt === unread,
      );
      await phone.request('markRead', { account, chat: 'ada@localhost' });
      await agree(0, 'read on the phone');
    } finally {
      await phone.stop();
    }
    for (const window of [first, second]) await window.runCommand('View: Close All Editors');
  });

  it('has one draft in all windows, which outlives its tab', async () => {
    const input = (window: Window) => window.webview().getByRole('textbox');
    const shows = (window: Window, draft: string) => window.holds(input(window), draft);
    for (const window of [first, second]) await openChat(window);
    await input(second).pressSequentially('half a sentence');
    await shows(first, 'half a sentence');
    await input(first).pressSequentially(', whole');
    await shows(second, 'half a sentence, whole');
    await second.runCommand('View: Close All Editors');
    await openChat(second);
    await shows(second, 'half a sentence, whole');
    await input(second).press('Enter');
    await shows(first, '');
    for (const window of [first, second]) await window.runCommand('View: Close All Editors');
  });

  /** The folder by which the windows agree on who holds the session. */
  const sessionFolder = () => {
    const home = path.dirname(workbench.server.folder);
    return path.join(home, 'data/User/globalStorage/parley.parley-xmpp/session');
  };
  /** The record of the window that holds it. */
  const ownerRecord = async () =>
    (await readdir(sessionFolder())).find((name) => /^owner-\d+$/u.test(name));

  it('F13: goes on in the second when the first is stuck, which follows when it wakes', async () => {
    const from = ada.events.length;
    const former = await ownerRecord();
    process.kill(owner, 'SIGSTOP');
    try {
      await openChat(second);
      // What is asked of the one that is stuck, before that is noticed, is answered with an error.
      const isSucceeded = async () => ![undefined, former].includes(await ownerRecord());
      for (let look = 0; look < 1200 && !(await isSucceeded()); look++) {
        await second.page.waitForTimeout(50);
      }
      assert.ok(await isSucceeded(), 'no other window holds the session');
      await send(second, 'while it is stuck');
      await ada.waitFor(({ body }) => body === 'while it is stuck', 60_000, from);
    } finally {
      process.kill(owner, 'SIGCONT');
    }
    await ada.send({ to: 'you@localhost', body: 'and awake' });
    await shown(second, 'and awake');
    await openChat(first);
    await shown(first, 'and awake');
    await send(first, 'from the one that woke');
    await ada.waitFor(({ body }) => body === 'from the one that woke', 60_000, from);
    await first.page.waitForTimeout(QUIET_MS);
    for (const body of ['while it is stuck', 'from the one that woke']) {
      assert.equal(arrivals(body), 1);
    }
    assert.equal((await scene.server.resources('you')).length, 1);
    assert.deepEqual(departures(from), [], 'contacts see nothing of it');
    for (const window of [first, second]) await window.statusBarItem('available').waitFor();
    // The one that is killed next is the one that holds the session.
    owner = (await extensionHosts(workbench)).find((pid) => pid !== owner) ?? 0;
    [first, second] = [second, first];
  });

  it('F13: keeps what it needs for that to the user alone', async () => {
    const folder = sessionFolder();
    const record = await ownerRecord();
    assert.ok(record, folder);
    assert.equal((await stat(path.join(folder, record))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    const { pipe } = JSON.parse(await readFile(path.join(folder, record), 'utf8')) as {
      pipe: string;
    };
    assert.equal((await stat(path.dirname(pipe))).mode & 0o777, 0o700);
  });

  it('F13: goes on in the second when the first is killed, without a message lost or doubled', async () => {
    const from = ada.events.length;
    process.kill(owner, 'SIGKILL');
    const killed = performance.now();
    // What reaches a process on its way out is answered with an error, and stays in the input.
    while ((await extensionHosts(workbench)).includes(owner)) await second.page.waitForTimeout(5);
    await send(second, 'nobody holds it');
    const arrived = ada.waitFor(({ body }) => body === 'nobody holds it', 60_000, from);
    const soon = () => second.page.waitForTimeout(50).then(() => 'not yet' as const);
    while ((await Promise.race([arrived, soon()])) === 'not yet') {
      assert.ok(await second.treeItem(/Ada Lovelace/u).isVisible(), 'the contacts stay');
      assert.equal(
        await second.page.getByRole('button', { name: 'Sign In', exact: true }).count(),
        0,
      );
    }
    const took = performance.now() - killed;
    console.log(`      taken over after ${took.toFixed(0)} ms`);
    assert.ok(took <= TAKEN_OVER_MS, `${took} ms`);
    assert.equal((await scene.server.resources('you')).length, 1);
    await second.statusBarItem('available').waitFor();
    await ada.send({ to: 'you@localhost', body: 'still there?' });
    await shown(second, 'still there?');
    await second.screenshot('windows/taken-over');
    assert.equal(arrivals('nobody holds it'), 1);
    assert.deepEqual(departures(from), [], 'contacts see nothing of it');
    assert.equal(await second.webview().getByText('nobody holds it').count(), 1);
  });

  it('F13: is still one with four windows, the killed one among them', async () => {
    await first.reload();
    const windows = [first, second, await workbench.openWindow(), await workbench.openWindow()];
    for (const window of windows) {
      await window.openContainer('XMPP');
      await window.treeItem(/Ada Lovelace, available/u).waitFor();
    }
    assert.equal((await scene.server.resources('you')).length, 1);
    const [, , , last] = windows;
    assert.ok(last);
    await openChat(last);
    await send(last, 'from the fourth');
    await ada.waitFor(({ body }) => body === 'from the fourth');
    await ada.presence({ status: 'Four of you?' });
    for (const window of windows) await window.treeItem(/Four of you/u).waitFor();
    assert.equal(arrivals('from the fourth'), 1);
  });

  it('F14: goes on in another when the one that holds it is reloaded', async () => {
    const from = ada.events.length;
    await second.reload();
    await openChat(first);
    await send(first, 'after the reload');
    await ada.waitFor(({ body }) => body === 'after the reload', 60_000, from);
    for (const window of [first, second]) await window.statusBarItem('available').waitFor();
    assert.equal((await scene.server.resources('you')).length, 1);
    assert.equal(arrivals('after the reload'), 1);
    assert.deepEqual(departures(from), [], 'contacts see nothing of it');
  });
});
