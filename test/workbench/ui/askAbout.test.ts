import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('asking about code', () => {
  let scene: Scene;
  let window: Scene['window'];

  before(async () => {
    scene = await startScene({
      contacts: [
        { jid: 'ada@localhost', name: 'Ada Lovelace' },
        { jid: 'grace@localhost', name: 'Grace Hopper' },
      ],
      others: ['grace'],
    });
    ({ window } = scene);
    const folder = path.join(scene.workbench.server.folder, 'src');
    await mkdir(folder);
    await writeFile(path.join(folder, 'parse.ts'), 'let a;\nlet b;\nlet c;\n');
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  const input = () => window.webview().getByRole('textbox', { name: /^Message/u });

  it('puts what is selected into a draft, the cursor before it, and sends it when one says so', async () => {
    await window.runCommand('Go to File...');
    await window.quickInput.fill('parse.ts');
    await window.pick('parse.ts');
    await window.editing('let b;');
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Shift+ArrowDown');
    await window.page.keyboard.press('Shift+ArrowDown');
    await window.rowMenu(
      () => window.page.locator('.view-line', { hasText: 'let b;' }),
      'Ask a Contact About This…',
    );
    await window.inputTitled('Ask a Contact About This');
    await window.screenshot('ask-about/1-picker');
    await window.pick('Ada Lovelace');
    const block = '```src/parse.ts:2-3\nlet b;\nlet c;\n```';
    await window.holds(input(), `\n${block}`);
    await window.webview().locator('vscode-text-area:focus-within').waitFor();
    await window.page.keyboard.type('Why two?');
    await window.holds(input(), `Why two?\n${block}`);
    await window.screenshot('ask-about/2-draft');
    await input().press('Enter');
    await scene.ada.waitFor(({ body }) => body === `Why two?\n${block}`);
    await window.webview().getByText('src/parse.ts:2-3').waitFor();
  });

  it('says what is missing where no code is selected', async () => {
    await window.runCommand('View: Close All Editors');
    await window.runCommand('XMPP: Ask a Contact About This…');
    await window.notified('No code is selected');
  });

  it('links to a contact who is chosen in the editor, in the place of what was typed', async () => {
    await window.openTreeItem(/^Ada Lovelace/u, () => input().waitFor());
    await input().pressSequentially('ask @gra');
    await window.webview().getByRole('option', { name: 'Link to a Contact…' }).waitFor();
    await input().press('Tab');
    await window.inputTitled('Link to a Contact');
    await window.inputHolds('gra');
    await window.pick('Grace Hopper');
    await window.holds(input(), 'ask xmpp:grace@localhost ');
  });
});
