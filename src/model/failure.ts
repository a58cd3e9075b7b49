/**
 * Something that did not work, ready for the user: the message is one sentence that says what
 * failed and what to do.
 */
export class Failure extends Error {
  /** What a view may act on, such as `bad-certificate`. */
  readonly code: string;
  /** Plain details for the code, such as the certificate's fingerprint. */
  readonly data: Readonly<Record<string, string>>;

  constructor(code: string, sentence: string, data: Readonly<Record<string, string>> = {}) {
    super(sentence);
    this.name = 'Failure';
    this.code = code;
    this.data = data;
  }
}

/** The account is not online, and what was asked needs the server. */
export function notOnline(): Failure {
  return new Failure(
    'offline',
    'You are offline: wait for the connection or choose "XMPP: Reconnect Now", then try again.',
  );
}

/** Whether the history could not keep something that it may keep later, such as when there is room. */
export function isNotKept(error: unknown): boolean {
  return (
    error instanceof Failure && error.code.startsWith('history') && error.code !== 'history-other'
  );
}

/** No account has this id. */
export function noSuchAccount(): Failure {
  return new Failure('no-account', 'This account is not signed in: sign in with "XMPP: Sign In…".');
}
