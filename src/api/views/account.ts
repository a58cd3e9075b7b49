import type { UserError } from '../../base/userError.ts';

/** The bare JID of an account; everything is keyed by it. */
export type AccountId = string;

/** The presences that the user can choose. */
export const SELECTABLE_SHOWS = [
  'chat',
  'available',
  'away',
  'xa',
  'dnd',
  'invisible',
  'offline',
] as const;

/** `invisible`: connected, but offline to contacts. */
export type OwnShow = (typeof SELECTABLE_SHOWS)[number];

/** The state of the account's connection; `offline` is the user's choice. */
export interface ConnectionView {
  readonly phase: 'offline' | 'connecting' | 'online' | 'waiting' | 'needsUser';
  /** Why there is no connection; absent without a problem. */
  readonly reason?: UserError;
  /** The time of the next attempt, in ms since 1970, while `waiting`. */
  readonly retryAt?: number;
}

export interface AccountView {
  readonly id: AccountId;
  /** The address for display (XEP-0106 §4.2); not to be used in requests. */
  readonly jid: string;
  readonly connection: ConnectionView;
  /** As contacts see it: away while the user is idle, whatever was chosen. */
  readonly show: OwnShow;
  readonly status: string;
  /**
   * The number of people who have written, are not in the contacts and have no subscription request:
   * each is a request, and their messages are in no total of unread ones.
   */
  readonly strangers: number;
  /** What the server offers against unwanted people; absent for nothing, or if not known. */
  readonly blocking?: 'block' | 'report';
  /** Recent status messages, the newest first. */
  readonly recentStatuses: readonly string[];
}

/** What the user's activity in all windows means for one window. */
export interface AttentionView {
  /** The window's id. */
  readonly id: string;
  /** Whether this window shows notifications: it has the focus, or had it last. */
  readonly notifies: boolean;
}

/** Whose messages are archived, except for exceptions; `roster`: those of our contacts. */
export const ARCHIVE_DEFAULTS = ['always', 'roster', 'never'] as const;

/** Whose messages the account's server archives (XEP-0441). */
export interface ArchivePreferencesView {
  readonly default: (typeof ARCHIVE_DEFAULTS)[number];
  /** The exceptions, by JID. */
  readonly always: readonly string[];
  readonly never: readonly string[];
}
