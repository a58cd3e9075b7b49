import type { RoomActivityView, StandingView } from '../../src/api/views.ts';
import { plural, t } from '../../src/base/l10n.ts';
import { namesIn } from '../names.ts';
import { isSameDay } from '../sameDay.ts';
import { type Exit, removalText } from './removalText.ts';
import { type StandingPhrase, standingPhrase } from './standing.ts';

/** A small line between messages. */
export interface Aside {
  /** In ms since 1970. */
  readonly time: number;
  readonly text: string;
  /** The same in full. */
  readonly title: string;
  /** Whether the user should mind. */
  readonly isWarning?: true;
}

/** Maximum time between the first and the last entry of a line, in ms. */
const SPAN_MS = 10 * 60_000;
/** How many are named in a line, and in its tooltip. */
const MAX_NAMED = 2;
const MOST_IN_FULL = 30;

/** What became of an occupant within one line. */
interface Person {
  /** At its beginning. */
  readonly nick: string;
  readonly wasInside: boolean;
  now: string;
  exit?: Exit | undefined;
  before?: StandingView;
  standing?: StandingView;
}

const PRIVACY: Readonly<
  Record<Extract<RoomActivityView, { readonly kind: 'privacy' }>['change'], () => string>
> = {
  addressesShown: () => t('Everybody in this room can see your address'),
  addressesHidden: () => t('Only moderators can see your address now'),
  logged: () => t('What is said here is logged by the room now'),
  notLogged: () => t('What is said here is no longer logged by the room'),
};

/**
 * Folds what happened in a room into lines, each of at most ten minutes of one day. An occupant who is
 * there again in the end, or called as before, has done nothing; what concerns the user is a line of
 * its own.
 */
export function foldActivity(entries: readonly RoomActivityView[]): readonly Aside[] {
  const asides: Aside[] = [];
  let open: RoomActivityView[] = [];
  const close = () => {
    asides.push(...fold(open));
    open = [];
  };
  for (const entry of entries) {
    const own = ownLine(entry);
    const [first] = open;
    if (own || (first && !isNear(first.time, entry.time))) close();
    if (own) asides.push(own);
    else open.push(entry);
  }
  close();
  return asides;
}

function isNear(first: number, time: number): boolean {
  return time >= first && time - first <= SPAN_MS && isSameDay(first, time);
}

function ownLine(entry: RoomActivityView): Aside | undefined {
  const text = ownText(entry);
  if (text === undefined) return undefined;
  const isWarning = entry.kind === 'privacy' && entry.change === 'addressesShown';
  return { time: entry.time, text, title: text, ...(isWarning && { isWarning }) };
}

function ownText(entry: RoomActivityView): string | undefined {
  if (entry.kind === 'privacy') return PRIVACY[entry.change]();
  if (entry.kind === 'renamed' && entry.isOwn)
    return t('You are now called {nick}', { nick: entry.newNick });
  if (entry.kind !== 'standing' || !entry.isOwn) return undefined;
  return standingPhrase(entry.before, entry.now)?.you();
}

function fold(entries: readonly RoomActivityView[]): readonly Aside[] {
  const [first] = entries;
  const people = peopleIn(entries);
  const text = sentence(people, MAX_NAMED);
  if (!first || text === '') return [];
  return [{ time: first.time, text, title: sentence(people, MOST_IN_FULL) }];
}

function peopleIn(entries: readonly RoomActivityView[]): readonly Person[] {
  const people: Person[] = [];
  const byNick = new Map<string, Person>();
  const find = (nick: string, wasInside: boolean) => {
    const known = byNick.get(nick);
    if (known) return known;
    const person: Person = { nick, wasInside, now: nick };
    people.push(person);
    byNick.set(nick, person);
    return person;
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case 'entered':
        find(entry.nick, false).exit = undefined;
        break;
      case 'exited':
        find(entry.nick, true).exit = entry;
        break;
      case 'renamed': {
        const person = find(entry.nick, true);
        byNick.delete(entry.nick);
        byNick.set(entry.newNick, person);
        person.now = entry.newNick;
        break;
      }
      case 'standing': {
        const person = find(entry.nick, true);
        person.before ??= entry.before;
        person.standing = entry.now;
        break;
      }
      case 'privacy':
        break;
    }
  }
  return people;
}

/** @param most how many are named of those who did the same */
function sentence(people: readonly Person[], most: number): string {
  const inside = people.filter(({ exit }) => !exit);
  const gone = people.filter(({ exit }) => exit && isOwnWill(exit));
  const said = (which: readonly Person[], say: (names: string, isOne: boolean) => string) => {
    const names = which.map(({ now }) => now);
    return names.length === 0 ? [] : [say(namesIn(names, most), names.length === 1)];
  };
  return [
    ...said(
      inside.filter(({ wasInside }) => !wasInside),
      cameIn,
    ),
    ...said(
      gone.filter(({ wasInside }) => wasInside),
      left,
    ),
    ...said(
      gone.filter(({ wasInside }) => !wasInside),
      cameAndWent,
    ),
    ...removals(people, most),
    ...renamings(
      inside.filter(({ nick, now, wasInside }) => wasInside && nick !== now),
      most,
    ),
    ...standings(inside, most),
  ].join(', ');
}

function cameIn(names: string, isOne: boolean): string {
  return isOne ? t('{name} came in', { name: names }) : t('{names} came in', { names });
}

function left(names: string, isOne: boolean): string {
  return isOne ? t('{name} left', { name: names }) : t('{names} left', { names });
}

function cameAndWent(names: string, isOne: boolean): string {
  return isOne ? t('{name} came and went', { name: names }) : t('{names} came and went', { names });
}

function isOwnWill({ how }: Exit): boolean {
  return how === 'left' || how === 'disconnected';
}

/** Those removed by the same person in the same way; a reason is of one alone. */
function removals(people: readonly Person[], most: number): readonly string[] {
  const groups = new Map<string, { readonly exit: Exit; readonly names: string[] }>();
  for (const { exit, now } of people) {
    if (!exit || isOwnWill(exit)) continue;
    const key = `${exit.how} ${exit.by}`;
    const group = groups.get(key) ?? { exit, names: [] };
    group.names.push(now);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ exit, names }) => {
    const isOne = names.length === 1;
    const text = removalText(exit, namesIn(names, most), isOne);
    return isOne && exit.reason !== '' ? `${text} (${exit.reason})` : text;
  });
}

function renamings(people: readonly Person[], most: number): readonly string[] {
  const shown = people.length > most + 1 ? people.slice(0, most) : people;
  const others = people.length - shown.length;
  return [
    ...shown.map(({ nick, now }) => t('{nick} is now {newNick}', { nick, newNick: now })),
    ...(others > 0
      ? [plural(others, ['{count} other has a new nick', '{count} others have new nicks'])]
      : []),
  ];
}

function standings(people: readonly Person[], most: number): readonly string[] {
  const groups = new Map<StandingPhrase, string[]>();
  for (const { before, now, standing } of people) {
    const phrase = before && standing && standingPhrase(before, standing);
    if (!phrase) continue;
    const names = groups.get(phrase) ?? [];
    names.push(now);
    groups.set(phrase, names);
  }
  return [...groups].map(([phrase, names]) => {
    const named = namesIn(names, most);
    return names.length === 1 ? phrase.one(named) : phrase.many(named);
  });
}
