import { describeUserError, type UserError } from '../../../base/userError.ts';

/** Why signing in failed. */
export class SaslError extends Error {
  /**
   * One of the server's conditions (RFC 6120 §6.5), such as `not-authorized`, or one of ours:
   * `no-mechanism`, `mechanism-downgrade`, `malformed-challenge`, `server-not-authenticated`.
   */
  readonly condition: string;
  /** What the user is to be told, where it is one of ours. */
  readonly userError: UserError | undefined;

  constructor(condition: string, error?: UserError) {
    super(error ? describeUserError(error) : condition);
    this.name = 'SaslError';
    this.condition = condition;
    this.userError = error;
  }
}

/**
 * The client's side of one exchange of a SASL mechanism (RFC 4422), used once.
 *
 * Messages are text; on the wire they are the Base64 of its UTF-8: see `encodeMessage` and
 * `decodeMessage` in `sasl.ts`.
 */
export interface Mechanism {
  readonly name: string;
  /** Whether anything was sent yet that a wrong password would make wrong. */
  readonly usedPassword: boolean;
  /** The initial response. */
  initial(): string;
  /** Answers a challenge. @throws SaslError when the server must not be trusted. */
  respond(challenge: string): Promise<string>;
  /**
   * Checks the additional data of `<success/>`; to be called before anything else is believed.
   * @throws SaslError when the server did not prove that it knows the password.
   */
  verify(success: string | undefined): void;
}
