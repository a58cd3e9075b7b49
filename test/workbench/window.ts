import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { typed } from './language.ts';
import { CLICK_MS, PALETTE_MS, QuickInput } from './quickInput.ts';
import { until } from './until.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** How long the question that a menu's entry asks, or whatever else it brings, may take before the menu is opened again. */
const MENU_MS = 6000;
const OUTCOME_MS = 15_000;
/** For so long VS Code ignores clicks in a menu that has just opened (100 ms), and a little more. */
const MENU_DEAF_MS = 150;
const CHATS_HEADER = `.pane-header[aria-label^="${typed('Chats')}"]`;
/** How long a toast is waited for before the notification centre is asked. */
const TOAST_MS = 12_000;

/** The themes that screenshots are taken in: VS Code's name, and the class the workbench then has. */
const THEMES = {
  dark: { label: 'Dark 2026', className: 'vs-dark' },
  light: { label: 'Light 2026', className: 'vs' },
  contrast: { label: 'Dark High Contrast', className: 'hc-black' },
} as const;

export type Theme = keyof typeof THEMES;

/** One window of the workbench. Each method waits up to a minute for what it needs. */
export class Window extends QuickInput {
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** Lets the window learn that the user has gone to another program, or has come back. */
  async setFocused(focused: boolean): Promise<void> {
    await this.page.evaluate((has) => {
      document.hasFocus = () => has;
      document.dispatchEvent(new Event('visibilitychange'));
    }, focused);
  }

  /** Reloads as a user does, so that the window first keeps its state. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    // The click does not wait for the page that it leads to, or it would count as failed, and be made again there.
    await this.runCommand('Developer: Reload Window', { noWaitAfter: true });
    await loaded;
    await this.ready();
  }

  /**
   * Waits until the user was told this, by part of its text. It may never be a toast, or be one no
   * longer: VS Code shows at most three at a time and for 10 s, and none of what follows more than
   * three within 0.8 s. The notification centre lists them all.
   */
  async notified(text: string | RegExp): Promise<void> {
    const bell = this.page.locator('.statusbar-item[id="status.notifications"]');
    const listed = this.page
      .locator('.notifications-center .notification-list-item', { hasText: text })
      .first();
    await until(async () => {
      try {
        await this.notification(text).waitFor({ timeout: TOAST_MS });
      } catch {
        await bell.click();
        try {
          await listed.waitFor({ timeout: PALETTE_MS });
        } finally {
          await bell.click();
        }
      }
    });
  }

