/** The editor's quick input: its palette, pickers, input boxes and dialogs for files. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { isPartShown, isShown, typed, verbatim } from './language.ts';
import { until } from './until.ts';

/** How long the palette may take to list a command before it is opened anew. */
export const PALETTE_MS = 1500;
/** How long a click on a command may take before the palette is opened anew. */
export const CLICK_MS = 6000;
/** How long an input may take until it shows what it was given. */
const SETTLED_MS = 100;
/** How long the row in front may take to follow a key; it stays the same where there is but one. */
const MOVED_MS = 1000;
const QUICK_PICK_ROW = '.quick-input-widget:visible .quick-input-list .monaco-list-row';

/** The quick input of a window, which asks the user and takes their commands. */
export class QuickInput {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /**
   * Runs a command from the palette, by its title with its category. Whatever takes the focus late,
   * as a tab that was opened just before, closes the palette.
   */
  async runCommand(title: string, options: { readonly noWaitAfter?: true } = {}): Promise<void> {
    await until(async () => {
      const row = await this.findCommand(title);
      await row.click({ timeout: CLICK_MS, ...options });
    });
  }

  /** Opens the palette at a command; the result is its row. */
  async findCommand(title: string): Promise<Locator> {
    const command = typed(title);
    const row = this.page.locator(QUICK_PICK_ROW, { hasText: verbatim(command) }).first();
    // The list is made when it opens: an extension that registers later is in the next one.
    await until(async () => {
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
    await until(async () => {
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
    await until(async () => {
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
    await until(async () => {
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
    await until(async () => {
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
    await until(async () => {
      await this.quickInput.fill(text);
      // A box that has only just opened may be given its first text now.
      await this.page.waitForTimeout(SETTLED_MS);
      assert.equal(await this.quickInput.inputValue(), text);
    });
    await this.quickInput.press('Enter');
    await until(async () => {
      const [now] = await box.allInnerTexts();
      assert.notEqual(now, asked, `the question is still there: ${question.toString()}`);
    });
  }
}
