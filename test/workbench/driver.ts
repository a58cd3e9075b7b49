/** Drives a real workbench in a real browser, as a user would. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { startWorkbenchServer, writeSettings } from '../../scripts/workbenchServer.mjs';
import { openBrowser } from './browser.mjs';
import { askInEnglish, isPartShown, isShown, locale, typed, verbatim } from './language.ts';

const root = path.resolve(import.meta.dirname, '../..');
const TIMEOUT_MS = 60_000;
/** How long the palette may take to list a command before it is opened anew. */
const PALETTE_MS = 1500;
/** How long a click on a command may take before the palette is opened anew. */
const CLICK_MS = 6000;
/** How long the question that a menu's entry asks, or whatever else it brings, may take before the menu is opened again. */
const MENU_MS = 6000;
const OUTCOME_MS = 15_000;
/** For so long VS Code ignores clicks in a menu that has just opened (100 ms), and a little more. */
const MENU_DEAF_MS = 150;
const CHATS_HEADER = `.pane-header[aria-label^="${typed('Chats')}"]`;
const QUICK_PICK_ROW = '.quick-input-widget:visible .quick-input-list .monaco-list-row';
/** How long a toast is waited for before the notification centre is asked. */
const TOAST_MS = 12_000;
/** How long an input may take until it shows what it was given. */
const SETTLED_MS = 100;
/** How long the row in front may take to follow a key; it stays the same where there is but one. */
const MOVED_MS = 1000;
const VIEWPORT = { width: 1280, height: 800 };

/** The themes that screenshots are taken in: VS Code's name, and the class the workbench then has. */
const THEMES = {
  dark: { label: 'Dark 2026', className: 'vs-dark' },
  light: { label: 'Light 2026', className: 'vs' },
  contrast: { label: 'Dark High Contrast', className: 'hc-black' },
} as const;

export type Theme = keyof typeof THEMES;

export interface WorkbenchOptions {
  /** Extensions to install, as .vsix files. */
  readonly vsix?: readonly string[];
  /** User settings, also of scope `application`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the server and so for the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** A workspace folder; by default an empty one of its own. */
  readonly folder?: string;
  /** Whether folders start untrusted. */
  readonly workspaceTrust?: boolean;
  /** The display language of extensions; by default that of the suites. */
  readonly locale?: string;
}

type Server = Awaited<ReturnType<typeof startWorkbenchServer>>;

/** A workbench server and a browser profile, in which windows are opened. */
export class Workbench {
  readonly server: Server;
  readonly #browser: Browser;
  readonly #context: BrowserContext;

  private constructor(server: Server, browser: Browser, context: BrowserContext) {
    this.server = server;
    this.#browser = browser;
    this.#context = context;
  }

  /** @throws Error when the server or the browser does not start. */
  static async start(options: WorkbenchOptions = {}): Promise<Workbench> {
    const server = await startWorkbenchServer({
      mode: 'wrapper',
      ...(locale && { locale }),
      ...options,
    });
    try {
      const browser = await openBrowser();
      const context = await browser.newContext({ viewport: VIEWPORT, acceptDownloads: true });
      context.setDefaultTimeout(TIMEOUT_MS);
      return new Workbench(server, browser, context);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Opens a window, with an extension host of its own, and waits until it can be worked with. */
  async openWindow(): Promise<Window> {
    const window = new Window(await this.#context.newPage());
    askInEnglish(window.page);
    await window.page.goto(this.server.url());
    await window.ready();
    return window;
  }

  /** Changes some user settings; windows take them over when they are opened or reloaded. */
  async updateSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await writeSettings(this.server.settingsFile, settings);
  }

  /** Keeps what helps to understand a failure: a picture of each window, and all logs. */
  async keepTraces(title: string): Promise<void> {
    const folder = path.join(root, '.cache/test-results', title.replace(/\W+/g, '-'));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'server.log'), await this.server.log());
    for (const [index, page] of this.#context.pages().entries()) {
      await page.screenshot({ path: path.join(folder, `window-${index + 1}.png`) });
    }
    const logs = path.join(path.dirname(this.server.folder), 'data/logs');
    await cp(logs, path.join(folder, 'logs'), { recursive: true });
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }
}

