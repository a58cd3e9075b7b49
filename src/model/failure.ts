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

/**
 * The account is not online, and what was asked needs the server.
 *
 * @param what was not done, where the user could not tell: the beginning of the sentence
 */
export function notOnline(what?: string): Failure {
  const todo = 'wait for the connection or choose "XMPP: Reconnect Now", then try again.';
  return new Failure('offline', because(what, 'you are offline', todo));
}

function because(what: string | undefined, why: string, todo: string): string {
  if (what !== undefined) return `${what}, since ${why}: ${todo}`;
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}: ${todo}`;
}

/** The same, where no waiting helps: the user chose it. */
export function chosenOffline(what?: string): Failure {
  const todo = 'choose another presence with "XMPP: Set Presence…", then try again.';
  return new Failure('chosen-offline', because(what, 'you chose to be offline', todo));
}

/** The same, where the account needs the user, for this reason. */
export function needsUser(reason: string | undefined, what?: string): Failure {
  const todo = 'sign in again with "XMPP: Sign In…".';
  const sentence = because(what, 'the account needs you', todo);
  return new Failure('needs-user', (what === undefined ? reason : undefined) ?? sentence);
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
