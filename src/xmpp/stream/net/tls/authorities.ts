import { rootCertificates } from 'node:tls';

/**
 * The authorities for TLS: those that Node knows, and the user's; without such of the user's the
 * editor's own settings hold.
 * @param trustedCa PEM
 */
export function authorities(trustedCa: string | undefined): { readonly ca?: string[] } {
  return trustedCa === undefined ? {} : { ca: [...rootCertificates, trustedCa] };
}
