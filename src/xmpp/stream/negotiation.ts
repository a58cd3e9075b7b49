import { shownAddress } from '../../base/jidEscaping.ts';
import { Jid } from '../../base/jid.ts';
import { userError } from '../../base/userError.ts';
import { parseStanzaError } from '../stanza/stanzaError.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { authenticate, type Credentials } from './authentication.ts';
import { type ClientStream, NS_TLS } from './clientStream.ts';
import { ConnectionError } from './connectionError.ts';
import { makeResource } from './resource.ts';
import { StreamFault } from './streamFault.ts';
import { NS_SM, type StreamManagement } from './sm/streamManagement.ts';

const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const NS_SESSION = 'urn:ietf:params:xml:ns:xmpp-session';

/** Sends requests before signing in, over verified TLS, such as registration (XEP-0077). */
export type BeforeSignIn = (
  stream: Pick<ClientStream, 'request'>,
  features: Element,
) => Promise<void>;

/** Opens a connected stream for sign-in and returns its features. @throws ConnectionError */
export type OpenStream = (stream: ClientStream, domain: string) => Promise<Element>;

export interface NegotiationOptions extends Credentials {
  /** Random when absent. */
  readonly resource?: string | undefined;
  readonly beforeSignIn?: BeforeSignIn | undefined;
}

/** The resumable session, which outlives a stream, and its callbacks for the fate of stanzas. */
export interface Resumable {
  readonly management: StreamManagement;
  /** The full JID of the session. */
  readonly jid: Jid | undefined;
  /** Called with the stanzas acknowledged by the server, oldest first. */
  readonly acked: (stanzas: readonly Element[]) => void;
  /** Called with stanzas of an ended session that were never acknowledged, oldest first. */
  readonly unsent: (stanzas: readonly Element[]) => void;
  /** Whether nothing else may be in flight with this stanza until it is acknowledged. */
  readonly travelsAlone: (stanza: Element) => boolean;
  /** Stores the state of the session, if that is supported; never fails. */
  readonly keep?: (() => Promise<void>) | undefined;
}

/** The result of a negotiation. */
export interface Negotiated {
  readonly jid: Jid;
  readonly resumed: boolean;
  /** The SASL mechanism used. */
  readonly mechanism: string;
  /** Elements received before counting began: stanzas, and requests of stream management. */
  readonly early: readonly Element[];
  /** The server's `<stream:features/>` after authentication. */
  readonly features: Element;
}

/** Opens the stream and ensures that it is secure (RFC 6120 §5). @returns its features */
export async function openSecurely(stream: ClientStream, domain: string): Promise<Element> {
  const features = await stream.open();
  if (stream.secure) return features;
  if (!features.getChild('starttls', NS_TLS)) {
    throw new ConnectionError(userError('tls-required', { domain }));
  }
  await stream.startTls();
  return stream.open();
}

/**
 * Negotiates a secure stream until it is ready for stanzas: signs in, then resumes the session or
 * binds a resource and starts a session (RFC 6120 §6–7, XEP-0198 §3 and §5).
 *
 * @throws ConnectionError, or StreamFault for which the stream must be aborted
 */
export async function negotiate(
  stream: ClientStream,
  offered: Element,
  options: NegotiationOptions,
  session: Resumable,
): Promise<Negotiated> {
  await options.beforeSignIn?.(stream, offered);
  const mechanism = await authenticate(stream, offered, options);
  const features = await stream.open();
  const { management } = session;
  if (session.jid && management.resumable) {
    stream.send(management.resume());
    const { element: answer, early } = await nextOf(stream, 'resumed', 'failed');
    if (answer.attrs['h'] !== undefined) session.acked(management.acknowledge(answer));
    if (answer.getName() === 'resumed') {
      management.resumed();
      return { jid: session.jid, resumed: true, mechanism, early, features };
    }
  }
  // A refused resumption is not requested again, even if the server ends this stream.
  session.unsent(management.end());
  const jid = await bind(stream, options);
  await startSession(stream, features);
  const early = await enable(stream, features, management);
  return { jid, resumed: false, mechanism, early, features };
}

async function bind(stream: ClientStream, options: NegotiationOptions): Promise<Jid> {
  const { account, resource = makeResource() } = options;
  const wanted = xml('bind', { xmlns: NS_BIND }, xml('resource', {}, resource));
  const answer = await stream.request('set', wanted);
  if (answer.attrs['type'] === 'error') throw refuse(answer, account);
  const text = answer.getChild('bind', NS_BIND)?.getChildText('jid', NS_BIND);
  const jid = Jid.parse(text ?? '');
  if (!jid || jid.resource === '') throw new StreamFault('invalid-id', 'no address of ours');
  if (jid.bare !== account.bare) throw bindsElse(account, jid);
  return jid;
}

/**
 * RFC 6120 §7.6: the server decides the address, as when the user signs in with a directory name,
 * or spells the address differently than the server. It is authoritative for its own domain only.
 */
function bindsElse(account: Jid, { bare, domain }: Jid): ConnectionError {
  const facts = {
    domain: account.domain,
    address: shownAddress(account.bare),
    bound: shownAddress(bare),
  };
  return new ConnectionError(
    domain === account.domain
      ? userError('other-address.own', { ...facts, jid: bare })
      : userError('other-address.foreign', facts),
  );
}

function refuse(answer: Element, account: Jid): ConnectionError {
  const cause = parseStanzaError(answer);
  const { condition } = cause;
  const address = shownAddress(account.bare);
  return new ConnectionError(
    condition === 'conflict'
      ? userError('conflict.bind', { address, condition })
      : userError('server-refused.bind', { domain: account.domain, address, condition }),
    { cause },
  );
}

/** Starts a session (RFC 3921 §3), which old servers still require; RFC 6120 removed it. */
async function startSession(stream: ClientStream, features: Element): Promise<void> {
  const feature = features.getChild('session', NS_SESSION);
  if (!feature || feature.getChild('optional', NS_SESSION)) return;
  await stream.request('set', xml('session', { xmlns: NS_SESSION }));
}

async function enable(
  stream: ClientStream,
  features: Element,
  management: StreamManagement,
): Promise<Element[]> {
  if (!features.getChild('sm', NS_SM)) return [];
  stream.send(management.enable());
  const { element: answer, early } = await nextOf(stream, 'enabled', 'failed');
  if (answer.getName() === 'enabled') management.enabled(answer);
  else management.end();
  return early;
}

/** The answer of stream management, and earlier elements, for the online stream to handle. */
function nextOf(stream: ClientStream, ...names: readonly string[]) {
  return stream.nextMatching(
    (element) => element.getNS() === NS_SM && names.includes(element.getName()),
  );
}
