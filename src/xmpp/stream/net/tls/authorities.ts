import { rootCertificates } from 'node:tls';

/**
 * The authorities for TLS: Node's and the user's; without the user's, the editor's own settings
 * apply.
 * @param trustedCa PEM
 */
export function authorities(trustedCa: string | undefined): { readonly ca?: string[] } {
  return trustedCa === undefined ? {} : { ca: [...rootCertificates, trustedCa] };
}
