import type { UserError } from '../base/userError.ts';
import { say } from './say.ts';
import type { OfferView } from './views.ts';

/** What has become of an offered file, in one sentence; empty while it waits or is received. */
export function offerWords(
  {
    state,
    error,
    savedAs = '',
  }: Pick<OfferView, 'state' | 'savedAs'> & { readonly error?: UserError },
  sender: string,
): string {
  switch (state) {
    case 'offered':
    case 'running':
      return '';
    case 'done':
      return `Saved as ${savedAs}`;
    case 'declined':
      return 'You declined it';
    case 'cancelled':
      return 'You cancelled it, and nothing was kept';
    case 'withdrawn':
      return `${sender} took it back, and nothing was kept`;
    case 'lost':
      return 'It was not received: the connection it was offered on is gone. Ask for it to be sent again.';
    case 'failed':
      return error ? say(error) : 'It was not received: ask for it to be sent again.';
  }
}
