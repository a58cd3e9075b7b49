import type { USER_ERRORS, UserErrorCode } from './userErrorCodes.ts';

/** What a sentence names: text, a number, a size, or another error as a part of it. */
export type UserErrorParam = string | number | { readonly bytes: number } | UserError;

export type UserErrorParams = Readonly<Record<string, UserErrorParam>>;

/**
 * What a user is to be told of something that did not work: plain JSON, in no language. The sentence
 * is made where it is shown, from the catalogue of that window's language.
 *
 * Texts among the params may be others' words: they are shown as text, never as markup.
 */
export interface UserError {
  /** One of {@link USER_ERRORS}; another version of Parley may have others. */
  readonly code: string;
  /** What the sentence names, and what a view may act on, such as a certificate's fingerprint. */
  readonly params: UserErrorParams;
}

/** The params that the sentence of a code names; there may be more. */
export type ParamsOf<C extends UserErrorCode> = Readonly<
  Record<(typeof USER_ERRORS)[C][number], UserErrorParam>
> &
  UserErrorParams;

/** No params are needed where the sentence names nothing. */
type Rest<C extends UserErrorCode> = (typeof USER_ERRORS)[C]['length'] extends 0
  ? [params?: UserErrorParams]
  : [params: ParamsOf<C>];

export function userError<C extends UserErrorCode>(code: C, ...[params]: Rest<C>): UserError {
  return { code, params: params ?? {} };
}

/** What code acts on: `wrong-password` of `wrong-password.expired`. */
export function kindOf({ code }: UserError): string {
  return code.split('.', 1)[0] ?? code;
}

/** A {@link UserError} that is thrown. Its message is for the log alone. */
export class Failure extends Error {
  readonly userError: UserError;
  /** What code acts on, see {@link kindOf}. */
  readonly code: string;

  constructor(error: UserError, options?: { readonly cause?: unknown }) {
    super(describeUserError(error), options);
    this.name = 'Failure';
    this.userError = error;
    this.code = kindOf(error);
  }

  get params(): UserErrorParams {
    return this.userError.params;
  }

  /** A param that is text; `undefined` where there is none of this name. */
  text(name: string): string | undefined {
    const param = this.params[name];
    return typeof param === 'string' ? param : undefined;
  }
}

export function failure<C extends UserErrorCode>(code: C, ...params: Rest<C>): Failure {
  return new Failure(userError(code, ...params));
}

/** One line for the log: the code and what goes with it. */
export function describeUserError({ code, params }: UserError): string {
  const named = Object.entries(params).map(([name, value]) => `${name}: ${describeParam(value)}`);
  return named.length === 0 ? code : `${code} (${named.join(', ')})`;
}

function describeParam(value: UserErrorParam): string {
  if (typeof value !== 'object') return String(value);
  return 'bytes' in value ? `${value.bytes} bytes` : describeUserError(value);
}

const CODE = /^[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})?$/u;
const MAX_PARAMS = 20;
/** Of a param, in UTF-16 code units. */
const MAX_TEXT = 4000;
/** An error within an error within an error. */
const MAX_DEPTH = 3;

/** Reads what came from elsewhere, or was kept; `undefined` where it is no error. */
export function parseUserError(value: unknown, depth = MAX_DEPTH): UserError | undefined {
  if (depth === 0 || typeof value !== 'object' || value === null) return undefined;
  const { code, params } = value as { readonly code?: unknown; readonly params?: unknown };
  if (typeof code !== 'string' || !CODE.test(code)) return undefined;
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return undefined;
  const entries = Object.entries(params);
  if (entries.length > MAX_PARAMS) return undefined;
  const parsed: [string, UserErrorParam][] = [];
  for (const [name, given] of entries) {
    const param = parseParam(given, depth);
    if (param === undefined) return undefined;
    parsed.push([name, param]);
  }
  return { code, params: Object.fromEntries(parsed) };
}

function parseParam(value: unknown, depth: number): UserErrorParam | undefined {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT);
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('bytes' in value) {
    return typeof value.bytes === 'number' ? { bytes: value.bytes } : undefined;
  }
  return parseUserError(value, depth - 1);
}
