import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const THEMES = ['dark', 'light', 'contrast'] as const;

describe('in Spanish', () => {
  let scene: Scene;
  let window: Scene['window'];
  let texts: ReadonlyMap<string, string>;

  const input = () => window.webview().locator('vscode-text-area textarea');
  /** What a part shows, and says to screen readers, that is English and has a translation. */
  const englishIn = async (part: Locator): Promise<readonly string[]> => {
    const shown = await part.evaluate((root) => {
      const elements = [root, ...root.querySelectorAll('*')];
      const attributes = elements.flatMap((element) =>
        ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
      );
      return [...(root as HTMLElement).innerText.split('\n'), ...attributes];
    });
    return shown.map((text) => text.trim()).filter((text) => (texts.get(text) ?? text) !== text);
  };

  before(async () => {
    const bundle = JSON.parse(await readFile('l10n/bundle.l10n.es.json', 'utf8')) as object;
    texts = new Map(Object.entries(bundle) as [string, string][]);
    scene = await startScene({
      contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
      locale: 'es',
      signIn: false,
    });
    ({ window } = scene);
  });
  keepTracesOnFailure(() => scene.workbench);
  after(() => scene.stop());

  it('signs in by its command, which says in one sentence what is wrong', async () => {
    await window.openContainer('XMPP');
    await window.page
      .getByText('Chatea con cualquiera en cualquier servidor XMPP')
      .first()
      .waitFor();
    await window.runCommand('XMPP: Iniciar sesión…');
    await window.answer('Iniciar sesión', 'you@localhost');
    await window.answer('Contraseña de you@localhost', 'wrong');
    await window.answer('localhost no aceptó la contraseña de you@localhost', scene.password);
    await window.treeItem('Ada Lovelace').waitFor();
  });

  it('chats, with nothing English left in the side bar, the status bar and the page', async () => {
    await scene.ada.send({ to: 'you@localhost', body: 'hola' });
    await window.openTreeItem(/Ada Lovelace/u, () => input().waitFor());
    const page = window.webview().locator('body');
    await page.locator('.message .text', { hasText: 'hola' }).waitFor();
    await input().fill('¿qué tal?');
    await input().press('Enter');
    await page.locator('.message .text', { hasText: '¿qué tal?' }).waitFor();
    assert.equal(await window.webview().locator('html').getAttribute('lang'), 'es');
    for (const part of [
      page,
      window.page.locator('.part.sidebar'),
      window.statusBarItem('disponible'),
    ]) {
      assert.deepEqual(await englishIn(part), []);
    }
    for (const theme of THEMES) {
      await window.useTheme(theme);
      await window.screenshot(`spanish-${theme}`);
    }
  });

  it('shows the details of a contact, and the picker of presence', async () => {
    await window.runCommand('XMPP: Detalles del contacto…');
    await window.pick('Ada Lovelace');
    const page = window.webview().locator('body');
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
    assert.deepEqual(await englishIn(page), []);
    await window.screenshot('spanish-details');
    await window.runCommand('XMPP: Cambiar presencia…');
    await window.quickPickRow('ausente').waitFor();
    assert.deepEqual(await englishIn(window.page.locator('.quick-input-widget:visible')), []);
    await window.page.keyboard.press('Escape');
  });
});