/** One window of the workbench. Each method waits up to a minute for what it needs. */
export class Window {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

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
    await this.#clickCommand('Developer: Reload Window', { noWaitAfter: true });
    await loaded;
    await this.ready();
  }

  /**
   * Runs a command from the palette, by its title with its category. Whatever takes the focus late,
   * as a tab that was opened just before, closes the palette.
   */
  async runCommand(title: string): Promise<void> {
    await this.#clickCommand(title);
  }

  async #clickCommand(title: string, options: { readonly noWaitAfter?: true } = {}): Promise<void> {
    await this.#until(async () => {
      const row = await this.findCommand(title);
      await row.click({ timeout: CLICK_MS, ...options });
    });
  }

  /** Opens the palette at a command; the result is its row. */
  async findCommand(title: string): Promise<Locator> {
    const command = typed(title);
    const row = this.page.locator(QUICK_PICK_ROW, { hasText: verbatim(command) }).first();
    // The list is made when it opens: an extension that registers later is in the next one.
    await this.#until(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.fill(`>${command}`, { timeout: PALETTE_MS });
      try {
        await row.waitFor({ timeout: PALETTE_MS });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
    return row;
  }

  /** The input of the quick pick or input box that is open. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input').first();
  }

  /** Waits until the input that is open has this text: the file dialog fills it step by step. */
  async inputHolds(text: string | RegExp): Promise<void> {
    await this.#until(async () => {
      const value = await this.quickInput.inputValue();
      assert.ok(isShown(value, text), `“${value}” is not “${text.toString()}”`);
      await this.page.waitForTimeout(SETTLED_MS);
    });
  }

  /** Waits until the input box that is open says this. */
  async inputSays(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible', { hasText: text }).waitFor();
  }

  /** Waits for the quick pick or input box of this title: another one may still be open. */
  async inputTitled(title: string): Promise<void> {
    await this.page
      .locator('.quick-input-widget:visible .quick-input-title', { hasText: title })
      .waitFor();
  }

  /** Waits until a page's input has this text: it may be there before its text is known. */
  async holds(input: Locator, text: string | RegExp): Promise<void> {
    await this.#until(async () => {
      const value = await input.inputValue();
      const isIt = isShown(value, text);
      if (!isIt) await this.page.waitForTimeout(SETTLED_MS);
      assert.ok(isIt, value);
    });
  }

  /**
   * Answers the save dialog, which offers a path and fills it in step by step, and takes no Enter while
   * it looks at one.
   */
  async saveAs(offered: string, target = offered): Promise<void> {
    await this.inputHolds(offered);
    await this.quickInput.fill(target);
    await this.inputHolds(target);
    await this.#until(async () => {
      if (await this.quickInput.isVisible()) await this.quickInput.press('Enter');
      await this.quickInput.waitFor({ state: 'hidden', timeout: PALETTE_MS });
    });
  }

  /** Answers the dialog that asks for a file: it shows a folder first. */
  async openFile(file: string): Promise<void> {
    await this.inputHolds(/^\/.*\/$/u);
    await this.quickInput.fill(file);
    await this.inputHolds(file);
    await this.quickInput.press('Enter');
  }

  quickPickRow(label: string): Locator {
    return this.page.locator(QUICK_PICK_ROW, { hasText: label }).first();
  }

  /**
   * Picks from the quick pick that is open, by the keyboard: a click would need a moment, in which rows
   * may move or be drawn for another item.
   */
  async pick(label: string): Promise<void> {
    const focused = this.page.locator(`${QUICK_PICK_ROW}.focused`);
    const inFront = async () => (await focused.allInnerTexts()).join();
    await this.#until(async () => {
      const text = await inFront();
      if (isPartShown(text, label)) {
        await this.page.waitForTimeout(SETTLED_MS);
        assert.equal(await inFront(), text, 'the rows are still moving');
        return;
      }
      await this.quickInput.press('ArrowDown', { timeout: PALETTE_MS });
      // A key that has not had its effect yet is not pressed again, or the row behind would be picked.
      const late = Date.now() + MOVED_MS;
      while ((await inFront()) === text && Date.now() < late) await this.page.waitForTimeout(10);
      assert.fail(`“${label}” cannot be picked; the row in front is “${text}”`);
    });
    await this.quickInput.press('Enter');
  }

  /**
   * Answers the input box that asks this, by part of any of its texts, and waits until it is gone or
   * says something else.
   */
  async answer(question: string | RegExp, text: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible', { hasText: question });
    await box.waitFor();
    const asked = await box.innerText();
    await this.#until(async () => {
      await this.quickInput.fill(text);
      // A box that has only just opened may be given its first text now.
      await this.page.waitForTimeout(SETTLED_MS);
      assert.equal(await this.quickInput.inputValue(), text);
    });
    await this.quickInput.press('Enter');
    await this.#until(async () => {
      const [now] = await box.allInnerTexts();
      assert.notEqual(now, asked, `the question is still there: ${question.toString()}`);
    });
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
    await this.#until(async () => {
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
    await this.#until(async () => {
      if (!(await shown.isVisible())) await this.container(title).click();
      await shown.waitFor({ timeout: PALETTE_MS });
    });
  }

  /** Gives the side bar a width, as by dragging its edge. */
  async resizeSideBar(width: number): Promise<void> {
    const bar = this.page.locator('.part.sidebar');
    await this.#until(async () => {
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
    await this.#until(async () => {
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
    await this.#until(async () => {
      await this.treeItem(name).click();
      await this.#bring(`a click on “${name.toString()}”`, outcome());
    });
  }

  /** Unfolds an item, or folds it, whichever it was before; again until it is so. */
  async unfold(name: string | RegExp, isUnfolded = true): Promise<void> {
    const row = this.treeItem(name);
    const done = row.and(this.page.locator(`[aria-expanded="${String(isUnfolded)}"]`));
    await this.#until(async () => {
      if (await done.isVisible()) return;
      await row.locator('.monaco-tl-twistie').click({ timeout: CLICK_MS });
      await this.#bring(`unfolding “${name.toString()}”`, done.waitFor());
    });
  }

  /** Drags an item to another one, again until what that brings is there: a row may be drawn anew meanwhile. */
  async dragTreeItem(
    name: string | RegExp,
    to: string | RegExp,
    outcome: () => Promise<unknown>,
  ): Promise<void> {
    await this.#until(async () => {
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
    await this.#until(async () => {
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

  async #until(attempt: () => Promise<void>): Promise<void> {
    const deadline = Date.now() + TIMEOUT_MS;
    for (;;) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }
}
