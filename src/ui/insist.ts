import { say } from '../api/say.ts';
import { t } from '../base/l10n.ts';
import type { UserError } from '../base/userError.ts';
import { editor } from './editor.ts';
import { plain } from './plain.ts';
import { untilPossible } from './untilPossible.ts';

/**
 * Makes a request, again for as long as the user wishes, so that what they typed for it is not lost.
 *
 * @returns whether it was done; false if the user gave up
 * @throws RequestError that no retry can resolve
 */
export async function insist(request: () => Promise<unknown>): Promise<boolean> {
  const made = async () => {
    await request();
    return true;
  };
  return (await untilPossible(made, wantsAgain)) === true;
}

/** Shows why something failed. @returns whether the user wants it to be tried again */
export async function wantsAgain(why: UserError): Promise<boolean> {
  const again = t('Try Again');
  return (await editor.showErrorMessage(plain(say(why)), again)) === again;
}
