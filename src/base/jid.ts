import { domainToASCII, domainToUnicode } from 'node:url';

/** Characters that RFC 7622 §3.3.1 forbids in a localpart, besides controls and white space. */
const FORBIDDEN_LOCAL = /["&'/:<>@]/u;
const CONTROL_OR_SPACE = /[\p{Cc}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]/u;
const CONTROL = /[\p{Cc}\p{Cs}]/u;
/** Letters, digits, hyphens, dots and non-ASCII letters; or an IPv6 literal. */
const DOMAIN =
  /^(?:[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?|\[[0-9a-f:.]+\])$/u;
/** Such texts need no normalisation, which is slow. */
const ASCII = /^[!-~]*$/;
/**
 * More combining marks in a row than any language has (UAX #15 §13, the Stream-Safe Text Format):
 * they make normalisation quadratic.
 */
const HEAPED = /\p{M}{31}/u;
const MAX_PART_BYTES = 1023;
/** Maximum length of a domain in DNS (RFC 1035 §2.3.4). */
const MAX_DNS_LENGTH = 253;
/** Maximum length of three parts with separators, in UTF-16 code units; longer is rejected. */
const MAX_LENGTH = 3 * MAX_PART_BYTES + 2;
const CACHE_SIZE = 4096;

/** Recently used addresses, which recur in every stanza: a new generation, and the previous one. */
let cache = new Map<string, Jid>();
let older = cache;

/**
 * An XMPP address, `local@domain/resource` (RFC 7622). Immutable and normalised: the localpart
 * and the domain in lower case, all parts in Unicode NFC, so that equal addresses have equal text.
 */
export class Jid {
  readonly local: string;
  readonly domain: string;
  readonly resource: string;
  /** `local@domain`, the address of the account or room. */
  readonly bare: string;
  /** `local@domain/resource`, or the bare address without a resource. */
  readonly full: string;
  #withoutResource: Jid | undefined;

  private constructor(local: string, domain: string, resource: string) {
    this.local = local;
    this.domain = domain;
    this.resource = resource;
    this.bare = local === '' ? domain : `${local}@${domain}`;
    this.full = resource === '' ? this.bare : `${this.bare}/${resource}`;
  }

  /** Parses and normalises; `undefined` if `text` is not a JID, or has too many combining marks. */
  static parse(text: string): Jid | undefined {
    if (text.length > MAX_LENGTH) return undefined;
    const known = cache.get(text);
    if (known) return known;
    const jid =
      older.get(text) ?? parse(text, (local, domain, resource) => new Jid(local, domain, resource));
    if (jid) {
      // Dropped by generation: a Map is slow to find its oldest entry after many deletions.
      if (cache.size >= CACHE_SIZE) {
        older = cache;
        cache = new Map();
      }
      cache.set(text, jid);
    }
    return jid;
  }

  /** Parses a known JID. @throws TypeError if invalid */
  static of(text: string): Jid {
    const jid = Jid.parse(text);
    if (!jid) throw new TypeError('not a JID');
    return jid;
  }

  /** The same account or room without a resource. */
  toBare(): Jid {
    return (this.#withoutResource ??=
      this.resource === '' ? this : new Jid(this.local, this.domain, ''));
  }

  /** The same account or room with another resource. @throws TypeError for an invalid resource. */
  withResource(resource: string): Jid {
    return Jid.of(`${this.bare}/${resource}`);
  }

  equals(other: Jid): boolean {
    return this.full === other.full;
  }

  toString(): string {
    return this.full;
  }
}

/** RFC 7622 §3.2: the first `/` ends the bare address, the first `@` before it the localpart. */
function parse<T>(
  text: string,
  make: (local: string, domain: string, resource: string) => T,
): T | undefined {
  if (!ASCII.test(text) && HEAPED.test(text)) return undefined;
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  if (at === 0 || slash === text.length - 1) return undefined;
  const local = normalize(bare.slice(0, Math.max(at, 0)).toLowerCase());
  const domain = inUnicode(normalize(bare.slice(at + 1).toLowerCase()).replace(/\.$/u, ''));
  const resource = slash < 0 ? '' : normalize(text.slice(slash + 1));
  if (!DOMAIN.test(domain) || domain.includes('..')) return undefined;
  if (FORBIDDEN_LOCAL.test(local) || CONTROL_OR_SPACE.test(local) || CONTROL.test(resource)) {
    return undefined;
  }
  for (const part of [local, domain, resource]) {
    // A UTF-16 code unit takes at most three bytes, so most parts need no counting.
    if (part.length * 3 > MAX_PART_BYTES && Buffer.byteLength(part) > MAX_PART_BYTES) {
      return undefined;
    }
  }
  return make(local, domain, resource);
}

/** RFC 7622 §3.2.1: a domain in A-labels (ASCII for DNS) is the same as in U-labels. */
function inUnicode(domain: string): string {
  if (!domain.includes('xn--') || domain.length > MAX_DNS_LENGTH) return domain;
  const unicode = domainToUnicode(domain);
  return domainToASCII(unicode) === domain ? normalize(unicode) : domain;
}

function normalize(text: string): string {
  return ASCII.test(text) ? text : text.normalize('NFC');
}
