/** The protocol between the extension host and the database thread. */
import type { History } from '../../model/history.ts';
import type { Salvaged } from './salvage.ts';
import type { StorageErrorKind } from './storageError.ts';

const READS = [
  'load',
  'find',
  'findCopies',
  'findIdentity',
  'findSince',
  'search',
  'unsent',
  'chats',
  'mentions',
  'cursor',
  'findReference',
  'unsentChanges',
  'findText',
] as const satisfies readonly (keyof History)[];

const isOfReads: ReadonlySet<string> = new Set(READS);

export type Read = (typeof READS)[number];
export type Write = Exclude<keyof History, Read>;

/** Whether a method only reads. */
export function isRead(method: keyof History): method is Read {
  return isOfReads.has(method);
}

/** The handlers of the calls, inside the thread. */
export type Operations<M extends keyof History> = {
  readonly [K in M]: (...args: Parameters<History[K]>) => Awaited<ReturnType<History[K]>>;
};

/** Encodes a batch of messages: JSON is faster than structured cloning. */
export function encode(messages: readonly (Call | Answer)[]): string {
  return JSON.stringify(messages);
}

/** Sent in place of calls: asks the thread to finish pending work and exit. */
export const END = 'null';

export interface Call {
  readonly id: number;
  readonly method: keyof History;
  /** JSON values; an optional last argument may be absent. */
  readonly args: readonly unknown[];
}

export type Answer =
  /** The database is open. */
  | { readonly kind: 'ready' }
  /** The database cannot be opened, and no call will be answered. */
  | { readonly kind: 'unusable'; readonly trouble: StorageErrorKind; readonly detail: string }
  /** The database was damaged and repaired; no messages were lost. */
  | { readonly kind: 'mended' }
  /** An unusable database was renamed to `file`; a new one holds what could be read of it. */
  | {
      readonly kind: 'quarantined';
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
