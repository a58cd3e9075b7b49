import type { OfChat } from '../../api/requests.ts';
import type { FileView } from '../../api/views.ts';
import { Jid } from '../../base/jid.ts';

/** Maximum size of a picture that is fetched without the user asking for it, in bytes. */
export const MAX_UNASKED_BYTES = 5 * 1000 * 1000;

/**
 * Whether a picture may be fetched without the user asking for it: not announced as larger, and from a host of the
 * sender's server or of ours, which take part in the chat anyway.
 */
export function mayFetchUnasked({ url, size = 0 }: FileView, of: OfChat): boolean {
  if (size > MAX_UNASKED_BYTES || url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isOf = (address: string) => {
    const domain = domainOf(address);
    return hostname === domain || hostname.endsWith(`.${domain}`);
  };
  return protocol === 'https:' && [of.account, of.chat].some(isOf);
}

/** The domain of an address, as it is in URLs; that of an invalid one is no host. */
function domainOf(address: string): string {
  const domain = Jid.parse(address)?.domain ?? '';
  return URL.canParse(`https://${domain}`) ? new URL(`https://${domain}`).hostname : ' ';
}
