import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { iconFont } from '../../scripts/iconFont.mjs';
import { openBrowser } from '../workbench/browser.mjs';

const CHARACTER = /content: "\\([\da-f]+)"/gu;

describe('the icons of pages', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('are drawn as in the whole font', async () => {
    const { css, font } = await iconFont();
    const characters = [...css.matchAll(CHARACTER)].map(([, hex = '']) => parseInt(hex, 16));
    const whole = readFileSync('node_modules/@vscode/codicons/dist/codicon.ttf');
    const page = await browser.newPage();
    const draw = (name: string, source: Buffer) =>
      page.evaluate(
        async ([family, content, wanted]) => {
          const face = new FontFace(family, `url(data:font/ttf;base64,${content})`);
          document.fonts.add(await face.load());
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [64, 64];
          const context = canvas.getContext('2d', { willReadFrequently: true });
          if (!context) return [];
          context.font = `48px ${family}`;
          return wanted.map((character) => {
            context.clearRect(0, 0, 64, 64);
            context.fillText(String.fromCodePoint(character), 8, 56);
            return context.getImageData(0, 0, 64, 64).data.join();
          });
        },
        [name, source.toString('base64'), [0, ...characters]] as const,
      );
    const [missing = '', ...drawn] = await draw('part', font);
    const [, ...expected] = await draw('whole', whole);
    assert.ok(characters.length > 50);
    assert.deepEqual(drawn, expected);
    // None is blank, or the sign for what is missing.
    for (const picture of drawn) {
      assert.ok(picture !== missing && /[1-9]/u.test(picture));
    }
  });
});
