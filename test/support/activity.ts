/** What happened in a room, for tests: each at a time after noon of a day, in ms. */
import type { RoomActivityView, StandingView } from '../../src/api/views.ts';

export const MINUTE = 60_000;
export const NOON = new Date(2026, 10, 20, 12).getTime();

type Of<K extends RoomActivityView['kind']> = Extract<RoomActivityView, { readonly kind: K }>;

let count = 0;
const at = (after: number) => ({ id: String(++count), time: NOON + after });

export function entered(nick: string, after = 0): RoomActivityView {
  return { ...at(after), kind: 'entered', nick };
}

export function exited(
  nick: string,
  change: Partial<Of<'exited'>> = {},
  after = 0,
): RoomActivityView {
  return { ...at(after), kind: 'exited', nick, how: 'left', by: '', reason: '', ...change };
}

export function renamed(nick: string, newNick: string, isOwn = false): RoomActivityView {
  return { ...at(0), kind: 'renamed', nick, newNick, isOwn };
}

/** A participant without affiliation, unless said otherwise. */
export function standing(
  nick: string,
  before: Partial<StandingView>,
  now: Partial<StandingView>,
  isOwn = false,
): RoomActivityView {
  const usual = { role: 'participant', affiliation: 'none' } as const;
  const facts = { before: { ...usual, ...before }, now: { ...usual, ...now } };
  return { ...at(0), kind: 'standing', nick, ...facts, isOwn };
}

export function privacy(change: Of<'privacy'>['change']): RoomActivityView {
  return { ...at(0), kind: 'privacy', change };
}
