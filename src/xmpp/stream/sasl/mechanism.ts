import { describeUserError, type UserError } from '../../../base/userError.ts';

/** The reason why signing in failed. */
export class SaslError extends Error {
  /**
   * One of the server's conditions (RFC 6120 §6.5), such as `not-authorized`, or one of ours:
   * `no-mechanism`, `mechanism-downgrade`, `malformed-challenge`, `server-not-authenticated`.
   */
  readonly condition: string;
  /** The error for the user, if the condition is one of ours. */
  readonly userError: UserError | undefined;

  constructor(condition: string, error?: UserError) {
    super(error ? describeUserError(error) : condition);
    this.name = 'SaslError';
    this.condition = condition;
    this.userError = error;
  }
}

/**
 * The client side of one exchange of a SASL mechanism (RFC 4422), used once.
 *
 * Messages are text, sent as the Base64 of its UTF-8: see `encodeMessage` and `decodeMessage` in
 * `sasl.ts`.
 */
export interface Mechanism {
  readonly name: string;
  /** Whether anything was sent yet that depends on the password. */
  readonly usedPassword: boolean;
  /** The initial response. */
  initial(): string;
  /** Answers a challenge. @throws SaslError when the server must not be trusted */
  respond(challenge: string): Promise<string>;
  /**
   * Verifies the additional data of `<success/>`; must be called before the server is trusted.
   * @throws SaslError when the server did not prove that it knows the password
   */
  verify(success: string | undefined): void;
}
