import type { Jid } from '../../base/jid.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { FormValues } from '../../xmpp/xep/0004-dataForms.ts';
import { MAX_COLUMNS } from '../../xmpp/xep/0004-results.ts';
import type { FoundUser, SearchAnswer } from '../../xmpp/xep/0055-answers.ts';
import { search, type SearchForm } from '../../xmpp/xep/0055-search.ts';
import { fetchRegisteredUsers } from '../../xmpp/xep/0133-registeredUsers.ts';
import {
  accountField,
  FIRST_LETTERS,
  isRoundLimit,
  starSearches,
  typedSearches,
} from './searchPlan.ts';

/** Maximum number of users of a search, and of items that are looked at at once. */
export const MAX_USERS = 20_000;
const BATCH = 500;
/** Number of users requested at once where the service has pages. */
const PAGE_SIZE = 200;
/** How deep users are looked for by their first letters, and with how many requests at most. */
const MAX_LETTERS = 3;
const MAX_LETTER_REQUESTS = 500;
/** Number of refusals, before any answer, after which no more is asked. */
const MAX_REFUSED = 15;
/** Errors that concern the whole service, and not only what was asked of it. */
const FATAL: readonly string[] = [
  ...['not-connected', 'remote-server-timeout', 'remote-server-not-found'],
  ...['service-unavailable', 'forbidden', 'not-authorized', 'registration-required'],
];

/** What is looked for. */
export type UserQuery =
  /** Everybody, as far as the service lists them. */
  | { readonly kind: 'all' }
  /** Everybody, by the first letters of their names: many requests. */
  | { readonly kind: 'letters' }
  | { readonly kind: 'values'; readonly values: FormValues };

/** Whether all were found: yes; perhaps not; or no, as there are too many for this list. */
export type Completeness = 'whole' | 'perhaps' | 'capped';

export interface SearchTarget {
  readonly service: Jid;
  /** Absent if there is nothing but the list of accounts. */
  readonly form?: SearchForm;
  readonly isPaged: boolean;
  /** The server whose list of accounts we may see (XEP-0133). */
  readonly administered?: Jid;
}

/** A column of the users found. Remote text. */
export interface UserColumn {
  readonly name: string;
  readonly label: string;
}

/** Users in parts, as they are found. */
type Found<Result = void> = AsyncGenerator<readonly FoundUser[], Result>;

/** A search of a directory, request by request, which finds each user once. */
export class UserSearch {
  readonly #session: Session;
  readonly #target: SearchTarget;
  readonly #seen = new Set<string>();
  readonly #columns = new Map<string, UserColumn>();
  readonly #batches: Found<undefined>;
  #isCutOff = false;

  constructor(session: Session, target: SearchTarget, query: UserQuery) {
    this.#session = session;
    this.#target = target;
    this.#batches = this.#find(query);
  }

