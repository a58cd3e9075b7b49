import { t } from '../base/l10n.ts';
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
      return t('Saved as {name}', { name: savedAs });
    case 'declined':
      return t('You declined it');
    case 'cancelled':
      return t('You cancelled it, and nothing was kept');
    case 'withdrawn':
      return t('{sender} took it back, and nothing was kept', { sender });
    case 'lost':
      return t(
        'It was not received: the connection it was offered on is gone. Ask for it to be sent again.',
      );
    case 'failed':
      return error ? say(error) : t('It was not received: ask for it to be sent again.');
  }
}
