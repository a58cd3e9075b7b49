import type { Delivery } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';
import { icon } from './dom.ts';
import type { Icon } from './icons.ts';
import { namesIn } from '../names.ts';

/** How many readers are named. */
const MOST_READERS = 10;

const DELIVERY: Readonly<Record<Delivery, readonly [icon: Icon, label: () => string]>> = {
  queued: ['history', () => t('Waiting to be sent')],
  sent: ['check', () => t('Sent')],
  delivered: ['check-all', () => t('Delivered')],
  displayed: ['eye', () => t({ message: 'Read', comment: ['of a message, by its recipient'] })],
  failed: ['error', () => t('Not sent')],
};

export function deliveryLabel(delivery: Delivery): string {
  return DELIVERY[delivery][1]();
}

/** How far a message of ours has come. */
export function renderDelivery(delivery: Delivery): HTMLElement {
  const [name, label] = DELIVERY[delivery];
  const glyph = icon(name, label());
  glyph.classList.add('delivery', `delivery-${delivery}`);
  return glyph;
}

/** Who in a room has read a message, by their names. */
export function renderReadBy(names: readonly string[]): HTMLElement {
  const glyph = icon('eye', readByLine(names));
  glyph.classList.add('delivery', 'delivery-displayed');
  return glyph;
}

export function readByLine(names: readonly string[]): string {
  return t('Read by {names}', { names: namesIn(names, MOST_READERS) });
}
