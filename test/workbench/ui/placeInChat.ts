/** Where a chat is scrolled to. */
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';

/** How long a chat may take to be drawn at its place, in ms. */
const TIMEOUT_MS = 20_000;

/**
 * Scrolls a chat to its middle, or to another part of what is loaded.
 * @returns the text of the message that is topmost then
 */
export async function scrollToMiddle(chat: FrameLocator, part = 0.5): Promise<string> {
  await chat.locator('.log').evaluate((log, at) => {
    log.scrollTop = log.scrollHeight * at;
  }, part);
  return topmost(chat);
}

/** Waits until this message is the topmost one. */
export async function isScrolledTo(chat: () => FrameLocator, text: string): Promise<void> {
  const late = Date.now() + TIMEOUT_MS;
  let now = '';
  while (Date.now() < late && now !== text) {
    // The page may be loaded anew meanwhile.
    now = await topmost(chat()).catch(() => '');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(now, text);
}

/** The text of the topmost visible message. */
function topmost(chat: FrameLocator): Promise<string> {
  return chat.locator('.log').evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const rows = [...log.querySelectorAll<HTMLElement>('.message')];
    const row = rows.find((each) => each.getBoundingClientRect().bottom > top + 8);
    return row?.querySelector('.text')?.textContent ?? '';
  });
}
