import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const CODE = 'const answer = 42; // why';

describe('styled text and code in a chat', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] }),
    );
    ({ ada, window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);

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
