import { shownAddress } from '../../base/jidEscaping.ts';
import type { Jid } from '../../base/jid.ts';
import { type UserError, userError } from '../../base/userError.ts';
import { type Element, xml } from '../stanza/xml.ts';
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
} from './sasl/sasl.ts';

const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
/** Maximum number of challenges; SCRAM needs two. */
const MAX_CHALLENGES = 4;

/** Conditions that may refer to the mechanism, not the credentials (RFC 6120 §6.5). */
const OF_MECHANISM: ReadonlySet<string> = new Set([
  'invalid-mechanism',
  'malformed-request',
  'mechanism-too-weak',
  'not-authorized',
  'undefined-condition',
]);

/** The credentials of an account. */
export interface Credentials {
  readonly account: Jid;
  /** The name to sign in with, if it is not the localpart of the account. */
  readonly login?: string | undefined;
  readonly password: string;
  /** The best SASL mechanism this account used before; anything weaker is refused. */
  readonly strongestMechanism?: string | undefined;
  /** The mechanisms that the server refused before checking the password; more are added. */
  readonly refusedMechanisms: Set<string>;
}

/**
 * Signs in by SASL (RFC 6120 §6), once; the stream must be opened again afterwards. If the server
 * refuses a mechanism before it can have checked the password, as when it stores that with another
 * hash, the next one is tried (§6.4.5).
 * @returns the mechanism used. @throws ConnectionError
 */
export async function authenticate(
  stream: ClientStream,
  features: Element,
  credentials: Credentials,
): Promise<string> {
  const { account, login, password, strongestMechanism, refusedMechanisms: refused } = credentials;
  const offer = features.getChild('mechanisms', NS_SASL)?.getChildren('mechanism', NS_SASL) ?? [];
  const offered = offer.map((mechanism) => mechanism.text());
  try {
    for (;;) {
      const left = offered.filter((name) => !refused.has(name));
      const name = choose(left, [...refused], {
        secure: stream.secure,
        weakest: strongestMechanism,
      });
      const username = login ?? account.local;
      const mechanism = createMechanism(name, { username, password });
      try {
        await exchange(stream, mechanism);
        stream.authenticated();
        return name;
      } catch (error) {
        const isRefusal = error instanceof SaslError && OF_MECHANISM.has(error.condition);
        if (!isRefusal || mechanism.usedPassword) throw error;
        refused.add(name);
      }
    }
  } catch (error) {
    throw error instanceof SaslError ? explain(error, account) : error;
  }
}

/** Chooses the next mechanism. @throws SaslError that also rules out the password as the cause */
function choose(
  offered: readonly string[],
  refused: readonly string[],
  options: Parameters<typeof chooseMechanism>[1],
): string {
  try {
    return chooseMechanism(offered, options);
  } catch (error) {
    if (!(error instanceof SaslError) || refused.length === 0) throw error;
    const facts = { refused: refused.join(', ') };
    throw new SaslError(
      error.condition,
      error.condition === 'mechanism-downgrade'
        ? userError('mechanism-downgrade.refused', facts)
        : userError('no-mechanism.refused', facts),
    );
  }
}

async function exchange(stream: ClientStream, mechanism: Mechanism): Promise<void> {
  const initial = encodeMessage(mechanism.initial());
  stream.send(xml('auth', { xmlns: NS_SASL, mechanism: mechanism.name }, initial));
  for (let challenges = 0; challenges < MAX_CHALLENGES; challenges += 1) {
    const { element: answer } = await stream.nextMatching((next) => next.getNS() === NS_SASL);
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
  const condition = failure.getChildElements().find((child) => child.getName() !== 'text');
  return new SaslError(condition?.getName() ?? 'undefined-condition');
}

function explain(error: SaslError, account: Jid): ConnectionError {
  return new ConnectionError(error.userError ?? refusal(error.condition, account), {
    cause: error,
  });
}

/** The error for the user of a server's refusal (RFC 6120 §6.5). */
function refusal(condition: string, { bare, domain }: Jid): UserError {
  const facts = { domain, address: shownAddress(bare), condition };
  switch (condition) {
    case 'not-authorized':
      return userError('wrong-password', facts);
    case 'account-disabled':
    case 'credentials-expired':
      return userError('account-disabled', facts);
    case 'temporary-auth-failure':
      return userError('server-refused.passwords', facts);
    default:
      return userError('wrong-password.refused', facts);
  }
}
