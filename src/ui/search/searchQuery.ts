import type { OfChat, Requests } from '../../api/requests.ts';
import { fold } from '../../base/fold.ts';
import type { Mutable } from '../../base/mutable.ts';
import { beginningOf, type Day } from '../../base/timeZone.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';

/** The parameters of a search, except for the page. */
export type SearchFilters = Omit<Requests['searchMessages']['params'], 'limit' | 'next'>;

/** The chats and accounts that filters can name. */
export interface SearchScope {
  /** The time zone that determines where days begin (IANA). */
  readonly zone: string;
  /** Our own bare JIDs. */
  readonly accounts: readonly string[];
  readonly chats: readonly (OfChat & { readonly name: string; readonly isRoom?: true })[];
}

/** The filters that can be typed: a name, a colon and a value, which is quoted if it has blanks. */
export type FilterName = 'in' | 'from' | 'after' | 'before' | 'has';

const TOKEN = /(?:[^\s"]|"[^"]*"?)+/gu;
const FILTER = /^(in|from|after|before|has):(.*)$/iu;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u;
/** Maximum number of chats that a search by name covers. */
const MAX_CHATS = 1000;
const MAX_NICKS = 100;

/** An invalid filter: the message is a sentence for the user. */
class BadFilter extends Error {}

/** Parses the input: words, and filters among them. A problem is a sentence for the user. */
export function parseSearch(
  typed: string,
  scope: SearchScope,
): { readonly filters: SearchFilters } | { readonly problem: string } {
  const words: string[] = [];
  const from: string[] = [];
  const filters: Partial<Mutable<SearchFilters>> = {};
  try {
    for (const token of typed.match(TOKEN) ?? []) {
      const [, name, quoted = ''] = FILTER.exec(token) ?? [];
      const value = quoted.replaceAll('"', '').trim();
      switch (name?.toLowerCase()) {
        case 'in':
          filters.chats = [...(filters.chats ?? []), ...chatsOf(value, scope)].slice(0, MAX_CHATS);
          break;
        case 'from':
          from.push(value);
          break;
        case 'after':
          filters.from = Math.max(filters.from ?? -Infinity, dayOf('after', value, scope));
          break;
        case 'before':
          filters.to = Math.min(filters.to ?? Infinity, dayOf('before', value, scope) - 1);
          break;
        case 'has':
          if (value.toLowerCase() !== 'file') throw new BadFilter(t('“has:” knows only has:file.'));
          filters.hasFile = true;
          break;
        default:
          words.push(token);
      }
    }
    Object.assign(filters, authorsOf(from, isInRoom(filters.chats, scope), scope));
  } catch (error) {
    if (error instanceof BadFilter) return { problem: error.message };
    throw error;
  }
  return { filters: { ...filters, text: words.join(' ') } };
}

/** Replaces all filters of this name in the input; without a value, removes them. */
export function withFilter(typed: string, name: FilterName, value?: string): string {
  const others = (typed.match(TOKEN) ?? []).filter(
    (token) => FILTER.exec(token)?.[1]?.toLowerCase() !== name,
  );
  if (value !== undefined) others.push(`${name}:${/\s/u.test(value) ? `"${value}"` : value}`);
  return others.map((token) => `${token} `).join('');
}

/** Formats a day as filters expect it. */
export function dayName({ year, month, day }: Day): string {
  const part = (number: number) => String(number).padStart(2, '0');
  return `${year}-${part(month)}-${part(day)}`;
}

/** The beginning of a day in a time zone, in ms since 1970; `undefined` if the text is no day. */
export function parseDay(text: string, zone: string): number | undefined {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return beginningOf({ year, month, day }, zone);
}

function dayOf(name: FilterName, value: string, { zone }: SearchScope): number {
  const day = parseDay(value, zone);
  if (day !== undefined) return day;
  throw new BadFilter(
    t('“{name}:{value}” needs a day that looks like {name}:2026-01-31.', { name, value }),
  );
}

/** The chats whose name or address contains the value, or the one with exactly this address. */
function chatsOf(value: string, { accounts, chats }: SearchScope): readonly OfChat[] {
  const jid = parseTypedJid(value);
  const isKnown = chats.some(({ chat }) => chat === jid?.bare || chat === jid?.full);
  if (jid && jid.local !== '' && !isKnown) {
    return accounts.map((account) => ({ account, chat: jid.bare }));
  }
  const found = named(value, chats).map(({ account, chat }) => ({ account, chat }));
  if (found.length > 0) return found;
  throw new BadFilter(
    t('“in:{value}” fits no chat: type a part of a contact’s or room’s name or address.', {
      value,
    }),
  );
}

/** Whether any of the chats to search is a room: its occupants are named by nick. */
function isInRoom(chats: readonly OfChat[] = [], scope: SearchScope): boolean {
  const isRoom = ({ account, chat }: OfChat) =>
    scope.chats.some((one) => one.isRoom && one.account === account && one.chat === chat);
  return chats.some(isRoom);
}

/** @param from the values of all `from:` */
function authorsOf(
  from: readonly string[],
  isInRoom: boolean,
  scope: SearchScope,
): Pick<SearchFilters, 'senders' | 'nicks'> {
  if (from.length === 0) return {};
  const nicks = isInRoom ? from.filter(isNick).slice(0, MAX_NICKS) : [];
  const senders = from.flatMap((value) => sendersOf(value, isInRoom, scope)).slice(0, MAX_CHATS);
  return { senders, ...(nicks.length > 0 && { nicks }) };
}

/** Neither one of ourselves nor an address. */
function isNick(value: string): boolean {
  return fold(value) !== '' && !isMe(value) && !value.includes('@');
}

function isMe(value: string): boolean {
  return ['me', 'you'].includes(value.toLowerCase());
}

function sendersOf(value: string, isInRoom: boolean, scope: SearchScope): readonly string[] {
  if (isMe(value)) return scope.accounts;
  const jid = parseTypedJid(value);
  const isOccupant = scope.chats.some(({ chat }) => chat === jid?.full);
  if (jid && jid.local !== '') return [isOccupant ? jid.full : jid.bare];
  const found = named(value, sendersIn(scope)).map(({ chat }) => chat);
  if (found.length > 0 || (isInRoom && isNick(value))) return found;
  throw new BadFilter(
    t(
      '“from:{value}” fits nobody: type me, a part of a contact’s name or address, or with in: a room, of a nick.',
      { value },
    ),
  );
}

/** Those who can be named everywhere: no rooms, whose messages are by their occupants. */
export function sendersIn({ chats }: SearchScope): SearchScope['chats'] {
  return chats.filter(({ isRoom }) => !isRoom);
}

function named(value: string, chats: SearchScope['chats']): SearchScope['chats'] {
  if (value === '') return [];
  const exact = chats.filter(({ chat }) => chat === value || chat === value.toLowerCase());
  if (exact.length > 0) return exact;
  const wanted = fold(value);
  if (wanted === '') return [];
  return chats.filter(({ chat, name }) => [chat, name].some((text) => fold(text).includes(wanted)));
}
