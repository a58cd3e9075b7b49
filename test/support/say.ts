import assert from 'node:assert/strict';
import { say, speak } from '../../src/api/say.ts';
import { Failure, type UserError } from '../../src/base/userError.ts';
import { SENTENCES } from '../../src/ui/sentences.ts';

export const english = { language: 'en', texts: SENTENCES };
speak(english);

/** What a user is told, in English; empty where there is nothing to tell. */
export function told(error: unknown): string {
  if (error === undefined) return '';
  return say(error instanceof Failure ? error.userError : (error as UserError));
}

/** For `assert.rejects` and `throws`: whether the user is told this, in English. */
export function telling(sentence: string | RegExp): (error: unknown) => true {
  return (error) => {
    if (typeof sentence === 'string') assert.equal(told(error), sentence);
    else assert.match(told(error), sentence);
    return true;
  };
}

/** An error of which the user is told just this. */
export function saying(text: string): UserError {
  return { code: 'needs-user.reason', params: { reason: text } };
}
