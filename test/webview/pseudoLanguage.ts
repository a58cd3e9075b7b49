/** A language in which every text of the pages is marked, to find what is not translated. */
import type { Page } from 'playwright-core';
import type { Sentences } from '../../src/api/say.ts';
import { SENTENCES } from '../../src/ui/sentences.ts';
import { collectTexts } from '../../scripts/l10n.mjs';

const keys: readonly string[] = [...(await collectTexts()).keys()];

/** Its dates and times, those of Greek, are without a Latin letter. */
export const PSEUDO: Sentences = {
  language: 'el',
  texts: Object.fromEntries(Object.entries(SENTENCES).map(([code, text]) => [code, marked(text)])),
  bundle: Object.fromEntries(keys.map((key) => [key, marked(key)])),
};

/** Placeholders stay outside, so that what is put in for them is translated by itself. */
function marked(text: string): string {
  return text
    .split(/(\{\w+\})/u)
    .map((part) => (/^\{\w+\}$/u.test(part) || part.trim() === '' ? part : `⟦${part}⟧`))
    .join('');
}

/** What is the same in every language: addresses, units, chords and the names of the protocol. */
const DATA =
  /https?:\/\/\S*|xmpp:\S+|\S+@\S+|\S*example\.org|\(Alt\+X Alt\+\w\)|\b(?:[kM]B|min|UTC|JID)\b|\/s\b/gu;

/** The texts of a page, shown, hidden or for a screen reader, with Latin letters that are not marked. */
export async function untranslated(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const roots: (Element | ShadowRoot)[] = [document.body];
    for (const root of roots) {
      for (const node of root.childNodes) {
        if (node instanceof Text) found.push(node.data);
        if (!(node instanceof Element) || node.matches('script, style')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
          found.push(node.getAttribute(name) ?? '');
        roots.push(node, ...(node.shadowRoot ? [node.shadowRoot] : []));
      }
    }
    return found;
  });
  const isLeft = (text: string) =>
    /[a-z]/iu.test(text.replaceAll(/⟦[^⟦⟧]*⟧/gu, '').replaceAll(DATA, ''));
  return [...new Set(texts.filter(isLeft).map((text) => text.trim()))];
}
