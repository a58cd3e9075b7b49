import { RequestError } from '../src/api/channel.ts';

/** Why a request failed, as the end of a sentence for the user. */
export function reasonOf(error: unknown): string {
  return error instanceof RequestError
    ? error.message
    : 'something unexpected went wrong; details are in the Parley output.';
}
