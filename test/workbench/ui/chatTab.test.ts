import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verbatim } from '../language.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

describe('what leaves the chat tab', () => {
  let scene: Scene;
  let ada: Scene['ada'];
  let window: Scene['window'];

  const input = () => window.webview().locator('vscode-text-area textarea');
  const openChat = async () => {
    await window.openTreeItem(/Ada Lovelace/u, () => input().waitFor());
    await window.webview().locator('.message .text', { hasText: 'hello' }).waitFor();
  };
  const tab = (title: RegExp) => window.page.locator('.tabs-container .tab', { hasText: title });
  const close = (title: RegExp) =>
    tab(title).locator('.tab-actions .action-label').first().click({ force: true });
  /** Opens a link, by a button where a question comes first. Result: the address of the page. */
  const opened = async (text: string, button: string): Promise<string> => {
    const link = window.webview().locator('.link', { hasText: text }).last();
    await link.waitFor();
    const popup = window.page.context().waitForEvent('page');
    await link.click();
    const dialog = () => window.page.locator('.monaco-dialog-box');
    if (button !== 'Open')
      await dialog().getByRole('button', { name: button, exact: true }).click();
    // The editor's own question, about every address that leaves it.
    await dialog()
      .getByRole('button', { name: verbatim('Open'), exact: true })
      .click();
    const page = await popup;
    await page.waitForURL(/^https:/u);
    const url = page.url();
    await page.close();
    return url;
  };

  before(async () => {
    scene = await startScene({ contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }] });
    ({ ada, window } = scene);
    await window.page
      .context()
      .route(/^https:\/\/(?:link\.example|www\.openstreetmap\.org)\//u, (route) =>
        route.fulfill({ body: 'here' }),
      );
    await ada.send({ to: 'you@localhost', body: 'hello' });
    await openChat();
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  it('A39: are addresses as they were written, each escape with its meaning', async () => {
    for (const url of [
      'https://link.example/search?q=a%26b&next=https%3A%2F%2Fother.example%2F%3Fx%3D1%26y%3D2',
      'https://link.example/files/a%2Fb.pdf?token=ab%2Fcd%3D%3D&plus=1%2B1&space=a+b',
      'https://link.example/page?key=val%23tag&empty=#section%20two',
      'https://link.example/%E6%97%A5%E6%9C%AC?a[]=1&b={c}|d',
    ]) {
      await ada.send({ to: 'you@localhost', body: url });
      assert.equal(await opened(url, 'Open'), url);
    }
  });

  it('is a place on a map only after a question that says who learns of it', async () => {
    await ada.send({ to: 'you@localhost', body: 'I am at geo:48.2010,16.3695;u=35' });
    assert.match(await opened('geo:48.2010', 'Open Map'), /mlat=48\.201000&mlon=16\.369500/u);
  });

  it('is a file of the editor only after a question in the editor itself', async () => {
    const { folder } = scene.workbench.server;
    await writeFile(path.join(folder, 'answer.ts'), 'answer = 42;\n');
    await window.openContainer('Explorer');
    await window.treeItem('answer.ts').dblclick();
    await window.page.locator('.monaco-editor .view-lines').waitFor();
    await window.openContainer('XMPP');
    await openChat();
    const from = ada.events.length;
    const question = window.dialog('Send answer.ts to Ada Lovelace?');
    // As a script would that has got into the page, where nobody clicks.
    const click = () =>
      window
        .webview()
        .locator('vscode-button')
        .and(window.webview().getByLabel('Send Current File', { exact: true }))
        .evaluate((button) => {
          (button as HTMLElement).click();
        });
    await click();
    await question.getByText('ada@localhost').waitFor();
    await window.screenshot('chatTab/question');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    await ada.send({ to: 'you@localhost', body: 'ping', receipt: true });
    await ada.waitFor(({ receiptFor }) => receiptFor, 60_000, from);
    assert.equal(
      ada.events.slice(from).find(({ oob }) => oob),
      undefined,
    );
    await click();
    await question.getByRole('button', { name: 'Send', exact: true }).click();
    const { oob } = await ada.waitFor((event) => event.oob, 60_000, from);
    assert.match(oob ?? '', /answer\.ts$/u);
  });

  it('is kept of what was typed, however soon the tab is closed', async () => {
    await input().fill('pasted, then closed');
    await close(/Ada Lovelace/u);
    await openChat();
    await window.holds(input(), 'pasted, then closed');
    await window.runCommand('File: New Untitled Text File');
    await openChat();
    await input().fill('pasted, then hidden');
    await tab(/Untitled/u).click();
    await window.webview().locator('body').waitFor({ state: 'detached' });
    await close(/Ada Lovelace/u);
    await openChat();
    await window.holds(input(), 'pasted, then hidden');
  });
});
