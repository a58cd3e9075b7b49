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

/** Asks something of a server before signing in, over verified TLS, such as registration (XEP-0077). */
export type BeforeSignIn = (
  stream: Pick<ClientStream, 'request'>,
  features: Element,
) => Promise<void>;

/** From a connected stream to the features it may be signed in with. @throws ConnectionError */
export type OpenStream = (stream: ClientStream, domain: string) => Promise<Element>;

export interface NegotiationOptions extends Credentials {
  /** When absent, one is made up. */
  readonly resource?: string | undefined;
  readonly beforeSignIn?: BeforeSignIn | undefined;
}

/** What outlives a stream: the session that may be resumed, and who hears of its stanzas' fate. */
export interface Resumable {
  readonly management: StreamManagement;
  /** The full JID of the session. */
  readonly jid: Jid | undefined;
  /** The server has these, oldest first. */
  readonly acked: (stanzas: readonly Element[]) => void;
  /** The server never acknowledged these and cannot any more, oldest first. */
  readonly unsent: (stanzas: readonly Element[]) => void;
  /** Whether nothing may be sent beside this stanza until the server has it. */
  readonly travelsAlone: (stanza: Element) => boolean;
  /** Keeps how far the session is, where that is done at all; never fails. */
  readonly keep?: (() => Promise<void>) | undefined;
}

/** What a negotiated stream is good for. */
export interface Negotiated {
  readonly jid: Jid;
  readonly resumed: boolean;
  /** The SASL mechanism used. */
  readonly mechanism: string;
  /** What came before counting began: stanzas, and requests of stream management. */
  readonly early: readonly Element[];
  /** The server's `<stream:features/>` after authentication. */
  readonly features: Element;
}

/** Opens the stream and sees that it is secure (RFC 6120 §5). Result: its features. */
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
 * From the features of a secure stream to one that is ready for stanzas: sign in, then resume the
 * session or bind a resource and start a session (RFC 6120 §6–7, XEP-0198 §3 and §5).
 *
 * @throws ConnectionError, or StreamFault for which the stream must be aborted.
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
  // What was refused is not asked for again, even if the server goes no further with this stream.
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
 * RFC 6120 §7.6: the address is the server's to say, as where one signs in by the name of a directory,
 * or wrote it in another way than the server does. It speaks for its own domain only.
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

/** RFC 3921 §3, which old servers still ask for; RFC 6120 gave it up. */
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

/** What stream management answers, and what came before it: that is the online stream's to deal with. */
function nextOf(stream: ClientStream, ...names: readonly string[]) {
  return stream.nextMatching(
    (element) => element.getNS() === NS_SM && names.includes(element.getName()),
  );
}
