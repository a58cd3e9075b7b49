import { RequestError } from '../src/api/channel.ts';
import { say } from '../src/api/say.ts';

/** Why a request failed, as the end of a sentence for the user. */
export function reasonOf(error: unknown): string {
  return error instanceof RequestError
    ? say(error.userError)
    : 'something unexpected went wrong; details are in the Parley output.';
}
