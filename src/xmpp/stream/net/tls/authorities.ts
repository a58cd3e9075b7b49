import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** The last context that was asked for: all certificates of a list take tens of ms to read. */
let last: { readonly trustedCa: string; readonly secureContext: SecureContext } | undefined;

/**
 * The authorities for TLS: Node's and the user's; without the user's, the editor's own settings
 * apply.
 * @param trustedCa PEM
 */
export function authorities(trustedCa: string | undefined): { readonly ca?: string[] } {
  return trustedCa === undefined ? {} : { ca: [...rootCertificates, trustedCa] };
}

/** The same for `https`, which makes no context for each of its requests then. */
export function requestAuthorities(trustedCa: string | undefined): {
  readonly ca?: string[];
  readonly secureContext?: SecureContext;
} {
  if (trustedCa === undefined) return {};
  const trusted = authorities(trustedCa);
  if (last?.trustedCa !== trustedCa)
    last = { trustedCa, secureContext: createSecureContext(trusted) };
  // The agent tells its connections and sessions apart by the list.
  return { ...trusted, secureContext: last.secureContext };
}
