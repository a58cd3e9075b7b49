import { userError } from '../../base/userError.ts';
import type { Element } from '../stanza/xml.ts';
import { ConnectionError, lost } from './connectionError.ts';

export const NS_STREAM_ERRORS = 'urn:ietf:params:xml:ns:xmpp-streams';

/** WebSocket close codes for a policy violation, and for a message that is too big. */
const TOO_MUCH: ReadonlySet<number> = new Set([1008, 1009]);

/** The server redirects to another of its hosts (RFC 6120 §4.9.3.19). */
export class SeeOtherHost extends ConnectionError {
  readonly host: string;
  /** `undefined` if the server did not specify one. */
  readonly port: number | undefined;

  constructor(host: string, port: number | undefined) {
    super(userError('server-refused.other-host', { host }));
    this.host = host;
    this.port = port;
  }
}

/**
 * Parses a `<stream:error/>` (RFC 6120 §4.9) into an error for the user.
 *
 * @param secure whether the server is authenticated; else the error prevents no further attempt
 */
export function parseStreamError(error: Element, domain: string, secure = true): ConnectionError {
  const parsed = parse(error, domain);
  return secure || !parsed.needsUser ? parsed : refused(domain, parsed.condition ?? '');
}

function parse(error: Element, domain: string): ConnectionError {
  const child = error
    .getChildElements()
    .find((element) => element.getNS() === NS_STREAM_ERRORS && element.getName() !== 'text');
  const condition = child?.getName() ?? 'undefined-condition';
  switch (condition) {
    case 'conflict':
      return new ConnectionError(userError('conflict.replaced', { condition }));
    case 'not-authorized':
      return new ConnectionError(userError('wrong-password.expired', { domain, condition }));
    case 'host-unknown':
    case 'host-gone':
      return new ConnectionError(userError('no-such-server.not-served', { domain, condition }));
    case 'see-other-host':
      return parseOtherHost(child?.text() ?? '') ?? refused(domain, condition);
    case 'connection-timeout':
    case 'reset':
    case 'system-shutdown':
    case 'remote-connection-failed':
      return lost(domain, undefined, condition);
    default:
      return refused(domain, condition);
  }
}

/** Parses the close code of a WebSocket (RFC 6455 §7.4.1), without a stream error. */
export function parseClosing(code: number | undefined, domain: string): ConnectionError {
  return code !== undefined && TOO_MUCH.has(code)
    ? refused(domain, 'policy-violation')
    : lost(domain);
}

function refused(domain: string, condition: string): ConnectionError {
  return new ConnectionError(userError('server-refused', { domain, condition }));
}

/** Parses `host`, `host:port`, `[IPv6]` or `[IPv6]:port`. */
export function parseOtherHost(text: string): SeeOtherHost | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([\p{L}\p{N}._-]+))(?::([0-9]{1,5}))?$/iu.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (host === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined;
  return new SeeOtherHost(host, port);
}
