import { actOf, isAction } from '../../src/api/action.ts';
import { countLines, fold, FOLDED_LINES } from './collapse.ts';
import { el, rowButton } from './dom.ts';
import { renderBlocks, type TextActions } from './messageText.ts';
import { type Block, parseBlocks } from './styling.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { plural, t } from '../../src/base/l10n.ts';

/**
 * A message's text, collapsed if long; `onFold` is called when the reader toggles that.
 * @param named our nick, if the message mentions us
 * @param isPlain whether it is shown as it is, without styling
 */
export function renderBody(
  body: string,
  sender: string,
  unfolded: boolean,
  onFold: (unfolded: boolean) => void,
  actions: TextActions,
  named?: string,
  isPlain?: true,
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
