import { RequestError } from '../api/channel.ts';
import type { UserError } from '../base/userError.ts';

/** What no second try changes: something else has to be chosen. */
const FINAL = ['too-large', 'no-upload-service', 'no-account', 'bad-jid', 'refused'];

/**
 * Asks again for as long as the user wishes so, so that a connection that is lost costs nothing that
 * they chose.
 *
 * @param ask shows why it did not work. Result: whether to try again.
 * @returns `undefined` where the user gave up
 * @throws RequestError that no second try changes
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
