/** Drives a real workbench in a real browser, as a user would. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { startWorkbenchServer, writeSettings } from '../../scripts/workbenchServer.mjs';
import { openBrowser } from './browser.mjs';
import { askInEnglish, locale } from './language.ts';
import { TIMEOUT_MS } from './until.ts';
import { Window } from './window.ts';

const root = path.resolve(import.meta.dirname, '../..');
const VIEWPORT = { width: 1280, height: 800 };

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

  /**
   * Keeps what helps to understand a failure: a picture of each window, and all logs.
   * @returns what the side bars show, for where no picture can be had
   */
  async keepTraces(title: string): Promise<string> {
    const folder = path.join(root, '.cache/test-results', title.replace(/\W+/g, '-'));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'server.log'), await this.server.log());
    const pages = this.#context.pages();
    for (const [index, page] of pages.entries()) {
      await page.screenshot({ path: path.join(folder, `window-${index + 1}.png`) });
    }
    const logs = path.join(path.dirname(this.server.folder), 'data/logs');
    await cp(logs, path.join(folder, 'logs'), { recursive: true });
    const shown = pages.map((page) => page.locator('.part.sidebar').ariaSnapshot());
    return (await Promise.all(shown)).join('\n');
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }
}
