import { type Peer, startPeer } from '../../interop/peer.mjs';
import { startProsody } from '../../servers/prosody.mjs';
import { type Window, Workbench } from '../driver.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

const PASSWORD = 'pässword';
const CODE = 'const answer = 42; // why';

describe('styled text and code in a chat', () => {
  let server: Awaited<ReturnType<typeof startProsody>>;
  let ada: Peer;
  let workbench: Workbench;
  let window: Window;

  before(async () => {
    server = await startProsody();
    await server.addUser('you', PASSWORD);
    await server.addUser('ada', PASSWORD);
    await server.addRosterItem('you', { jid: 'ada@localhost', name: 'Ada Lovelace' });
    await server.addRosterItem('ada', { jid: 'you@localhost', name: 'You' });
    ada = await startPeer({ server, user: 'ada', password: PASSWORD });
    workbench = await Workbench.start({
      vsix: [await packagedExtension()],
      settings: {
        'parley.connection.caFile': server.caFile,
        'parley.connection.servers': {
          'you@localhost': { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
        },
      },
    });
    window = await workbench.openWindow();
    await window.runCommand('XMPP: Sign In…');
    await window.answer('Sign In', 'you@localhost');
    await window.answer('Password of you@localhost', PASSWORD);
    await window.openContainer('XMPP');
    await window.treeItem(/Ada Lovelace/u).waitFor();
  });
  keepTracesOnFailure(() => workbench);
  after(async () => {
    await workbench.stop();
    await ada.stop();
    await server.stop();
  });

  it('is styled and coloured, below a line that says what is new', async () => {
    await ada.send({ to: 'you@localhost', body: '/me found it' });
    await ada.send({ to: 'you@localhost', body: `*Look*:\n\`\`\`ts\n${CODE}\n\`\`\`` });
    await window.treeItem(/2 unread/u).click();
    const chat = window.webview();
    await chat.getByText('2 new').waitFor();
    await chat.locator('.action', { hasText: 'Ada Lovelace found it' }).waitFor();
    await chat.locator('strong', { hasText: 'Look' }).waitFor();
    await chat.locator('.token-keyword', { hasText: 'const' }).waitFor();
    await window.screenshot('chatText/chat');
  });

  it('is opened in an editor of its language, and inserted at its cursor', async () => {
    const code = () => window.webview().getByRole('group', { name: 'Code ts' });
    await code().getByRole('button', { name: 'Open Code' }).click();
    await window.statusBarItem('TypeScript').waitFor();
    await window.page.locator('.view-line', { hasText: CODE }).waitFor();
    await window.treeItem(/Ada Lovelace/u).click();
    await code().getByRole('button', { name: 'Insert Code' }).click();
    await window.page.locator('.view-line', { hasText: CODE + CODE }).waitFor();
    await window.screenshot('chatText/inserted');
  });
});
