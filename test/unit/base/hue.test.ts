import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hueOf } from '../../../src/base/hue.ts';

const STYLES = readFileSync('webview/styles/sender.css', 'utf8');
const RULE = /body\.(\S+) \.sender-hue \{\s*color: hsl\(var\(--hue\) (\d+)% (\d+)%\)/gu;
/** The backgrounds that names stand on in VS Code's own themes, the row under the pointer included. */
const BACKGROUNDS: Readonly<Record<string, readonly string[]>> = {
  'vscode-dark': ['#1e1e1e', '#1f1f1f', '#2a2d2e', '#272822', '#002b36'],
  'vscode-light': ['#ffffff', '#f2f2f2', '#e8e8e8', '#fdf6e3'],
  'vscode-high-contrast': ['#000000', '#0c141f'],
  'vscode-high-contrast-light': ['#ffffff', '#f2f2f2'],
};
/** Contrast of text (WCAG 2.1, 1.4.3 and, in high-contrast themes, 1.4.6). */
const LEAST: Readonly<Record<string, number>> = {
  'vscode-dark': 4.5,
  'vscode-light': 4.5,
  'vscode-high-contrast': 7,
  'vscode-high-contrast-light': 7,
};

/** Relative luminance (WCAG 2.1) of sRGB components from 0 to 1. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** CSS Color 4 §7.1. */
function hsl(hue: number, saturation: number, lightness: number): number[] {
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  });
}

function hex(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

describe('the colour of a name in a room', () => {
  it('is the same for the same author, and a whole number of degrees whatever they are called', () => {
    assert.equal(hueOf('nick:Ada#1'), hueOf('nick:Ada#1'));
    assert.notEqual(hueOf('nick:Ada#1'), hueOf('nick:Grace#1'));
    for (const sender of ['', 'a', '0; color: red', '\ud800', 'x'.repeat(5000)]) {
      const hue = hueOf(sender);
      assert.ok(Number.isInteger(hue) && hue >= 0 && hue < 360, String(hue));
    }
  });

  it('can be read in every theme, whatever its hue', () => {
    const rules = [...STYLES.matchAll(RULE)];
    assert.deepEqual(rules.map(([, theme]) => theme).sort(), Object.keys(BACKGROUNDS).sort());
    for (const [, theme = '', saturation, lightness] of rules) {
      for (const background of BACKGROUNDS[theme] ?? []) {
        for (let hue = 0; hue < 360; hue += 1) {
          const colour = hsl(hue, Number(saturation) / 100, Number(lightness) / 100);
          const [dark = 0, light = 0] = [luminance(colour), luminance(hex(background))].sort(
            (a, b) => a - b,
          );
          const contrast = (light + 0.05) / (dark + 0.05);
          const least = LEAST[theme] ?? 21;
          assert.ok(contrast >= least, `${theme} ${background} ${hue}°: ${contrast.toFixed(2)}`);
        }
      }
    }
  });
});
