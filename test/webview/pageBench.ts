/** Serves a built page on loopback, under its real policy, and opens it in Chromium. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Sentences } from '../../src/api/say.ts';
import type { PageOptions } from '../../src/ui/pages/page.ts';
import { pageSentences } from '../../src/ui/pages/pageSentences.ts';
import { english } from '../support/say.ts';

const DIST = 'dist/webview';
const NONCE = 'bm9uY2U';
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
};

/** One kind of page, with a stub of the editor and the host in it. */
export class PageBench {
  readonly #name: string;
  readonly #stub: string;
  #server: Server | undefined;
  #browser: Browser | undefined;
  #origin = '';
  #assets = { script: '', style: '' };
  #texts: readonly string[] = [];

  /**
   * @param name of the page's script and style sheet
   * @param stub the script that is the other end, and takes its orders from `window.script`
   */
  constructor(name: string, stub: string) {
    this.#name = name;
    this.#stub = stub;
  }

  async start(): Promise<void> {
    const stub = await build({
      entryPoints: [this.#stub],
      bundle: true,
      write: false,
      format: 'iife',
    });
    const text = (name: string) => readFile(join(DIST, name), 'utf8');
    this.#assets = {
      script: await text(`${this.#name}.js`),
      style: `${await text('codicon.css')}\n${await text(`${this.#name}.css`)}`,
    };
    this.#texts = JSON.parse(await text(`${this.#name}.texts.json`)) as readonly string[];
    const stubCode = stub.outputFiles[0]?.text ?? '';
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      response.setHeader('content-type', TYPES[path.split('.').pop() ?? ''] ?? 'text/plain');
      if (path === '/stub.js') {
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

  /**
   * Opens a page of its own.
   *
   * @param script what the stub does
   * @param html makes the page
   * @param options.sentences the language of the page
   * @param options.controls the library of the controls is served once this is there
   */
  async open(
    script: object,
    html: (shared: Omit<PageOptions, 'title'>) => string,
    {
      width = 800,
      height = 600,
      controls,
      sentences = english,
    }: {
      readonly width?: number;
      readonly height?: number;
      readonly controls?: Promise<void>;
      readonly sentences?: Sentences;
    },
  ): Promise<Page> {
    if (!this.#browser) throw new Error('start the bench first');
    const context = await this.#browser.newContext({
      viewport: { width, height },
      locale: 'en-GB',
    });
    const page = await context.newPage();
    await page.addInitScript((value) => {
      (window as { script?: unknown }).script = value;
    }, script);
    const whole = html({
      cspSource: this.#origin,
      nonce: NONCE,
      folderUri: '/',
      assets: { ...this.#assets, sentences: pageSentences(this.#texts, sentences) },
    });
    const stub = `<script nonce="${NONCE}" src="/stub.js"></script>`;
    await page.route(`${this.#origin}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: whole.replace('<script', `${stub}<script`) }),
    );
    if (controls) {
      await page.route('**/controls.js', async (route) => {
        await controls;
        await route.continue();
      });
    }
    await page.goto(this.#origin);
    return page;
  }
}
