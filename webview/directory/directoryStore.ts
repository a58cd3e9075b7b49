import { type Api, RequestError } from '../../src/api/channel.ts';
import type { DirectoryState, TypedValues } from '../../src/api/directoryPanel.ts';
import type { UserQueryParams } from '../../src/api/requests/directory.ts';
import type { DirectoryView, FoundUsersView, SearchFormView } from '../../src/api/views.ts';
import { reasonOf } from '../failure.ts';
import type { StateKeeper } from '../keptState.ts';
import { parseDirectoryState } from './directoryState.ts';
import { type Order, UserRows } from './userRows.ts';

/** What the last search is doing. */
export interface SearchProgress {
  readonly query: UserQueryParams;
  /** `asking`: nothing was answered yet, and the users of the search before are still there. */
  readonly phase: 'asking' | 'running' | 'stopped' | 'done';
  readonly completeness: FoundUsersView['completeness'];
}

/** What failed, and how it is tried again. */
export interface Problem {
  readonly reason: string;
  readonly retry: () => void;
  /** Whether there was no connection: it is tried again once there is. */
  readonly isOffline: boolean;
}

/**
 * The kinds of errors while there is no connection. One that is lost over a search is not among
 * them: an answer that is too large would end the next one, too.
 */
const OFFLINE: readonly string[] = [
  ...['offline', 'chosen-offline', 'needs-user', 'no-account'],
  ...['no-session', 'session-moved'],
];

/** The state of the tab, and its requests of the host. Of several at a time, the last one counts. */
export class DirectoryStore {
  readonly users = new UserRows();
  readonly #api: Api;
  readonly #keeper: StateKeeper;
  #state: DirectoryState;
  #changed: () => void = () => undefined;
  #directories: readonly DirectoryView[] | undefined;
  #form: SearchFormView | undefined;
  #search: SearchProgress | undefined;
  #problem: Problem | undefined;
  /** Numbers of the last requests for directories and forms, and of the last search. */
  #asked = 0;
  #searches = 0;