  /** All columns of the users found so far. */
  get columns(): readonly UserColumn[] {
    return [...this.#columns.values()];
  }

  get completeness(): Completeness {
    if (this.#isFull) return 'capped';
    return this.#isCutOff ? 'perhaps' : 'whole';
  }

  /**
   * The users found next, at most 500; empty if the answer has no new ones. `undefined`
   * at the end. @throws StanzaError if the service accepts none of the requests, or does not answer
   */
  async next(): Promise<readonly FoundUser[] | undefined> {
    return (await this.#batches.next()).value;
  }

  get #isFull(): boolean {
    return this.#seen.size >= MAX_USERS;
  }

  async *#find(query: UserQuery): Found<undefined> {
    const { form, administered } = this.#target;
    const tries = new Tries();
    if (form) {
      if (query.kind === 'values') yield* this.#typed(form, query.values, tries);
      else if (query.kind === 'letters') yield* this.#letters(form, tries);
      else yield* this.#everybody(form, tries);
    }
    if (administered && query.kind !== 'values') yield* this.#accounts(administered, tries);
    tries.end();
  }

  async *#everybody(form: SearchForm, tries: Tries): Found {
    const isCutOff = yield* this.#ask(form, {}, tries);
    if (this.#seen.size > 0 && !isCutOff) return;
    this.#isCutOff = isCutOff;
    for (const values of starSearches(form)) {
      if (yield* this.#ask(form, values, tries)) this.#isCutOff = true;
    }
  }

  /** The first search that finds anybody. */
  async *#typed(form: SearchForm, values: FormValues, tries: Tries): Found {
    for (const variant of typedSearches(form, values)) {
      this.#isCutOff = yield* this.#ask(form, variant, tries);
      if (this.#seen.size > 0) return;
    }
  }

  /** By longer beginnings where answers are cut off; without asterisks if those match no user. */
  async *#letters(form: SearchForm, tries: Tries): Found {
    const field = accountField(form);
    if (field === undefined) return;
    for (const end of ['*', '']) {
      const waiting = [...FIRST_LETTERS];
      for (let count = 0; count < MAX_LETTER_REQUESTS; count += 1) {
        const letters = waiting.shift();
        if (letters === undefined || this.#isFull) break;
        const isCutOff = yield* this.#ask(form, { [field]: [letters + end] }, tries);
        if (!isCutOff) continue;
        if (letters.length === MAX_LETTERS) this.#isCutOff = true;
        else waiting.push(...FIRST_LETTERS.map((one) => letters + one));
      }
      if (waiting.length > 0) this.#isCutOff = true;
      if (this.#seen.size > 0) return;
    }
  }

  async *#accounts(server: Jid, tries: Tries): Found {
    const listed = await tries.answer(fetchRegisteredUsers(this.#session, server));
    if (!listed) return;
    if (isRoundLimit(listed.length)) this.#isCutOff = true;
    yield* this.#batched(listed.map((jid) => ({ jid, values: new Map() })));
  }

  /** One search, with all its pages. @returns whether the service has perhaps cut off its answer */
  async *#ask(form: SearchForm, values: FormValues, tries: Tries): Found<boolean> {
    const { service, isPaged } = this.#target;
    let after: string | undefined;
    let received = 0;
    while (!this.#isFull) {
      const page = { max: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
      const answer = await tries.answer(
        search(this.#session, service, form, values, isPaged ? page : undefined),
      );
      if (!answer) return false;
      this.#learnColumns(answer);
      received += answer.count;
      yield* this.#batched(answer.users);
      if (!answer.set) return isRoundLimit(answer.count);
      const { last, count: total = Infinity } = answer.set;
      if (received >= total) return false;
      const isLast = last === undefined || last === after || answer.count === 0;
      if (isLast) return total !== Infinity;
      after = last;
    }
    return true;
  }

  /** Those that are new, in parts of a limited number of items: looking at one takes time, too. */
  *#batched(users: Iterable<FoundUser | undefined>): Generator<readonly FoundUser[]> {
    let batch: FoundUser[] = [];
    let count = 0;
    for (const user of users) {
      if (this.#isFull) break;
      if (count === BATCH) {
        yield batch;
        batch = [];
        count = 0;
      }
      count += 1;
      if (!user || this.#seen.has(user.jid.bare)) continue;
      this.#seen.add(user.jid.bare);
      for (const name of user.values.keys()) this.#addColumn({ name, label: name });
      batch.push(user);
    }
    yield batch;
  }

  #learnColumns({ columns }: SearchAnswer): void {
    for (const { name, label } of columns) this.#addColumn({ name, label });
  }

  #addColumn(column: UserColumn): void {
    if (this.#columns.size < MAX_COLUMNS && !this.#columns.has(column.name)) {
      this.#columns.set(column.name, column);
    }
  }
}

/** Requests of which some may be refused, if only one of them is answered. */
class Tries {
  #error: StanzaError | undefined;
  #refused = 0;
  #isAnswered = false;

  /** @returns `undefined` if it was refused. @throws StanzaError if further ones will be, too */
  async answer<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      const result = await request;
      this.#isAnswered = true;
      return result;
    } catch (error) {
      if (!(error instanceof StanzaError) || FATAL.includes(error.condition)) throw error;
      this.#error ??= error;
      this.#refused += 1;
      if (!this.#isAnswered && this.#refused >= MAX_REFUSED) throw error;
      return undefined;
    }
  }

  /** @throws StanzaError the first refusal, if nothing was answered */
  end(): void {
    if (!this.#isAnswered && this.#error) throw this.#error;
  }
}
