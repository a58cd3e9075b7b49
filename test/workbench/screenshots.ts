/**
 * Takes pictures of the main views, of the packaged extension in a real workbench: each in every
 * theme, wide and narrow, into `.cache/screenshots/views/`. With `--readme` those of the README, with
 * `--walkthrough` those of the walkthrough.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext } from 'playwright-core';
import { type Peer, startPeer } from '../interop/peer.mjs';
import type { Theme } from './window.ts';
import { type Scene, startScene } from './ui/scene.ts';

const root = path.resolve(import.meta.dirname, '../..');
const WIDE = { width: 1280, height: 800 };
const README = { width: 1000, height: 640 };
/** Of parts of the window, so that their texts can be read where they are shown small. */
const WALKTHROUGH = { width: 920, height: 480 };
/** Of the chat in a narrow window, in CSS px. */
const NARROW = 300;
const THEMES: readonly Theme[] = ['dark', 'light', 'contrast'];
const YOU = 'you@localhost';
const ROOM = 'crowd@conference.localhost';

const CODE = `export function parse(text: string): Stanza | undefined {
  const root = read(text); // strict: no entities
  return root.name === 'message' ? new Stanza(root) : undefined;
}`;

/** How to get to a view that is left with Esc; a chat is behind all of them. */
const VIEWS: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  chat: async ({ window }) => {
    const input = window.webview().getByRole('textbox', { name: 'Message Ada Lovelace' });
    await window.openTreeItem(/^Ada Lovelace/u, () => input.waitFor());
  },
  actions: async ({ window }) => {
    await window.webview().locator('.message', { hasText: 'read them tonight' }).hover();
  },
  find: async ({ window }) => {
    await window.webview().getByRole('textbox').press('Control+f');
    await window.webview().getByRole('textbox', { name: 'Find in chat' }).fill('parse');
    await window.webview().locator('.bar-count', { hasText: /\d/u }).waitFor();
  },
  search: async ({ window }) => {
    await window.runCommand('XMPP: Search Messages…');
    await window.quickInput.fill('lo');
    await window.quickPickRow('log book').waitFor();
  },
  presence: async ({ window }) => {
    await window.statusBarItem('available').click();
    await window.quickPickRow('do not disturb').waitFor();
  },
  addContact: async ({ window }) => {
    await window.runCommand('XMPP: Add Contact…');
    await window.quickInput.fill('katherine@');
    await window.quickInput.press('Enter');
    await window.page.getByText('A JID looks like').first().waitFor();
  },
  details: async ({ window }) => {
    await window.treeItemMenu(/Ada Lovelace/u, 'Contact Details…', () =>
      window.webview().getByText('Slixmpp').first().waitFor(),
    );
  },
  room: async ({ window }) => {
    const occupants = window.webview().getByRole('button', { name: /^Occupants/u });
    await window.openTreeItem(/^Crowd, room/u, () => occupants.waitFor());
    const list = window.webview().getByRole('option').first();
    if (!(await list.isVisible())) await occupants.click();
    await list.waitFor();
  },
};

/** Which pictures the README shows. */
const SHOWN: readonly (readonly [view: string, theme: Theme])[] = [
  ['chat', 'dark'],
  ['chat', 'light'],
  ['search', 'dark'],
  ['details', 'dark'],
  ['room', 'dark'],
];

/** The steps of the walkthrough after signing in, and the part of the window that shows each. */
const STEPS: readonly (readonly [
  step: string,
  open: (scene: Scene) => Promise<void>,
  part: string,
])[] = [
  ['chat', async (scene) => VIEWS['chat']?.(scene), '.part.editor'],
  ['file', chooseReceiver, '.quick-input-widget'],
  ['presence', async (scene) => VIEWS['presence']?.(scene), '.quick-input-widget'],
];
/** A picture serves a theme of high contrast, too. */
const WALKTHROUGH_THEMES: readonly Theme[] = ['dark', 'light'];

const flag = { type: 'boolean', default: false } as const;
const { values: flags } = parseArgs({ options: { readme: flag, walkthrough: flag } });
const folder = path.join(root, folderOf(flags));

function folderOf({ readme, walkthrough }: typeof flags): string {
  if (readme) return 'media/screenshots';
  return walkthrough ? 'media/walkthrough' : '.cache/screenshots/views';
}

