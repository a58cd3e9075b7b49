import { editor } from '../editor.ts';
import type { RequestError } from '../../api/channel.ts';
import { say } from '../../api/say.ts';
import { t } from '../../base/l10n.ts';

/** Whether the server presented a certificate that only the user can vouch for. */
export function isUntrusted(error: RequestError): boolean {
  return error.code === 'bad-certificate' && error.text('fingerprint') !== undefined;
}

/**
 * Asks the user whether to trust a certificate, with the reason and the whole fingerprint.
 *
 * @param question names the server that presented it
 * @param decline the default button: a second Enter after the password must not weaken security
 * @returns the fingerprint if the user trusts it
 */
export async function offerToTrust(
  question: string,
  error: RequestError,
  decline: string,
): Promise<string | undefined> {
  const trust = t('Trust This Certificate');
  const fingerprint = error.text('fingerprint');
  const chosen = await editor.showWarningMessage(
    question,
    {
      modal: true,
      detail: [
        say(error.userError),
        `${t('SHA-256 fingerprint:')}\n${fingerprint}`,
        t(
          "Trust it only when the server's operator confirms this fingerprint. Someone may be listening otherwise.",
        ),
      ].join('\n\n'),
    },
    decline,
    trust,
  );
  return chosen === trust ? fingerprint : undefined;
}
