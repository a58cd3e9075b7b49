/** Serves the built chat tab on loopback, under its real policy, and opens it in Chromium. */
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { FirstPage } from '../../src/api/panel.ts';
import type { ChatView, MessageView } from '../../src/api/views.ts';
import { chatPage } from '../../src/ui/chat/chatPage.ts';
import { english } from '../support/say.ts';
import type { Script } from './stubHost.ts';

const DIST = 'dist/webview';
const SCREENSHOTS = '.cache/screenshots/webview';
const NONCE = 'bm9uY2U';
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
};

export const HEAD: ChatView = {
  id: 'ada@example.org',
  name: 'Ada Lovelace',
  show: 'available',
  status: 'Compiling the notes…',
  composing: false,
  connection: { phase: 'online' },
  hasOlder: false,
  hasNewer: false,
  unread: 0,
  draft: '',
};

/** A message of Ada's, unless said otherwise. */
export function message(id: string, change: Partial<MessageView> = {}): MessageView {
  const time = new Date(2026, 10, 20, 14, 2).getTime();
  return {
    id,
    outgoing: false,
    senderName: 'Ada Lovelace',
    body: `message ${id}`,
    time,
    ...change,
  };
}

/** `count` messages, one a minute, the last at `end` (ms since 1970). */
export function history(prefix: string, count: number, end: number): MessageView[] {
  return Array.from({ length: count }, (_, i) =>
    message(`${prefix}${i}`, {
      outgoing: i % 7 > 4,
      time: end - (count - 1 - i) * 60_000,
      body: `${prefix}${i} ${'lorem ipsum '.repeat((i * 7) % 23)}`,
    }),
  );
}

export interface OpenOptions extends Partial<Script> {
  /** Part of the page, and shown before the host says anything. */
  readonly first?: FirstPage;
  readonly width?: number;
  readonly height?: number;
}

export class Bench {
  #server: Server | undefined;
  #browser: Browser | undefined;
  #origin = '';
  #assets = { script: '', style: '' };

  async start(): Promise<void> {
    const stub = await build({
      entryPoints: ['test/webview/stubHost.ts'],
      bundle: true,
      write: false,
      format: 'iife',
    });
    const text = (name: string) => readFile(join(DIST, name), 'utf8');
    this.#assets = {
      script: await text('chat.js'),
      style: `${await text('codicon.css')}\n${await text('chat.css')}`,
    };
    const stubCode = stub.outputFiles[0]?.text ?? '';
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      response.setHeader('content-type', TYPES[path.split('.').pop() ?? ''] ?? 'text/plain');
      if (path === '/stubHost.js') {
        response.end(stubCode);
        return;
      }
      readFile(join(DIST, path.slice(1).split('?')[0] ?? '')).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    this.#server?.close();
  }

  /** Opens a chat tab of its own and waits until it is drawn. */
  async open(options: OpenOptions = {}): Promise<Page> {
    if (!this.#browser) throw new Error('start the bench first');
    const { width = 800, height = 600, first, ...script } = options;
    const context: BrowserContext = await this.#browser.newContext({
      viewport: { width, height },
      locale: 'en-GB',
    });
    const page = await context.newPage();
    const full: Script = {
      theme: 'dark',
      head: HEAD,
      messages: [],
      transfers: [],
      occupants: [],
      activity: [],
      slow: false,
      focused: true,
      ...script,
    };
    await page.addInitScript((value) => {
      window.script = value;
    }, full);
    await page.route(`${this.#origin}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: this.#page(first) }),
    );
    await page.goto(this.#origin);
    if (!full.slow) await settled(page);
    return page;
  }

  #page(first: FirstPage | undefined): string {
    const html = chatPage({
      cspSource: this.#origin,
      nonce: NONCE,
      folderUri: '/',
      assets: this.#assets,
      account: 'me@example.org',
      chat: HEAD.id,
      title: 'Ada',
      sentences: english,
      ...(first && { first }),
    });
    return html.replace('<script', `<script nonce="${NONCE}" src="/stubHost.js"></script><script`);
  }
}

/** Waits until everything posted so far is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.skeleton').waitFor({ state: 'hidden' });
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 20);
      }),
  );
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds in the page. */
export async function findViolations(page: Page): Promise<string[]> {
  const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(source, 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run()).violations;
  });
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`,
  );
}
