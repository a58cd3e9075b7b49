import { editor } from '../editor.ts';
import type { RequestError } from '../../api/channel.ts';
import { say } from '../../api/say.ts';

/** Whether the server showed a certificate that only the user can vouch for. */
export function isUntrusted(error: RequestError): boolean {
  return error.code === 'bad-certificate' && error.text('fingerprint') !== undefined;
}

/**
 * Trust on the user's word only: after the reason and the whole fingerprint.
 *
 * @param server whose certificate it is
 * @param decline has the focus: a second Enter after the password must not weaken anything
 * Result: the fingerprint when the user trusts it.
 */
export async function offerToTrust(
  server: string,
  error: RequestError,
  decline: string,
): Promise<string | undefined> {
  const trust = 'Trust This Certificate';
  const fingerprint = error.text('fingerprint');
  const chosen = await editor.showWarningMessage(
    `The certificate of ${server} cannot be trusted.`,
    {
      modal: true,
      detail: `${say(error.userError)}\n\nSHA-256 fingerprint:\n${fingerprint}\n\nTrust it only when the server's operator confirms this fingerprint. Someone may be listening otherwise.`,
    },
    decline,
    trust,
  );
  return chosen === trust ? fingerprint : undefined;
}
