import type * as v from 'valibot';
import { type UserError, userError } from '../base/userError.ts';

/** The kinds of text that a user can make too long, by the name of the parameter. */
const TEXTS = {
  always: 'address',
  body: 'message',
  draft: 'draft',
  emoji: 'reaction',
  groups: 'group',
  jid: 'address',
  mode: 'draft',
  name: 'name',
  never: 'address',
  nick: 'name',
  password: 'password',
  server: 'address',
  status: 'status',
  text: 'search',
  values: 'field',
} as const;
const LISTS_OF_ADDRESSES = ['always', 'contacts', 'never'];

/** The error for the first value that is too long, with its length and limit, if any. */
export function tooLong(issues: readonly v.BaseIssue<unknown>[]): UserError | undefined {
  for (const { type, input, requirement, path } of issues) {
    if (type !== 'max_length' || typeof requirement !== 'number') continue;
    const name = String(path?.[0]?.key);
    const most = requirement;
    if (typeof input === 'string') {
      const what = Object.hasOwn(TEXTS, name) ? TEXTS[name as keyof typeof TEXTS] : undefined;
      const code = what === undefined ? 'too-long' : (`too-long.${what}` as const);
      return userError(code, { most, length: input.length });
    }
    if (Array.isArray(input)) {
      const what = LISTS_OF_ADDRESSES.includes(name) ? 'addresses' : 'entries';
      return userError(`too-long.${what}`, { most, length: input.length });
    }
  }
  return undefined;
}
