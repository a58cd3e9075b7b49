import assert from 'node:assert/strict';
import { type Peer, startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import type { Window } from '../window.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const ROOM = 'lobby@conference.localhost';
const MUC = 'http://jabber.org/protocol/muc';
/** How long something that must not come is waited for. */
const QUIET_MS = 1500;

type Outcome = () => Promise<unknown>;

describe('the list of chats', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let grace: Peer;
  let window: Window;

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [
          { jid: 'ada@localhost', name: 'Ada Lovelace' },
          { jid: 'grace@localhost', name: 'Grace Hopper' },
          { jid: 'linus@localhost', name: 'Linus' },
        ],
        others: ['grace', 'linus'],
      }),
    );
    ({ ada, window } = scene);
    const { server, password } = scene;
    grace = await started.add(startPeer({ server, user: 'grace', password }));
  });
  keepTracesOnFailure(() => scene.workbench);

  const send = (peer: Peer, body: string) => peer.send({ to: 'you@localhost', body });
  /** The names at the beginning of the rows, once they are these. */
  const listed = async (...names: readonly string[]) => {
    const rows = () =>
      window.chatRows.evaluateAll((all) =>
        all.map((row) => row.getAttribute('aria-label')?.split(',')[0]),
      );
    const until = Date.now() + 30_000;
    while ((await rows()).join() !== names.join() && Date.now() < until) {
      await window.page.waitForTimeout(50);
    }
    assert.deepEqual(await rows(), names);
  };
  /** Waits for the badge that the editor draws behind a row. */
  const badgeOf = async (row: RegExp, text: string) => {
    const label = window.chatRow(row).locator('.monaco-icon-label').first();
    const shown = () => label.evaluate((one) => getComputedStyle(one, '::after').content);
    const until = Date.now() + 30_000;
    while (!(await shown()).includes(text) && Date.now() < until) {
      await window.page.waitForTimeout(50);
    }
    assert.equal(await shown(), `"${text}"`);
  };
  const menu = (row: RegExp, entry: string, outcome: Outcome) =>
    window.rowMenu(() => window.chatRow(row), entry, outcome);
  /** A click in a menu that has just opened may be lost. */
  const soon = { timeout: 4000 };
  const gone = { ...soon, state: 'detached' } as const;
  /** Presses keys until they bring this: whatever takes the focus late has them for itself. */
  const press = async (keys: readonly string[], outcome: Outcome) => {
    const until = Date.now() + 30_000;
    for (;;) {
      for (const key of keys) await window.page.keyboard.press(key);
      try {
        await outcome();
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  };

  it('says so while there are none', async () => {
    await window.page.getByText('No chats yet.').waitFor();
    await window.screenshot('chats/1-empty');
  });

  it('has the newest first, with the last words and what is unread', async () => {
    await send(ada, 'The moth is in the log');
    await window.chatRow(/^Ada Lovelace, 1 unread, .*The moth is in the log/u).waitFor();
    await send(grace, 'Ship it');
    await listed('Grace Hopper', 'Ada Lovelace');
    await send(ada, 'Still there');
    await listed('Ada Lovelace', 'Grace Hopper');
    await badgeOf(/^Ada Lovelace/u, '2');
    await window.statusBarItem(/· 3/u).waitFor();
  });

  it('has rooms among them, with who wrote, and marks mentions', async () => {
    const from = ada.events.length;
    await ada.raw(`<presence to="${ROOM}/Ada"><x xmlns="${MUC}"/></presence>`);
    await ada.waitFor(
      ({ event, from: who }) => event === 'presence' && who === `${ROOM}/Ada`,
      60_000,
      from,
    );
    await ada.iq({
      ...{ to: ROOM, type: 'set' },
      payload: `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit"/></query>`,
    });
    await window.runCommand('XMPP: Join or Create Room…');
    await window.inputTitled('Join or Create Room');
    await window.quickInput.fill(ROOM);
    await window.pick(`Join ${ROOM}`);
    await window.answer('Your nick in', 'You');
    await window.treeItem(/^lobby, room, joined/iu).waitFor();
    // What comes while its tab is open is read at once.
    await window.editorTab(/^lobby/iu).waitFor();
    await window.runCommand('View: Close All Editors');
    await window.editorTab(/^lobby/iu).waitFor({ state: 'detached' });
    await ada.send({ to: ROOM, type: 'groupchat', body: 'You: shipped' });
    await window.chatRow(/^lobby, 1 unread, 1 mentions you, .*Ada: You: shipped/iu).waitFor();
    await listed('lobby', 'Ada Lovelace', 'Grace Hopper');
    await window.statusBarItem(/· 4/u).waitFor();
    await badgeOf(/^lobby/iu, '@1');
    await window.screenshot('chats/2-room');
  });

  it('keeps a pinned chat on top', async () => {
    await menu(/^Grace Hopper/u, 'Pin Chat', () =>
      window.chatRow(/^Grace Hopper, .*pinned/u).waitFor(soon),
    );
    await window.chatRows
      .first()
      .and(window.chatRow(/^Grace Hopper/u))
      .waitFor();
    await send(ada, 'And now?');
    await window.chatRow(/^Ada Lovelace, 3 unread/u).waitFor();
    await window.chatRows
      .first()
      .and(window.chatRow(/^Grace Hopper/u))
      .waitFor();
  });

  it('has no total of a muted chat, and no notification, and goes on counting it', async () => {
    await menu(/^Ada Lovelace/u, 'Mute Chat…', () =>
      window.quickPickRow('Until I unmute it').waitFor(soon),
    );
    await window.pick('Until I unmute it');
    await window.chatRow(/^Ada Lovelace, 3 unread, muted/u).waitFor();
    await window.statusBarItem(/· 2/u).waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await send(ada, 'Quietly');
    await window.chatRow(/^Ada Lovelace, 4 unread, muted, .*Quietly/u).waitFor();
    await window.page.waitForTimeout(QUIET_MS);
    assert.equal(await window.notification('Quietly').count(), 0);
    await window.statusBarItem(/· 2/u).waitFor();
    await window.screenshot('chats/3-pinned-muted');
  });

  it('keeps all that over a reload', async () => {
    await window.reload();
    await window.chatRow(/^Ada Lovelace, 4 unread, muted, .*Quietly/u).waitFor();
    await window.chatRow(/^Grace Hopper, 1 unread, pinned, .*Ship it/u).waitFor();
    await menu(/^Ada Lovelace/u, 'Unmute Chat', () => window.statusBarItem(/· 6/u).waitFor(soon));
  });

  it('goes to a chat by the keyboard, what waits first', async () => {
    const front = window.page.locator('.quick-input-widget:visible .monaco-list-row.focused');
    await press(['Alt+x', 'Alt+c'], () => front.filter({ hasText: 'lobby' }).waitFor(soon));
    await window.screenshot('chats/4-go-to-chat');
    await press(['Alt+x', 'Alt+c'], () => front.filter({ hasText: 'Ada Lovelace' }).waitFor(soon));
    await press(['Alt+x', 'Alt+c'], async () => {
      await window.quickInput.fill('linu', soon);
      await front.filter({ hasText: 'Linus' }).waitFor(soon);
      await window.page.keyboard.press('Enter');
      await window.editorTab(/^Linus/u).waitFor(soon);
    });
  });

  it('goes to the next unread chat from within a chat, and reads it', async () => {
    const box = window.webview().getByRole('textbox');
    await box.fill('Kept');
    await box.click();
    await press(['Alt+x', 'Alt+n'], () => window.editorTab(/^lobby/iu).waitFor(soon));
    await window.chatRow(/^Linus, .*Draft: Kept$/u).waitFor();
    await window.chatRow(/^lobby, room, /iu).waitFor();
    assert.equal(await window.chatRow(/^lobby, .*unread/iu).count(), 0);
  });

  it('shows a draft in place of the last words', async () => {
    await window.runCommand('View: Close All Editors');
    await window.chatRow(/^Grace Hopper/u).click();
    const box = window.webview().getByRole('textbox');
    await box.fill('Half a thought');
    await window.chatRow(/^Grace Hopper, .*Draft: Half a thought/u).waitFor();
    await box.fill('');
    await window.chatRow(/^Grace Hopper, .*Ship it/u).waitFor();
  });

  it('archives a chat with its tab, until something new comes', async () => {
    await window.editorTab(/^Grace Hopper/u).waitFor();
    await menu(/^Grace Hopper/u, 'Archive Chat', () =>
      window.chatRow(/^Grace Hopper/u).waitFor(gone),
    );
    await window.editorTab(/^Grace Hopper/u).waitFor({ state: 'detached' });
    await window.runCommand('XMPP: Show Archived Chats');
    await window.chatRows
      .last()
      .and(window.chatRow(/^Grace Hopper, archived/u))
      .waitFor();
    await window.screenshot('chats/5-archived');
    await window.runCommand('XMPP: Hide Archived Chats');
    await window.chatRow(/^Grace Hopper/u).waitFor({ state: 'detached' });
    await send(grace, 'One more thing');
    await window.chatRow(/^Grace Hopper, 1 unread, .*One more thing/u).waitFor();
    await window.chatRows
      .first()
      .and(window.chatRow(/^Grace Hopper/u))
      .waitFor();
  });

  it('brings an archived chat back when it is opened', async () => {
    await menu(/^Grace Hopper/u, 'Archive Chat', () =>
      window.chatRow(/^Grace Hopper/u).waitFor(gone),
    );
    await window.openTreeItem(/Grace Hopper/u, () => window.chatRow(/^Grace Hopper/u).waitFor());
  });

  it('fits every theme, and a narrow side bar', async () => {
    await send(ada, 'Compiling the notes of the whole week, which takes a while');
    for (const theme of ['dark', 'contrast', 'light'] as const) {
      await window.useTheme(theme);
      await window.chatRow(/^Ada Lovelace/u).waitFor();
      await window.screenshot(`chats/${theme}`);
    }
    await window.page.setViewportSize({ width: 560, height: 800 });
    await window.screenshot('chats/narrow');
  });
});