  constructor(api: Api, account: string, keeper: StateKeeper) {
    this.#api = api;
    this.#keeper = keeper;
    this.#state = parseDirectoryState(keeper.getState(), account);
    this.#keep({});
    this.users.filter(this.#state.filter);
    this.users.sort({ by: this.#state.sortedBy, isDescending: this.#state.isDescending });
  }

  /** `undefined` until they are found. */
  get directories(): readonly DirectoryView[] | undefined {
    return this.#directories;
  }

  /** The directory that is searched. */
  get directory(): DirectoryView | undefined {
    return this.#directories?.find(({ id }) => id === this.#state.directory);
  }

  /** Its form; `undefined` until it is known. */
  get form(): SearchFormView | undefined {
    return this.#form;
  }

  get search(): SearchProgress | undefined {
    return this.#search;
  }

  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** What is typed in the form; presets are not part of it. */
  get typed(): TypedValues {
    const { directory = '', typed } = this.#state;
    return Object.hasOwn(typed, directory) ? (typed[directory] ?? {}) : {};
  }

  get filter(): string {
    return this.#state.filter;
  }

  /** The server that was looked for; `undefined` for the account's own. */
  get server(): string | undefined {
    return this.#state.server;
  }

  /** Begins, where an earlier load of the page has ended. */
  start(changed: () => void): void {
    this.#changed = changed;
    const { server, directory, searched } = this.#state;
    void this.#look(server, directory, searched);
  }

  /** Finds the directories of another server, or of the account's own. */
  look(server?: string): void {
    void this.#look(server);
  }

  /** The account is online again. */
  online(): void {
    if (this.#problem?.isOffline === true) this.#problem.retry();
  }

  choose(directory: string): void {
    void this.#choose(directory);
  }

  type(field: string, values: readonly string[]): void {
    const { directory = '', typed } = this.#state;
    this.#keep({ typed: { ...typed, [directory]: { ...this.typed, [field]: values } } });
  }

  /** Searches for what is typed; for everybody if nothing is. */
  find(): void {
    const values = nonEmpty(this.typed);
    if (Object.keys(values).length === 0) this.findAll();
    else this.#find({ kind: 'values', values });
  }

  findAll(): void {
    this.#find({ kind: 'all' });
  }

  findByLetters(): void {
    this.#find({ kind: 'letters' });
  }

  /** Ends the search; those found so far stay. */
  stop(): void {
    this.#searches += 1;
    if (this.#search) this.#search = { ...this.#search, phase: 'stopped' };
    this.#changed();
  }

  filterBy(filter: string): void {
    this.users.filter(filter);
    this.#keep({ filter });
    this.#changed();
  }

  sort(order: Order): void {
    this.users.sort(order);
    this.#keep({ sortedBy: order.by, isDescending: order.isDescending });
    this.#changed();
  }

  async #look(server?: string, wanted?: string, searched?: TypedValues): Promise<void> {
    const { account } = this.#state;
    await this.#ask(
      async () => this.#api.request('findDirectories', { account, server: server ?? null }),
      (found) => {
        const { server: _, ...state } = this.#state;
        this.#state = server === undefined ? state : { ...state, server };
        this.#directories = found;
        const chosen = found.find(({ id }) => id === wanted) ?? found[0];
        if (chosen) void this.#choose(chosen.id, chosen.id === wanted ? searched : undefined);
      },
      () => void this.#look(server, wanted, searched),
    );
  }

  async #choose(directory: string, searched?: TypedValues): Promise<void> {
    const { account } = this.#state;
    this.#form = undefined;
    this.#keep({ directory });
    this.#keepSearched(searched);
    this.#searches += 1;
    this.#search = undefined;
    this.users.clear();
    await this.#ask(
      () => this.#api.request('getSearchForm', { account, directory }),
      (form) => {
        this.#form = form;
        const kind = this.directory?.kind;
        if (searched) this.#find({ kind: 'values', values: searched });
        // What has no users is not searched unasked.
        else if (kind === 'users' || kind === 'accounts') this.findAll();
      },
      () => void this.#choose(directory, searched),
    );
  }

  async #ask<T>(
    request: () => Promise<T>,
    done: (result: T) => void,
    retry: () => void,
  ): Promise<void> {
    const asked = ++this.#asked;
    this.#problem = undefined;
    this.#changed();
    try {
      const result = await request();
      if (asked === this.#asked) done(result);
    } catch (error) {
      if (asked === this.#asked) this.#problem = problemOf(error, retry);
    }
    this.#changed();
  }

  #find(query: UserQueryParams): void {
    this.#keepSearched(query.kind === 'values' ? query.values : undefined);
    this.#problem = undefined;
    void this.#run(query, ++this.#searches);
  }

  async #run(query: UserQueryParams, count: number): Promise<void> {
    const { account, directory = '' } = this.#state;
    const before = this.#search;
    this.#search = { query, phase: 'asking', completeness: 'whole' };
    this.#changed();
    try {
      let page = await this.#api.request('searchUsers', { account, directory, query });
      // Those found by first letters are more of the same.
      if (count === this.#searches && query.kind !== 'letters') this.users.clear();
      while (count === this.#searches) {
        this.users.add(page);
        const phase = page.next === undefined ? 'done' : 'running';
        this.#search = { query, phase, completeness: page.completeness };
        this.#changed();
        if (page.next === undefined) return;
        page = await this.#api.request('findMoreUsers', { account, next: page.next });
      }
    } catch (error) {
      if (count !== this.#searches) return;
      const retry = () => {
        this.#find(query);
      };
      const isAsking = this.#search.phase === 'asking';
      this.#search = isAsking ? before : { query, phase: 'stopped', completeness: 'perhaps' };
      this.#problem = problemOf(error, retry);
      this.#changed();
    }
  }

  #keepSearched(searched: TypedValues | undefined): void {
    const { searched: _, ...state } = this.#state;
    this.#state = state;
    this.#keep(searched ? { searched } : {});
  }

  #keep(change: Partial<DirectoryState>): void {
    this.#state = { ...this.#state, ...change };
    this.#keeper.setState(this.#state);
  }
}

function problemOf(error: unknown, retry: () => void): Problem {
  const isOffline = error instanceof RequestError && OFFLINE.includes(error.code);
  return { reason: reasonOf(error), retry, isOffline };
}

function nonEmpty(values: TypedValues): TypedValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, texts]) => texts.some((text) => text.trim() !== '')),
  );
}
