/** What passes between the extension host and the thread that owns the database. */
import type { History } from '../../model/history.ts';
import type { Salvaged } from './salvage.ts';
import type { StorageErrorKind } from './storageError.ts';

const READS = [
  'load',
  'find',
  'findCopy',
  'findIdentity',
  'findSince',
  'search',
  'unsent',
  'chats',
  'cursor',
  'findReference',
  'unsentChanges',
  'findText',
] as const satisfies readonly (keyof History)[];

const isOfReads: ReadonlySet<string> = new Set(READS);

export type Read = (typeof READS)[number];
export type Write = Exclude<keyof History, Read>;

/** Whether a method asks, and changes nothing. */
export function isRead(method: keyof History): method is Read {
  return isOfReads.has(method);
}

/** What answers the calls, inside the thread. */
export type Operations<M extends keyof History> = {
  readonly [K in M]: (...args: Parameters<History[K]>) => Awaited<ReturnType<History[K]>>;
};

/** As they travel, several together: JSON is quicker than the copying of objects. */
export function encode(messages: readonly (Call | Answer)[]): string {
  return JSON.stringify(messages);
}

/** Asks the thread to finish, in place of calls; it ends by itself then. */
export const END = 'null';

export interface Call {
  readonly id: number;
  readonly method: keyof History;
  /** JSON, but for a last one that may be absent. */
  readonly args: readonly unknown[];
}

export type Answer =
  /** The database is open. */
  | { readonly kind: 'ready' }
  /** It cannot be opened, and no call will be answered. */
  | { readonly kind: 'unusable'; readonly trouble: StorageErrorKind; readonly detail: string }
  /** The database was damaged, and nothing is lost but what it says. */
  | { readonly kind: 'mended' }
  /** A database that could not be used was renamed to `file`, and a new one begun with what could be read. */
  | {
      readonly kind: 'setAside';
      readonly trouble: StorageErrorKind;
      readonly salvaged: Salvaged;
      readonly file: string;
    }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly trouble: StorageErrorKind;
      readonly detail: string;
    };