  /** A notification that shows as a toast, by part of its text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text }).first();
  }

  async pressNotificationButton(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole('button', { name: button }).click();
  }

  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** A view container's icon in the activity bar. */
  container(title: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name: title }).first();
  }

  /** Shows a view container in the side bar; a click on one that shows already would hide it. */
  async openContainer(title: string): Promise<void> {
    const shown = this.page.locator('.part.sidebar .composite.title', { hasText: title });
    await this.container(title).waitFor();
    await until(async () => {
      if (!(await shown.isVisible())) await this.container(title).click();
      await shown.waitFor({ timeout: PALETTE_MS });
    });
  }

  /** Gives the side bar a width, as by dragging its edge. */
  async resizeSideBar(width: number): Promise<void> {
    const bar = this.page.locator('.part.sidebar');
    await until(async () => {
      const before = await bar.boundingBox();
      assert.ok(before, 'there is no side bar');
      const middle = before.y + before.height / 2;
      await this.page.mouse.move(before.x + before.width, middle);
      await this.page.mouse.down();
      await this.page.mouse.move(before.x + width, middle, { steps: 4 });
      await this.page.mouse.up();
      const after = await bar.boundingBox();
      assert.ok(after && Math.abs(after.width - width) <= 2, `it is ${after?.width} px wide`);
    });
  }

  treeItem(name: string | RegExp): Locator {
    return this.treeItems(name).first();
  }

  /** The rows of all trees but the list of chats, which names contacts and rooms, too. */
  treeItems(name: string | RegExp): Locator {
    return this.page.locator(`.pane:not(:has(${CHATS_HEADER}))`).getByRole('treeitem', { name });
  }

  /** Waits until these are the items of such names, each by its first word. */
  async rowsAre(name: RegExp, expected: readonly string[]): Promise<void> {
    await until(async () => {
      const texts = await this.treeItems(name).allInnerTexts();
      assert.deepEqual(
        texts.map((text) => /\p{L}+/u.exec(text)?.[0]),
        expected.map(typed),
      );
    });
  }

  /** A row of the list of chats. */
  chatRow(name: string | RegExp): Locator {
    return this.chatRows.and(this.page.getByRole('treeitem', { name })).first();
  }

  /** All rows of the list of chats, in its order. */
  get chatRows(): Locator {
    return this.page.locator(`.pane:has(${CHATS_HEADER})`).getByRole('treeitem');
  }

  /**
   * Clicks on an item, again until what that brings is there: a click on a row that is being drawn
   * anew is lost.
   */
  async openTreeItem(name: string | RegExp, outcome: () => Promise<unknown>): Promise<void> {
    await until(async () => {
      await this.treeItem(name).click();
      await this.#bring(`a click on “${name.toString()}”`, outcome());
    });
  }

  /**
   * Unfolds an item until this one below it shows: the editor folds again, or shows empty, what is
   * unfolded just while it draws the whole tree anew.
   */
  async unfold(name: string | RegExp, below: string | RegExp): Promise<void> {
    const child = this.treeItem(below);
    let isEmpty = false;
    await until(async () => {
      if (await child.isVisible()) return;
      if (isEmpty) await this.fold(name);
      isEmpty = false;
      if (!(await this.#row(name, true).isVisible())) await this.#clickTwistie(name);
      isEmpty = true;
      await this.#bring(`unfolding “${name.toString()}”`, child.waitFor());
    });
  }

  /** Folds an item. */
  async fold(name: string | RegExp): Promise<void> {
    const folded = this.#row(name, false);
    await until(async () => {
      if (await folded.isVisible()) return;
      await this.#clickTwistie(name);
      await this.#bring(`folding “${name.toString()}”`, folded.waitFor());
    });
  }

  #row(name: string | RegExp, isUnfolded: boolean): Locator {
    const expanded = this.page.locator(`[aria-expanded="${String(isUnfolded)}"]`);
    return this.treeItem(name).and(expanded);
  }

  async #clickTwistie(name: string | RegExp): Promise<void> {
    await this.treeItem(name).locator('.monaco-tl-twistie').click({ timeout: CLICK_MS });
  }

  /** Drags an item to another one, again until what that brings is there: a row may be drawn anew meanwhile. */
  async dragTreeItem(
    name: string | RegExp,
    to: string | RegExp,
    outcome: () => Promise<unknown>,
  ): Promise<void> {
    await until(async () => {
      await this.treeItem(name).dragTo(this.treeItem(to));
      await this.#bring(`dragging “${name.toString()}”`, outcome());
    });
  }

  /**
   * Opens an item's context menu and picks an entry, again until what it brings is there: by default a
   * quick pick, an input box or a dialog. A menu that has just opened may close without doing anything.
   */
  async treeItemMenu(
    name: string | RegExp,
    entry: string,
    outcome: () => Promise<unknown> = () => this.#question.waitFor({ timeout: MENU_MS }),
  ): Promise<void> {
    await this.rowMenu(() => this.treeItem(name), entry, outcome);
  }

  /** The same for a row of any kind. */
  async rowMenu(
    row: () => Locator,
    entry: string,
    outcome: () => Promise<unknown> = () => this.#question.waitFor({ timeout: MENU_MS }),
  ): Promise<void> {
    const item = this.page.getByRole('menuitem', { name: entry });
    await until(async () => {
      if (!(await item.isVisible())) await row().click({ button: 'right' });
      try {
        await item.waitFor({ timeout: PALETTE_MS });
        await this.page.waitForTimeout(MENU_DEAF_MS);
        await item.click({ timeout: PALETTE_MS });
      } catch (error) {
        // The menu may be of what the row was before: the next one is made anew.
        await this.page.keyboard.press('Escape');
        throw error;
      }
      await this.#bring(`“${entry}”`, outcome());
    });
  }

  /** What asks the user something: a quick pick, an input box or a dialog. */
  get #question(): Locator {
    return this.page.locator('.quick-input-widget:visible, .monaco-dialog-box').first();
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text }).first();
  }

  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title }).first();
  }

  /** Waits until keys go to the editor, and it shows a line with this text. */
  async editing(text: string): Promise<void> {
    const lines = this.page.locator('.monaco-editor.focused .view-line', { hasText: text });
    await lines.first().waitFor();
  }

  /** The page inside the webview that shows; with several side by side, the one at `index`. */
  webview(index = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready:visible')
      .nth(index)
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** Chooses a colour theme by its picker. */
  async useTheme(theme: Theme): Promise<void> {
    const { label, className } = THEMES[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.fill(label);
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** Writes `.cache/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(root, '.cache/screenshots', `${name}.png`) });
  }

  /** Waits for what an action brings, as long as that may take. */
  async #bring(what: string, brought: Promise<unknown>): Promise<void> {
    // What comes too late is not waited for.
    brought.catch(() => undefined);
    const late = this.page.waitForTimeout(OUTCOME_MS);
    await Promise.race([brought, late.then(() => assert.fail(`${what} brought nothing`))]);
  }
}
