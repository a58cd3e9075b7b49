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

/** An error of which the user is told just this. */
export function saying(text: string): UserError {
  return { code: 'needs-user.reason', params: { reason: text } };
}
