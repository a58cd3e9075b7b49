import type { USER_ERRORS, UserErrorCode } from './userErrorCodes.ts';

/** A parameter of a sentence: text, a number, a size, or a nested error. */
export type UserErrorParam = string | number | { readonly bytes: number } | UserError;

export type UserErrorParams = Readonly<Record<string, UserErrorParam>>;

/**
 * An error to show to the user: plain JSON, independent of language. The sentence is built where it
 * is shown, from the catalogue of that window's language.
 *
 * Parameters may contain text of others: they are shown as text, never as markup.
 */
export interface UserError {
  /** One of {@link USER_ERRORS}; another version of Parley may have others. */
  readonly code: string;
  /** What the sentence names, and data to act on, such as a certificate's fingerprint. */
  readonly params: UserErrorParams;
}

/** The parameters that a code's sentence requires; there may be more. */
export type ParamsOf<C extends UserErrorCode> = Readonly<
  Record<(typeof USER_ERRORS)[C][number], UserErrorParam>
> &
  UserErrorParams;

/** Parameters are optional if the sentence has none. */
type Rest<C extends UserErrorCode> = (typeof USER_ERRORS)[C]['length'] extends 0
  ? [params?: UserErrorParams]
  : [params: ParamsOf<C>];

export function userError<C extends UserErrorCode>(code: C, ...[params]: Rest<C>): UserError {
  return { code, params: params ?? {} };
}

/** The kind that code acts on: `wrong-password` of `wrong-password.expired`. */
export function kindOf({ code }: UserError): string {
  return code.split('.', 1)[0] ?? code;
}

/** A {@link UserError} that can be thrown. Its message is for the log only. */
export class Failure extends Error {
  readonly userError: UserError;
  /** The kind that code acts on, see {@link kindOf}. */
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

  /** A text parameter; `undefined` if there is none of this name. */
  text(name: string): string | undefined {
    const param = this.params[name];
    return typeof param === 'string' ? param : undefined;
  }
}

export function failure<C extends UserErrorCode>(code: C, ...params: Rest<C>): Failure {
  return new Failure(userError(code, ...params));
}

/** One line for the log: the code and its parameters. */
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
/** Maximum length of a text parameter, in UTF-16 code units. */
const MAX_TEXT = 4000;
/** Maximum nesting of errors. */
const MAX_DEPTH = 3;

/** Parses an error that was received or stored; `undefined` if invalid. */
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
