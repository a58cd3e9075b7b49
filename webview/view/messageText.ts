import { type CodeActions, renderCodeCard } from './codeCard.ts';
import { el } from './dom.ts';
import { linkify, MAX_LINKS } from './linkify.ts';
import { type Block, MAX_SPANS, parseSpans, type Span, type SpanKind } from './styling.ts';
import { placesOf } from '../../src/base/mention.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

export interface TextActions extends CodeActions {
  openLink(url: string): void;
}

const TAGS: Readonly<Record<SpanKind, 'strong' | 'em' | 's' | 'code'>> = {
  strong: 'strong',
  emphasis: 'em',
  strike: 's',
  code: 'code',
};

/** Maximum number of highlighted names per message. */
const MAX_NAMES = 50;

/**
 * Renders a message's blocks. Text only becomes text nodes.
 * @param named our nick, if the message mentions us: it is highlighted
 */
export function renderBlocks(
  blocks: readonly Block[],
  actions: TextActions,
  named = '',
): HTMLElement[] {
  return new TextRenderer(actions, named).blocks(blocks);
}

/** Renders one message, and enforces its limits. */
class TextRenderer {
  readonly #actions: TextActions;
  readonly #named: string;
  #links = MAX_LINKS;
  #spans = MAX_SPANS;
  #names = MAX_NAMES;

  constructor(actions: TextActions, named: string) {
    this.#actions = actions;
    this.#named = named;
  }

  blocks(blocks: readonly Block[]): HTMLElement[] {
    return blocks.map((block) => {
      switch (block.kind) {
        case 'text':
          return el('div', 'text', {}, ...this.#text(block));
        case 'quote':
          return el('blockquote', 'quote', { dir: 'auto' }, ...this.blocks(block.blocks));
        case 'code':
          return renderCodeCard(block, this.#actions);
      }
    });
  }

  #text({ text, isPlain }: Block & { readonly kind: 'text' }): (Node | string)[] {
    return isPlain ? this.#linked(text) : this.#render(parseSpans(text, this.#spans));
  }

  #render(spans: readonly Span[]): (Node | string)[] {
    return spans.flatMap((span) => {
      if (span.kind === 'text') return this.#linked(span.text);
      this.#spans--;
      const { kind, directive, children } = span;
      const inner =
        kind === 'code'
          ? children.map((child) => (child.kind === 'text' ? makeVisible(child.text) : ''))
          : this.#render(children);
      // The directives stay visible, as the XEP asks: what was written can be seen and selected.
      const mark = () => el('span', 'directive', { 'aria-hidden': 'true' }, directive);
      return [el(TAGS[kind], `span-${kind}`, {}, mark(), ...inner, mark())];
    });
  }

  #linked(text: string): (Node | string)[] {
    return linkify(text, this.#links).flatMap((segment): (Node | string)[] => {
      if (segment.kind === 'text') return this.#withNames(segment.text);
      this.#links--;
      const { url, host } = segment;
      // Without an href the page cannot navigate; the panel opens the link after its own checks.
      const link = el('a', 'link', { role: 'link', tabindex: '-1', title: url }, segment.text);
      link.addEventListener('click', () => {
        this.#actions.openLink(url);
      });
      if (host === undefined) return [link];
      return [link, el('span', 'link-host', {}, ` ${t('(leads to {host})', { host })}`)];
    });
  }

  #withNames(text: string): (Node | string)[] {
    const pieces: (Node | string)[] = [];
    let at = 0;
    for (const [start, end] of placesOf(this.#named, text).slice(0, this.#names)) {
      const word = el('mark', 'own-nick', {}, text.slice(start, end));
      pieces.push(makeVisible(text.slice(at, start)), word);
      this.#names--;
      at = end;
    }
    return [...pieces, makeVisible(text.slice(at))];
  }
}
