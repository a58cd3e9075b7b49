import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type Window, Workbench } from '../driver.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

/** What activation may take, in milliseconds, on a busy machine. */
const ACTIVATION_BUDGET_MS = 500;

describe('the packaged extension in a workbench', () => {
  let workbench: Workbench;
  let window: Window;

  before(async () => {
    workbench = await Workbench.start({ vsix: [await packagedExtension()] });
    window = await workbench.openWindow();
  });
  keepTracesOnFailure(() => workbench);
  after(() => workbench.stop());

  it('activates by itself, within its budget', async () => {
    await window.runCommand('Developer: Show Running Extensions');
    const row = window.page.locator('.runtime-extensions-editor .extension', {
      hasText: 'Parley: XMPP Chat',
    });
    const text = await row.locator('.activation-time').filter({ hasText: /\d+ms/ }).innerText();
    const milliseconds = Number(/(\d+)ms/.exec(text)?.[1]);
    console.log(`      activation: ${milliseconds} ms`);
    assert.ok(milliseconds <= ACTIVATION_BUDGET_MS, text);
  });

  it('shows its view containers, and lists its commands in the palette', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as {
      contributes?: {
        viewsContainers?: { activitybar?: { title: string }[] };
        menus?: { commandPalette?: { command: string; when?: string }[] };
        commands?: { command: string; title: string; category: string }[];
      };
    };
    const { viewsContainers, commands, menus } = manifest.contributes ?? {};
    for (const { title } of viewsContainers?.activitybar ?? []) {
      await window.container(title).waitFor();
    }
    const conditional = new Set(menus?.commandPalette?.map(({ command }) => command));
    const plain = commands?.find(({ command }) => !conditional.has(command));
    if (!plain) return;
    await window.findCommand(`${plain.category}: ${plain.title}`);
    await window.page.keyboard.press('Escape');
  });
});
