import { RequestError } from '../src/api/channel.ts';
import { say } from '../src/api/say.ts';
import { t } from '../src/base/l10n.ts';

/** Why a request failed, as the end of a sentence for the user. */
export function reasonOf(error: unknown): string {
  return error instanceof RequestError
    ? say(error.userError)
    : t('something unexpected went wrong; details are in the Parley output.');
}

/** A sentence for the user: what failed, and why. @param failure its beginning, without a colon */
export function failureText(failure: string, error: unknown): string {
  return t('{failure}: {reason}', { failure, reason: reasonOf(error) });
}
