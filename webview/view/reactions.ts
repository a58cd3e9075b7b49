import { type MessageView, OWN_NAME, type ReactionView } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';
import { el, name, rowButton } from './dom.ts';

/** The default suggestions. */
const USUAL = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

export interface ReactionActions {
  /** Adds or removes our reaction. */
  setReaction(message: string, emoji: string, on: boolean): void;
}

/** The reactions below a message: each emoji with its count; a click adds or removes ours. */
export function renderReactions(
  message: string,
  reactions: readonly ReactionView[],
  actions: ReactionActions,
): HTMLElement {
  const chips = reactions.map(({ emoji, own, names }) => {
    const chip = rowButton('', 'reaction', () => {
      actions.setReaction(message, emoji, !own);
    });
    const shown = names.map((one) => (own && one === OWN_NAME ? t('You') : one));
    const who = shown.join(', ');
    chip.append(el('span', 'reaction-emoji', {}, emoji), ` ${names.length}`);
    chip.dataset['emoji'] = emoji;
    name(chip, `${emoji} ${names.length}: ${who}`, who);
    chip.setAttribute('aria-pressed', String(own));
    return chip;
  });
  return el('div', 'reactions', { role: 'group', 'aria-label': t('Reactions') }, ...chips);
}

/** The six reactions that we used most in these messages, filled up with the default ones. */
export function mostUsed(messages: readonly MessageView[]): string[] {
  const uses = new Map<string, number>();
  for (const { reactions = [] } of messages) {
    for (const { emoji, own } of reactions) if (own) uses.set(emoji, (uses.get(emoji) ?? 0) + 1);
  }
  const used = [...uses].sort(([, a], [, b]) => b - a).map(([emoji]) => emoji);
  return [...new Set([...used, ...USUAL])].slice(0, USUAL.length);
}
