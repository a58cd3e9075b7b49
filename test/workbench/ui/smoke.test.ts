import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startedHere } from '../../support/started.ts';
import { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

describe('the packaged extension in a workbench', () => {
  let workbench: Workbench;
  let window: Window;

  const started = startedHere();
  before(async () => {
    workbench = await started.add(Workbench.start({ vsix: [await packagedExtension()] }));
    window = await workbench.openWindow();
  });
  keepTracesOnFailure(() => workbench);

  it('activates by itself', async () => {
    await window.runCommand('Developer: Show Running Extensions');
    const row = window.page.locator('.runtime-extensions-editor .extension', {
      hasText: 'Parley: XMPP Chat',
    });
    const text = await row.locator('.activation-time').filter({ hasText: /\d+ms/ }).innerText();
    // A figure to read, not to judge: how busy the machine is decides it.
    console.log(`      ${text}`);
    assert.match(text, /^(?:Startup )?Activation: \d+ms/u);
    await window.page.getByRole('button', { name: 'Close' }).first().click();
    await window.page.locator('.runtime-extensions-editor').waitFor({ state: 'detached' });
  });

  it('shows its view containers, and lists its commands in the palette', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as {
      contributes?: {
        viewsContainers?: { activitybar?: { title: string }[] };
        menus?: { commandPalette?: { command: string; when?: string }[] };
        commands?: { command: string; title: string; category: string }[];
      };
    };
    const texts = JSON.parse(await readFile('package.nls.json', 'utf8')) as Record<string, string>;
    const shown = (key: string) => texts[key.replaceAll('%', '')] ?? key;
    const { viewsContainers, commands, menus } = manifest.contributes ?? {};
    for (const { title } of viewsContainers?.activitybar ?? []) {
      await window.container(shown(title)).waitFor();
    }
    const conditional = new Set(menus?.commandPalette?.map(({ command }) => command));
    const plain = commands?.find(({ command }) => !conditional.has(command));
    if (!plain) return;
    await window.findCommand(`${plain.category}: ${shown(plain.title)}`);
    await window.page.keyboard.press('Escape');
  });
});
