import { randomUUID } from 'node:crypto';
import { shorten } from '../../base/graphemes.ts';
import { Jid } from '../../base/jid.ts';
import { failure, type Failure, type UserError, userError } from '../../base/userError.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { serviceInfo } from '../../xmpp/xep/0030-disco.ts';
import type { FoundUser } from '../../xmpp/xep/0055-answers.ts';
import {
  type Directory,
  findDirectories,
  parseDirectory,
} from '../../xmpp/xep/0055-directories.ts';
import { fetchSearchForm, type SearchForm } from '../../xmpp/xep/0055-search.ts';
import { offersRegisteredUsers } from '../../xmpp/xep/0133-registeredUsers.ts';
import { explain } from '../explain.ts';
import { type Completeness, type UserColumn, type UserQuery, UserSearch } from './userSearch.ts';

export type { Completeness, FoundUser, SearchForm, UserColumn, UserQuery };

/** Maximum number of forms, and of searches that have not ended, which are kept; the latest. */
const MAX_KEPT = 10;
/** Maximum length of a service's words within a sentence, in UTF-16 code units. */
const MAX_SAID = 200;
/** Refusals of what was asked, which something else may pass. */
const REFUSALS: readonly string[] = ['bad-request', 'not-acceptable', 'not-allowed'];
const KINDS = ['users', 'accounts', 'rooms', 'gateway'];

/** A directory, or the list of the server's own accounts, for its administrators. */
export interface FoundDirectory extends Pick<Directory, 'jid' | 'name'> {
  readonly kind: Directory['kind'] | 'accounts';
}

/** A part of what a search finds. */
export interface FoundPage {
  readonly users: readonly FoundUser[];
  /** Those of all parts so far. */
  readonly columns: readonly UserColumn[];
  /** By which the search is continued; absent at its end. */
  readonly next?: string;
  readonly completeness: Completeness;
}

/** Searches for users, of our server and of others (XEP-0055). */
export class UserDirectory {
  readonly #account: Jid;
  readonly #online: (task: UserError) => Session;
  /** By the JID of the service. */
  readonly #forms = new Map<string, SearchForm>();
  readonly #searches = new Map<string, { readonly search: UserSearch; readonly domain: string }>();

  /** @param online the session; throws a Failure offline */
  constructor(account: Jid, online: (task: UserError) => Session) {
    this.#account = account;
    this.#online = online;
  }

  /**
   * Finds what can be searched at a server: first what has users.
   *
   * @param server ours when absent
   * @throws Failure `no-directory`
   */
  async find(server?: Jid): Promise<readonly FoundDirectory[]> {
    const { domain } = server ?? this.#account;
    const task = userError('task.find-directories', { domain });
    const session = this.#online(task);
    const found: FoundDirectory[] = [
      ...(await findDirectories(session, server).catch((error: unknown) => {
        throw explain(error, task);
      })),
    ];
    const isOwn = domain === this.#account.domain;
    const administered = isOwn ? await this.#administered(session) : undefined;
    if (administered && !found.some(({ kind }) => kind === 'users')) {
      found.push({ jid: administered, name: '', kind: 'accounts' });
    }
    if (found.length === 0) {
      throw server
        ? failure('no-directory.there', { domain })
        : failure('no-directory', { domain });
    }
    return found.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  }

  /** What can be searched for; `undefined` if there is only the list of accounts. @throws Failure */
  async form(service: Jid): Promise<SearchForm | undefined> {
    const task = userError('task.ask-directory', { domain: service.domain });
    const session = this.#online(task);
    if (!(await this.#directory(session, service, task))) return undefined;
    const form = await fetchSearchForm(session, service).catch((error: unknown) => {
      throw explain(error, task);
    });
    keep(this.#forms, service.full, form);
    return form;
  }

  /** Begins a search. @returns its first part. @throws Failure */
  async search(service: Jid, query: UserQuery): Promise<FoundPage> {
    const { domain } = service;
    const task = userError('task.search-users', { domain });
    const session = this.#online(task);
    const directory = await this.#directory(session, service, task);
    const form = directory && (this.#forms.get(service.full) ?? (await this.form(service)));
    const isOwn = domain === this.#account.domain || domain.endsWith(`.${this.#account.domain}`);
    const mayList = isOwn && (directory?.kind ?? 'users') === 'users';
    const administered = mayList ? await this.#administered(session) : undefined;
    const target = {
      ...{ service, isPaged: directory?.isPaged === true },
      ...(form && { form }),
      ...(administered && { administered }),
    };
    const id = randomUUID();
    keep(this.#searches, id, { search: new UserSearch(session, target, query), domain });
    return this.more(id);
  }

  /** Continues a search. @throws Failure `search-outdated` if it has ended or was dropped */
  async more(id: string): Promise<FoundPage> {
    const kept = this.#searches.get(id);
    if (!kept) throw failure('search-outdated');
    const { search, domain } = kept;
    try {
      const users = await search.next();
      if (!users) this.#searches.delete(id);
      const { columns, completeness } = search;
      return { users: users ?? [], columns, completeness, ...(users && { next: id }) };
    } catch (error) {
      this.#searches.delete(id);
      throw searchFailure(error, domain);
    }
  }

  /** `undefined` for a server that is no directory, but lists its accounts. @throws Failure */
  async #directory(
    session: Session,
    service: Jid,
    task: UserError,
  ): Promise<Directory | undefined> {
    const info = await serviceInfo(session, service).catch((error: unknown) => {
      throw explain(error, task);
    });
    const directory = parseDirectory(service, info);
    if (directory) return directory;
    const administered = await this.#administered(session);
    if (administered?.equals(service) === true) return undefined;
    throw failure('no-directory.there', { domain: service.domain });
  }

  /** Our server, if it lets us see all its accounts. */
  async #administered(session: Session): Promise<Jid | undefined> {
    const server = Jid.of(this.#account.domain);
    const isOffered = await offersRegisteredUsers(session, server).catch(() => false);
    return isOffered ? server : undefined;
  }
}

/** Why a search failed: what was asked, or the service. */
function searchFailure(error: unknown, domain: string): Failure {
  if (error instanceof StanzaError && REFUSALS.includes(error.condition)) {
    const said = shorten(error.text.trim().replace(/\.$/u, ''), MAX_SAID);
    return said === ''
      ? failure('search-refused', { domain })
      : failure('search-refused.said', { domain, said });
  }
  return explain(error, userError('task.search-users', { domain }));
}

/** Keeps the latest values. */
function keep<T>(values: Map<string, T>, key: string, value: T): void {
  values.delete(key);
  values.set(key, value);
  for (const old of [...values.keys()].slice(0, -MAX_KEPT)) values.delete(old);
}
