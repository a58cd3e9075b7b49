import { formatNumber, t } from '../../src/base/l10n.ts';
import type { Aside } from '../room/foldActivity.ts';
import { renderAside } from './asideLines.ts';
import { el } from './dom.ts';
import { isSameDay } from '../sameDay.ts';
import { formatDay } from './format.ts';
import type { RowHeader } from './grouping.ts';

/**
 * What stands above a message: a new day, what happened in the room before it, and that it is new.
 * @param time when it was sent, in ms since 1970
 */
export function renderDividers(
  time: number,
  { asides, day, news }: RowHeader,
): readonly HTMLElement[] {
  const isOfBefore = (aside: Aside) => day && !isSameDay(aside.time, time);
  return [
    ...asides.filter(isOfBefore).map(renderAside),
    ...(day ? [renderDivider('day', formatDay(time, Date.now()))] : []),
    ...asides.filter((aside) => !isOfBefore(aside)).map(renderAside),
    ...(news > 0
      ? [renderDivider('day news', t('{count} new', { count: formatNumber(news) }))]
      : []),
  ];
}

function renderDivider(className: string, label: string): HTMLElement {
  return el(
    'div',
    className,
    { role: 'separator', 'aria-label': label },
    el('span', 'day-name', {}, label),
  );
}

export function isSameHeader(a: RowHeader, b: RowHeader | undefined): boolean {
  const isSame = a.day === b?.day && a.group === b.group && a.news === b.news;
  return isSame && isSameList(titlesOf(a), titlesOf(b));
}

function titlesOf({ asides }: RowHeader): readonly string[] {
  return asides.map(({ title }) => title);
}

export function isSameList(a: readonly string[], b: readonly string[] | undefined): boolean {
  return a.length === b?.length && a.every((text, at) => text === b[at]);
}
