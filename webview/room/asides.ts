import type { MessageView, RoomActivityView } from '../../src/api/views.ts';
import { formatNumber, plural, t } from '../../src/base/l10n.ts';
import { type Aside, foldActivity } from './foldActivity.ts';

/** The messages to show, and the small lines between them. */
export interface PlacedAsides {
  /** Those of occupants who are not ignored. */
  readonly messages: readonly MessageView[];
  /** The lines above a message, by its id. */
  readonly before: ReadonlyMap<string, readonly Aside[]>;
  /** The lines below the last one. */
  readonly after: readonly Aside[];
}

/** Whether messages exist beyond those that are loaded. */
export interface LoadedEdges {
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

interface Gap {
  readonly activity: RoomActivityView[];
  readonly ignored: MessageView[];
}

/**
 * Places what happened in a room between its messages, by time. What happened before the first one
 * that is loaded, or after the last, is left out where there are others.
 */
export function placeAsides(
  all: readonly MessageView[],
  activity: readonly RoomActivityView[],
  { hasOlder, hasNewer }: LoadedEdges,
): PlacedAsides {
  const gaps: Gap[] = [{ activity: [], ignored: [] }];
  const messages: MessageView[] = [];
  for (const message of all) {
    if (message.isIgnored) gaps.at(-1)?.ignored.push(message);
    else {
      messages.push(message);
      gaps.push({ activity: [], ignored: [] });
    }
  }
  for (const entry of activity) {
    const at = messages.findLastIndex(({ time }) => time <= entry.time) + 1;
    if ((at === 0 && hasOlder) || (at === messages.length && hasNewer)) continue;
    gaps[at]?.activity.push(entry);
  }
  const before = new Map<string, readonly Aside[]>();
  for (const [at, { id }] of messages.entries()) {
    const asides = asidesOf(gaps[at]);
    if (asides.length > 0) before.set(id, asides);
  }
  return { messages, before, after: asidesOf(gaps.at(-1)) };
}

function asidesOf(gap: Gap | undefined): readonly Aside[] {
  if (!gap) return [];
  const asides = [...foldActivity(gap.activity), ...countIgnored(gap.ignored)];
  return asides.sort((a, b) => a.time - b.time);
}

function countIgnored(messages: readonly MessageView[]): readonly Aside[] {
  const [first] = messages;
  if (!first) return [];
  const authors = new Set(messages.map(({ sender }) => sender)).size;
  const text = ignoredText(messages.length, authors);
  return [{ time: first.time, text, title: text }];
}

function ignoredText(count: number, authors: number): string {
  return authors === 1
    ? plural(count, ['A message of an ignored occupant', '{count} messages of an ignored occupant'])
    : t('{count} messages of {authors} ignored occupants', {
        count: formatNumber(count),
        authors: formatNumber(authors),
      });
}
