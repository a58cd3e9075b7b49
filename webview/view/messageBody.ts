import { actOf, isAction } from '../../src/api/action.ts';
import { countLines, fold, FOLDED_LINES } from './collapse.ts';
import { el, rowButton } from './dom.ts';
import { renderBlocks, type TextActions } from './messageText.ts';
import { type Block, parseBlocks } from './styling.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { plural, t } from '../../src/base/l10n.ts';

export interface BodyOptions {
  /** The name of its sender, for `/me`. */
  readonly sender: string;
  /** Whether a long text is shown as a whole. */
  readonly unfolded: boolean;
  /** Called when the reader toggles that. */
  readonly onFold: (unfolded: boolean) => void;
  readonly actions: TextActions;
  /** Our nick, if the message mentions us. */
  readonly named: string;
  /** Whether it is shown as it is, without styling. */
  readonly isPlain: boolean;
}

/** A message's text, collapsed if long. */
export function renderBody(
  body: string,
  { sender, unfolded, onFold, actions, named, isPlain }: BodyOptions,
): HTMLElement {
  const text = actOf(body);
  const blocks: readonly Block[] = isPlain ? [{ kind: 'text', text, isPlain }] : parseBlocks(text);
  const lines = countLines(blocks);
  const long = lines > FOLDED_LINES;
  const element = el(
    'div',
    'body',
    {},
    ...renderBlocks(long && !unfolded ? fold(blocks) : blocks, actions, named),
  );
  if (isAction(body)) {
    element.classList.add('action');
    const name = el('bdi', 'action-name', {}, makeVisible(sender));
    const [first] = element.children;
    if (first?.matches('.text')) first.prepend(name, ' ');
    else element.prepend(name);
  }
  if (long) {
    const label = unfolded
      ? t('Show Less')
      : plural(lines, ['Show {count} Line', 'Show All {count} Lines']);
    const button = rowButton(label, 'primary-action fold', () => {
      onFold(!unfolded);
    });
    button.setAttribute('aria-expanded', String(unfolded));
    element.append(button);
  }
  return element;
}
