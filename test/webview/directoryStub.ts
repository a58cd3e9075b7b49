/**
 * The other end of the tab of a user search, inside its page: a host with directories. Tests drive
 * it through `window.directory`.
 */
import type { ClientMessage, HostMessage } from '../../src/api/channel.ts';
import type { DirectoryCommand, DirectoryRequest } from '../../src/api/directoryPanel.ts';
import type { Requests } from '../../src/api/requests.ts';
import type { UserQueryParams } from '../../src/api/requests/directory.ts';
import type {
  DirectoryView,
  FoundUserView,
  SearchFormView,
  UserColumnView,
} from '../../src/api/views.ts';
import type { UserError } from '../../src/base/userError.ts';
import { installEditor } from './stubEditor.ts';
import type { ThemeName } from './themes.ts';

/** A directory with its form and users. */
export interface StubDirectory extends DirectoryView {
  readonly form: SearchFormView;
  readonly columns: readonly UserColumnView[];
  readonly users: readonly FoundUserView[];
  /** A part is so long. */
  readonly part: number;
  readonly completeness: 'whole' | 'perhaps' | 'capped';
}

export interface DirectoryScript {
  readonly theme: ThemeName;
  readonly directories: readonly StubDirectory[];
  /** Number of users made, besides those given, in the first directory. */
  readonly made: number;
}

type Method = 'findDirectories' | 'getSearchForm' | 'searchUsers' | 'findMoreUsers';

export class DirectoryStub {
  readonly posted: (ClientMessage | DirectoryRequest)[] = [];
  readonly violations: string[] = [];
  /** method → the error with which it fails from now on. */
  readonly failures: Record<string, UserError | undefined> = {};
  /** Whether further parts wait for {@link release}. */
  holds = false;
  readonly #directories: readonly StubDirectory[];
  #found: readonly FoundUserView[] = [];
  #of: StubDirectory | undefined;
  #held: (() => void) | undefined;

  constructor({ directories, made }: DirectoryScript) {
    this.#directories = directories.map((one, index) =>
      index === 0 ? { ...one, users: [...one.users, ...madeUsers(made)] } : one,
    );
    document.addEventListener('securitypolicyviolation', (event) => {
      this.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  }

  /** What was asked by a method. */
  asked(method: string): unknown[] {
    return this.posted.flatMap((m) =>
      m.type === 'request' && m.method === method ? [m.params] : [],
    );
  }

  receive(message: ClientMessage | DirectoryRequest): void {
    this.posted.push(message);
    if (message.type !== 'request') return;
    const { id, method, params } = message;
    const failure = this.failures[method];
    const answer = () => {
      if (failure !== undefined) this.post({ type: 'error', id, error: failure });
      else
        this.post({ type: 'result', id, result: this.#serve(method as Method, params as never) });
    };
    if (this.holds && method === 'findMoreUsers') this.#held = answer;
    else answer();
  }

  release(): void {
    this.#held?.();
  }

  post(message: HostMessage | DirectoryCommand): void {
    setTimeout(() => {
      window.dispatchEvent(new MessageEvent('message', { data: message }));
    }, 0);
  }

  #serve(method: Method, params: Requests[Method]['params']): unknown {
    const { directory = '' } = params as { readonly directory?: string };
    const of = this.#directories.find(({ id }) => id === directory);
    switch (method) {
      case 'findDirectories':
        return this.#directories.map(({ id, name, kind }) => ({ id, name, kind }));
      case 'getSearchForm':
        return of?.form;
      case 'searchUsers':
        this.#of = of;
        this.#found = find(of?.users ?? [], (params as Requests['searchUsers']['params']).query);
        return this.#part(0);
      case 'findMoreUsers':
        return this.#part(Number((params as Requests['findMoreUsers']['params']).next));
    }
  }

  #part(from: number) {
    const { part = 1, columns = [], completeness = 'whole' } = this.#of ?? {};
    const end = from + part;
    const users = this.#found.slice(from, end);
    const next = end < this.#found.length ? { next: String(end) } : {};
    return { columns, users, completeness, ...next };
  }
}

function find(users: readonly FoundUserView[], query: UserQueryParams): readonly FoundUserView[] {
  if (query.kind !== 'values') return users;
  const wanted = Object.values(query.values)
    .flat()
    .filter((text) => text.length > 1);
  return users.filter(({ id }) => wanted.every((text) => id.startsWith(text)));
}

function madeUsers(count: number): readonly FoundUserView[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `user${n}@example.org`,
    values: [`user${n}`, `Name ${(n * 7919) % count}`, '', n % 2 === 0 ? `u${n}@mail.example` : ''],
  }));
}

declare global {
  interface Window {
    directory: DirectoryStub;
  }
}

const script = (window as unknown as { readonly script: DirectoryScript }).script;
window.directory = new DirectoryStub(script);
installEditor(script.theme, (message: ClientMessage | DirectoryRequest) => {
  window.directory.receive(message);
});
