/** What tests do with an open chat tab, and what they ask of it. */
import type { Locator, Page } from 'playwright-core';
import type { PanelRequest } from '../../src/api/panel.ts';
import type { MessageView } from '../../src/api/views.ts';
import { settled } from './bench.ts';

export const input = (page: Page): Locator => page.locator('vscode-text-area textarea');
export const row = (page: Page, id: string): Locator => page.locator(`.message[data-id="${id}"]`);
export const bodies = (page: Page): Promise<string[]> =>
  page.locator('.message .text').allInnerTexts();

/** The message that has the focus, or something in it, by its id. */
export const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('.message')?.dataset['id']);

/** How often the host was asked by this method. */
export const count = (page: Page, method: string): Promise<number> =>
  page.evaluate((wanted) => window.stub.count(wanted), method);

/** What was asked of the host by this method. */
export const asked = (page: Page, method: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.stub.posted.flatMap((posted) =>
        posted.type === 'request' && posted.method === wanted ? [posted.params] : [],
      ),
    method,
  );

/** What was told to the panel. */
export const posted = (page: Page, type: PanelRequest['type']): Promise<unknown[]> =>
  page.evaluate((wanted) => window.stub.posted.filter((one) => one.type === wanted), type);

/** Adds or changes messages, before another one or at the end. */
export async function push(
  page: Page,
  items: readonly MessageView[],
  before?: string,
): Promise<void> {
  await page.evaluate(
    ([changed, place]) => {
      const at = place === undefined ? {} : { before: place };
      window.stub.push('messages', { kind: 'upsert', items: changed, ...at });
    },
    [items, before] as const,
  );
  await settled(page);
}

/** From now on the host answers this method with an error. */
export async function fail(page: Page, method: string, sentence: string): Promise<void> {
  await page.evaluate(
    ([name, text]) => {
      window.stub.failures[name] = text;
    },
    [method, sentence] as const,
  );
}

/** Goes to a message that need not be in the page. */
export async function show(page: Page, id: string): Promise<void> {
  await page.evaluate((message) => {
    window.stub.post({ type: 'showMessage', message });
  }, id);
  await row(page, id).waitFor();
  await settled(page);
}

/** What the clipboard holds after the keys that copy. */
export async function copied(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.keyboard.press('ControlOrMeta+c');
  return page.evaluate(() => navigator.clipboard.readText());
}
