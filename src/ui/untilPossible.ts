import { RequestError } from '../api/channel.ts';
import type { UserError } from '../base/userError.ts';

/** Errors that no retry can resolve: something else has to be chosen. */
const FINAL = ['too-large', 'no-upload-service', 'no-account', 'bad-jid', 'refused', 'gone'];

/**
 * Retries for as long as the user wishes, so that what they chose is not lost with the connection.
 *
 * @param ask shows why it failed, and returns whether to retry
 * @returns `undefined` if the user gave up
 * @throws RequestError that no retry can resolve
 */
export async function untilPossible<T>(
  request: () => Promise<T>,
  ask: (why: UserError) => Promise<boolean>,
): Promise<T | undefined> {
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof RequestError) || FINAL.includes(error.code)) throw error;
      if (!(await ask(error.userError))) return undefined;
    }
  }
}
