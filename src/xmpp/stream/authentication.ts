import type { Jid } from '../../base/jid.ts';
import { type Element, xml } from '../xml.ts';
import type { ClientStream } from './clientStream.ts';
import { ConnectionError } from './connectionError.ts';
import { StreamFault } from './streamFault.ts';
import {
  chooseMechanism,
  createMechanism,
  decodeMessage,
  encodeMessage,
  type Mechanism,
  SaslError,
} from './sasl.ts';

const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
/** SCRAM takes two. */
const MAX_CHALLENGES = 4;

/** How to prove who we are. */
export interface Credentials {
  readonly account: Jid;
  /** Asked for on every sign-in, so that it need not be kept in memory. */
  readonly password: () => Promise<string>;
  /** The best SASL mechanism this account used before; anything weaker is refused. */
  readonly strongestMechanism: string | undefined;
}

/**
 * Signs in by SASL (RFC 6120 §6), once; the stream must be opened again afterwards.
 * Result: the mechanism used. @throws ConnectionError
 */
export async function authenticate(
  stream: ClientStream,
  features: Element,
  credentials: Credentials,
): Promise<string> {
  const { account, password, strongestMechanism } = credentials;
  const offered = features.getChild('mechanisms', NS_SASL)?.getChildren('mechanism', NS_SASL) ?? [];
  try {
    const name = chooseMechanism(
      offered.map((mechanism) => mechanism.text()),
      { secure: stream.secure, weakest: strongestMechanism },
    );
    const secret = await password();
    const mechanism = createMechanism(name, { username: account.local, password: secret });
    await exchange(stream, mechanism);
    stream.authenticated();
    return name;
  } catch (error) {
    throw error instanceof SaslError ? explain(error, account) : error;
  }
}

async function exchange(stream: ClientStream, mechanism: Mechanism): Promise<void> {
  const initial = encodeMessage(mechanism.initial());
  stream.send(xml('auth', { xmlns: NS_SASL, mechanism: mechanism.name }, initial));
  for (let challenges = 0; challenges < MAX_CHALLENGES; challenges += 1) {
    const answer = await stream.next();
    if (answer.is('success', NS_SASL)) {
      mechanism.verify(decodeMessage(answer.text()));
      return;
    }
    if (answer.is('failure', NS_SASL)) throw parseFailure(answer);
    if (!answer.is('challenge', NS_SASL)) break;
    const response = await mechanism.respond(decodeMessage(answer.text()) ?? '');
    stream.send(xml('response', { xmlns: NS_SASL }, encodeMessage(response)));
  }
  throw new StreamFault('bad-format', 'a sign-in that does not end');
}

function parseFailure(failure: Element): SaslError {
  const condition = failure.getChildElements().find((child) => child.name !== 'text');
  return new SaslError(condition?.name ?? 'undefined-condition', '');
}

/** What a failed sign-in means to the user. Our own errors bring their sentence. */
function explain(error: SaslError, account: Jid): ConnectionError {
  const { condition, text } = error;
  const options = { data: { condition }, cause: error };
  switch (condition) {
    case 'no-mechanism':
    case 'mechanism-downgrade':
      return new ConnectionError(condition, text, options);
    case 'malformed-challenge':
    case 'server-not-authenticated':
      return new ConnectionError('server-not-authenticated', text, options);
    case 'not-authorized':
      return new ConnectionError(
        'wrong-password',
        text || `${account.domain} did not accept the password for ${account.bare}; check both.`,
        options,
      );
    case 'account-disabled':
    case 'credentials-expired':
      return new ConnectionError(
        'account-disabled',
        `${account.domain} has closed the account ${account.bare} or its password expired; ask its operator.`,
        options,
      );
    case 'temporary-auth-failure':
      return new ConnectionError(
        'server-refused',
        `${account.domain} cannot check passwords at the moment; try again later.`,
        options,
      );
    default:
      return new ConnectionError(
        'wrong-password',
        `${account.domain} refused the sign-in of ${account.bare} (${condition}); check the address and the password.`,
        options,
      );
  }
}
