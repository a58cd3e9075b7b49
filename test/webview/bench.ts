/** Opens the built chat tab in Chromium, and what other tabs share with its tests. */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ChatPlace, FirstPage, PanelState } from '../../src/api/panel.ts';
import type { Sentences } from '../../src/api/say.ts';
import type { ChatView, MessageView } from '../../src/api/views.ts';
import { chatPage } from '../../src/ui/chat/chatPage.ts';
import { PageBench } from './pageBench.ts';
import type { Script } from './stubHost.ts';

const SCREENSHOTS = '.cache/screenshots/webview';

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
  /** The tab, unless said otherwise. */
  readonly place?: ChatPlace;
  /** What the chat had on screen before. */
  readonly kept?: PanelState;
  readonly width?: number;
  readonly height?: number;
  /** When the library of the controls is served; at once, and waited for, unless said otherwise. */
  readonly controls?: Promise<void>;
  /** The language of the page; English, unless said otherwise. */
  readonly sentences?: Sentences;
}

/** Opens chat tabs. */
export class Bench {
  readonly #pages = new PageBench('chat', 'test/webview/stubHost.ts');

  start(): Promise<void> {
    return this.#pages.start();
  }

  stop(): Promise<void> {
    return this.#pages.stop();
  }

  /** Opens a chat tab of its own and waits until it is drawn. */
  async open(options: OpenOptions = {}): Promise<Page> {
    const { width, height, controls, first, kept, place = 'tab', sentences, ...script } = options;
    const full: Script = {
      theme: 'dark',
      head: HEAD,
      messages: [],
      transfers: [],
      occupants: [],
      activity: [],
      senderAvatars: {},
      avatars: {},
      slow: false,
      focused: true,
      ...script,
    };
    const page = await this.#pages.open(
      full,
      (shared) =>
        chatPage({
          ...shared,
          account: 'me@example.org',
          chat: HEAD.id,
          title: 'Ada',
          place,
          ...(kept && { kept }),
          ...(first && { first }),
        }),
      {
        ...(width && { width }),
        ...(height && { height }),
        ...(controls && { controls }),
        ...(sentences && { sentences }),
      },
    );
    if (!controls) await withControls(page);
    if (!full.slow) await settled(page);
    return page;
  }
}

/** Waits until the library of the controls is there. */
export async function withControls(page: Page): Promise<void> {
  await page.locator('vscode-text-area:defined').waitFor({ state: 'attached' });
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
