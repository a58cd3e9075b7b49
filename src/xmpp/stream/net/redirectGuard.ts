import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Networks without public servers (IANA's special-purpose address registries, RFC 6890). */
const SPECIAL_V4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of these, 2002::/16 and 2001::/32 embed IPv4 addresses, and have no servers today. */
const SPECIAL_V6: readonly (readonly [network: string, prefix: number])[] = [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** The prefix of IPv4 addresses in networks with NAT64 (RFC 6052 §2.1). */
const NAT64 = '64:ff9b::';

const special = new BlockList();
for (const [network, prefix] of SPECIAL_V4) {
  // Also matches their IPv4-mapped forms.
  special.addSubnet(network, prefix, 'ipv4');
  special.addSubnet(`${NAT64}${network}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of SPECIAL_V6) special.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address is public: not loopback, private, link-local or reserved. */
export function isPublicAddress(address: string): boolean {
  const [plain = ''] = address.split('%');
  return !special.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** A redirect led from the public Internet into a private network. */
export class PrivateRedirect extends Error {
  constructor() {
    super('a redirect from the public Internet into a private network');
    this.name = 'PrivateRedirect';
  }
}

/**
 * Guards a chain of redirects: after a public address, it must not lead to one of this machine or
 * of a private network, where services may trust any client. The resolved address is judged, which
 * is also the one connected to. Behind a proxy, which resolves names itself, only addresses in the
 * URL can be judged.
 */
export class RedirectGuard {
  readonly #isPublic: (address: string) => boolean;
  readonly #lookup: LookupFunction;
  #wasPublic = false;
  #hop: { isPublic: boolean } | undefined;

  constructor(
    options: {
      readonly isPublic?: ((address: string) => boolean) | undefined;
      readonly lookup?: LookupFunction | undefined;
    } = {},
  ) {
    this.#isPublic = options.isPublic ?? isPublicAddress;
    this.#lookup = options.lookup ?? systemLookup;
  }

  /**
   * Judges the next address of the chain, the first one included.
   *
   * @returns options that the request must be made with
   * @throws PrivateRedirect; the request fails with it if a name resolves to such addresses only
   */
  next({ hostname }: URL): { readonly lookup: LookupFunction } {
    this.#wasPublic ||= this.#hop?.isPublic ?? false;
    const wasPublic = this.#wasPublic;
    const host = hostname.replace(/^\[|\]$/gu, '');
    const hop = { isPublic: isIP(host) === 0 || this.#isPublic(host) };
    if (wasPublic && !hop.isPublic) throw new PrivateRedirect();
    this.#hop = hop;
    return {
      lookup: (name, options, callback) => {
        this.#lookup(name, { ...options, all: true }, (error, found) => {
          const addresses = Array.isArray(found) ? found : [];
          const open = addresses.filter(({ address }) => this.#isPublic(address));
          hop.isPublic = open.length > 0;
          const [first, ...others] = wasPublic ? open : addresses;
          if (error || !first) callback(error ?? new PrivateRedirect(), '', 0);
          else if (options.all === true) callback(null, [first, ...others]);
          else callback(null, first.address, first.family);
        });
      },
    };
  }
}