async function shoot({ window }: Scene, name: string): Promise<void> {
  // What moves comes to rest.
  await window.page.waitForTimeout(500);
  await window.page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** The same of a part of the window, as WebP, which takes half of what PNG does: it is for the package. */
async function shootPart({ window }: Scene, part: string, name: string): Promise<void> {
  await window.page.mouse.move(0, 0);
  await window.page.waitForTimeout(500);
  const picture = await window.page.locator(part).first().screenshot();
  await writeFile(path.join(folder, `${name}.webp`), await toWebp(window.page.context(), picture));
}

async function toWebp(browser: BrowserContext, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const url = await page.evaluate(
    async (source) => {
      const picture = new Image();
      picture.src = source;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      return canvas.toDataURL('image/webp', 0.8);
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** The file in the editor is about to be sent. */
async function chooseReceiver({ window }: Scene): Promise<void> {
  await window.runCommand('XMPP: Send Current File to Contact…');
  await window.quickPickRow('Ada Lovelace').waitFor();
}

async function leave({ window }: Scene): Promise<void> {
  await window.page.keyboard.press('Escape');
  await window.page.mouse.move(0, 0);
}

/** Makes the window so wide that the editor, with whatever it shows, has `NARROW` px. */
async function narrow({ window }: Scene): Promise<void> {
  const editor = await window.page.locator('.part.editor').boundingBox();
  if (!editor) throw new Error('the window has no editor');
  await window.page.setViewportSize({ ...WIDE, width: WIDE.width - editor.width + NARROW });
}

/** Contacts in every state: present, away, offline, unread and asking. */
async function enterCompany(scene: Scene): Promise<readonly Peer[]> {
  const { server, password, ada, window } = scene;
  await ada.presence({ status: 'Compiling the notes…' });
  const grace = await startPeer({ server, user: 'grace', password });
  await grace.presence({ show: 'away', status: 'Back at 3' });
  await grace.send({ to: YOU, body: 'The moth is in the log book.' });
  await grace.send({ to: YOU, body: 'Shall I show you?' });
  const linus = await startPeer({ server, user: 'linus', password });
  await linus.presence({ to: YOU, type: 'subscribe', status: 'We met at the fair' });
  await window.treeItem(/linus@localhost/u).waitFor();
  await window.treeItem(/Grace Hopper, away, Back at 3, 2 unread/u).waitFor();
  return [grace, linus];
}

/** A conversation with everything that it can hold. */
async function talk({ ada, workbench, window }: Scene): Promise<void> {
  const heard = (text: string) => window.webview().getByText(text).first().waitFor();
  const input = window.webview().getByRole('textbox');
  const say = async (text: string) => {
    await input.fill(text);
    await input.press('Enter');
    await ada.waitFor(({ body }) => body === text);
  };
  await window.treeItem(/Ada Lovelace/u).click();
  await say('Have you seen teh new parser?');
  await input.press('ArrowUp');
  await say('Have you seen the new parser?');
  await ada.send({ to: YOU, body: `It is *lovely*. This is the _whole_ of it:` });
  await ada.send({ to: YOU, body: `\`\`\`src/parse.ts\n${CODE}\n\`\`\`` });
  await heard('export function');
  await say('> It is *lovely*.\nAnd `strict`! See https://www.rfc-editor.org/rfc/rfc6120 §11.1');
  await ada.send({ to: YOU, body: '/me sends her tests along' });
  const file = path.join(workbench.server.folder, 'parse.test.ts');
  await writeFile(file, `${CODE}\n`.repeat(8));
  await ada.upload({ file, to: YOU });
  await heard('parse.test.ts');
  await window.webview().getByText('parse.test.ts').hover();
  await window.webview().getByRole('button', { name: 'Reply' }).click();
  await input.fill('Thank you! I shall read them tonight.');
  await input.press('Enter');
  const thanks = await ada.waitFor(({ body }) => body?.endsWith('read them tonight.'));
  const reaction = '<reaction>🎉</reaction>';
  const xml = `<reactions xmlns="urn:xmpp:reactions:0" id="${thanks.id ?? ''}">${reaction}</reactions>`;
  await ada.send({ to: YOU, xml });
  await window.webview().getByRole('button', { name: '🎉 1' }).waitFor();
  await window.webview().getByRole('img', { name: 'Delivered' }).last().waitFor();
}

/** A room in which people talk whom nobody else knows, and Ada, too. */
async function enterRoom({ window, ada }: Scene): Promise<void> {
  const muc = 'http://jabber.org/protocol/muc';
  await ada.raw(`<presence to="${ROOM}/Ada Lovelace"><x xmlns="${muc}" /></presence>`);
  await window.runCommand('XMPP: Join or Create Room…');
  await window.inputTitled('Join or Create Room');
  await window.quickInput.fill(ROOM);
  await window.pick(`Join ${ROOM}`);
  await window.answer('Your nick in', 'Zoe');
  const input = window.webview().getByRole('textbox', { name: /^Message.*Crowd/u });
  const say = (body: string) => ada.send({ to: ROOM, type: 'groupchat', body });
  await say('Then let us ask Zoe.');
  await say('Zoe: would a smaller cache do?');
  await window.webview().getByText('would a smaller cache do?').waitFor();
  await input.fill('Ada Lovelace: a smaller key would.\n```ts\nconst key = hash(file.path);\n```');
  await input.press('Enter');
  await window.webview().getByText('const key').waitFor();
}

async function takeAll(scene: Scene): Promise<void> {
  const { window } = scene;
  for (const theme of THEMES) {
    await window.useTheme(theme);
    for (const width of ['wide', 'narrow']) {
      if (width === 'narrow') await narrow(scene);
      for (const [view, open] of Object.entries(VIEWS)) {
        await open(scene);
        await shoot(scene, `${view}-${theme}-${width}`);
        await leave(scene);
      }
      await window.page.setViewportSize(WIDE);
    }
  }
}

async function takeShown(scene: Scene): Promise<void> {
  await scene.window.page.setViewportSize(README);
  for (const [view, theme] of SHOWN) {
    await scene.window.useTheme(theme);
    await VIEWS[view]?.(scene);
    await shoot(scene, `${view}-${theme}`);
    await leave(scene);
  }
}

/** The first step is that of who has no account yet. */
async function takeWelcome(scene: Scene): Promise<void> {
  await scene.window.page.setViewportSize(WALKTHROUGH);
  for (const theme of WALKTHROUGH_THEMES) {
    await scene.window.useTheme(theme);
    await scene.window.page.locator('.sidebar').getByText('Register New Account').waitFor();
    await shootPart(scene, '.part.sidebar', `account-${theme}`);
  }
  await scene.window.page.setViewportSize(WIDE);
}

async function takeSteps(scene: Scene): Promise<void> {
  await openFile(scene);
  await scene.window.page.setViewportSize(WALKTHROUGH);
  for (const theme of WALKTHROUGH_THEMES) {
    await scene.window.useTheme(theme);
    for (const [step, open, part] of STEPS) {
      await open(scene);
      await shootPart(scene, part, `${step}-${theme}`);
      await leave(scene);
    }
  }
}

/** Opens a file whose name says what it is. */
async function openFile({ workbench, window }: Scene): Promise<void> {
  await writeFile(path.join(workbench.server.folder, 'answer.ts'), `${CODE}\n`);
  await window.runCommand('Go to File...');
  await window.quickInput.fill('answer.ts');
  await window.pick('answer.ts');
  await window.editing('export function parse');
}

await mkdir(folder, { recursive: true });
const scene = await startScene({
  contacts: [
    { jid: 'ada@localhost', name: 'Ada Lovelace', groups: ['Team'] },
    { jid: 'grace@localhost', name: 'Grace Hopper', groups: ['Team', 'Friends'] },
    { jid: 'margaret@localhost', name: 'Margaret Hamilton', groups: ['Friends'] },
  ],
  others: ['grace', 'linus', 'margaret'],
  crowd: 24,
  signIn: false,
});
const { window, signIn, stop } = scene;
try {
  await window.openContainer('XMPP');
  if (flags.walkthrough) await takeWelcome(scene);
  else if (!flags.readme) {
    for (const theme of THEMES) {
      await window.useTheme(theme);
      await window.page.locator('.sidebar').getByText('Register New Account').waitFor();
      await shoot(scene, `welcome-${theme}`);
    }
  }
  await signIn();
  const company = await enterCompany(scene);
  await talk(scene);
  await enterRoom(scene);
  await window.runCommand('Notifications: Clear All Notifications');
  const take = flags.readme ? takeShown : flags.walkthrough ? takeSteps : takeAll;
  await take(scene);
  for (const peer of company) await peer.stop();
} finally {
  await stop();
}
console.log(`The pictures are in ${path.relative(root, folder)}/.`);
