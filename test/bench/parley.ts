import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { silentLog } from '../../src/base/log.ts';
import { Account } from '../../src/model/account/account.ts';
import type { AccountStore } from '../../src/model/accountStore.ts';
import type { History } from '../../src/model/history.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import type { Session } from '../../src/xmpp/stanza/session.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { ping } from '../../src/xmpp/xep/0199-ping.ts';
import { bodyOf } from './bodies.mjs';
import type { Figures } from './main.mjs';
import type { Options } from './options.mjs';
import { Tally } from './tally.mjs';

/** Remembers nothing: every run is the first. */
const noStore: AccountStore = {
  list: () => [],
  save: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  loadPassword: () => Promise.resolve(undefined),
  savePassword: () => Promise.resolve(),
  deletePassword: () => Promise.resolve(),
  saveResumeState: () => Promise.resolve(),
  takeResumeState: () => Promise.resolve(undefined),
  loadRoster: () => undefined,
  loadRequests: () => [],
  saveRequests: () => Promise.resolve(),
  saveRoster: () => Promise.resolve(),
};

/**
 * Runs one load through Parley's protocol and model, and to its store where one is named.
 * @param program of the storage thread
 * @throws Error with a sentence
 */
export async function runLoad(options: Options, program: string): Promise<Figures> {
  const { load, n } = options;
  const kept = openHistory(options, program);
  const tally = new Tally(load === 'L0' ? 1 : n);
  const history = load === 'L3' ? countingAdditions(kept, tally) : kept;
  if (load === 'L3') await beginOfArchive(history, Jid.of(options.jid).bare);
  const { account, session } = createAccount(options, history);
  if (load === 'L1') countPresent(account, tally);
  if (load === 'L2') countReceived(account, tally);
  if (load === 'L5') countSent(account, tally);
  const dialled = performance.now();
  await account.connect();
  const online = performance.now();
  if (load === 'L0') tally.count();
  const gone = lost(account);
  if (load === 'L5') await send(account, n);
  let done = await Promise.race([tally.full, gone]);
  if (load === 'L5') {
    await Promise.race([answer(session), gone]);
    done = performance.now();
  }
  const searchable = options.store === undefined ? undefined : await search(kept);
  await account.stop();
  account.dispose();
  if (kept instanceof SqliteHistory) await kept.close();
  const began = load === 'L0' ? dialled : online;
  const { seen, chars, bad } = tally;
  return {
    ...{ ms: done - began, loginMs: online - dialled, seen, chars, bad },
    ...(searchable !== undefined && { searchableMs: searchable - began }),
  };
}

/** In memory, unless a file is named. */
function openHistory({ store }: Options, program: string): History {
  if (store === undefined) return new MemoryHistory();
  return new SqliteHistory({
    ...{ file: store, program, fallback: new MemoryHistory(), log: silentLog },
    tell: (sentence) => {
      throw new Error(sentence);
    },
  });
}

/** An account that has read nothing yet reads its archive from the first message on. */
function beginOfArchive(history: History, account: string): Promise<unknown> {
  const position = JSON.stringify({ time: 0 });
  return history.add([], { account, archive: account, position });
}

/** Counts what is new as soon as it is kept. */
function countingAdditions(history: History, tally: Tally): History {
  return new Proxy(history, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'add') return (value as (...args: unknown[]) => unknown).bind(target);
      const add: History['add'] = async (additions, cursor) => {
        const isNew = await target.add(additions, cursor);
        for (const [at, { message }] of additions.entries()) {
          if (isNew[at] === true) tally.count(message.body);
        }
        return isNew;
      };
      return add;
    },
  });
}

/** Result: when a search has found something, having had to look through all that is kept. */
async function search(history: History): Promise<number> {
  await history.search({ text: 'parser', limit: 1 });
  return performance.now();
}

/** An account whose link differs from the extension's in one thing: it does without TLS. */
function createAccount({ host, port, jid, password }: Options, history: History) {
  const address = Jid.of(jid);
  const links: XmppLink[] = [];
  const account = new Account({ jid: address.bare, show: 'available', status: '' }, password, {
    clock: systemClock,
    log: silentLog,
    history,
    store: noStore,
    trustedCa: () => undefined,
    openLink: (options) => {
      const link = new XmppLink(
        {
          ...options,
          resource: address.resource,
          password: () => Promise.resolve(options.password),
          manual: { mode: 'starttls', host, port },
        },
        { clock: systemClock, log: silentLog, openStream: (stream) => stream.open() },
      );
      links.push(link);
      return link;
    },
  });
  const [link] = links;
  if (!link) throw new TypeError('the account opened no link');
  return { account, session: link.session };
}

/** Contacts of the roster whose presence is known, each once. */
function countPresent({ contacts }: Account, tally: Tally): void {
  const present = new Set<string>();
  contacts.onDidChange((ids) => {
    for (const id of ids) {
      const contact = contacts.get(id);
      if (!contact?.inRoster || contact.resources.length === 0 || present.has(id)) continue;
      present.add(id);
      tally.count();
    }
  });
}

function countReceived({ chats }: Account, tally: Tally): void {
  chats.onDidChange(({ change }) => {
    if (change?.kind === 'added' && !change.message.outgoing) tally.count(change.message.body);
  });
}

function countSent({ chats }: Account, tally: Tally): void {
  chats.onDidChange(({ change }) => {
    if (change?.kind === 'changed' && change.message.delivery === 'sent')
      tally.count(change.message.body);
  });
}

/** Sends to the account itself. */
async function send(account: Account, n: number): Promise<void> {
  for (let index = 0; index < n; index += 1) {
    await account.outbox.send(account.jid, bodyOf(index));
  }
}

/** Resolves when the server has read what it was sent, whether or not it acknowledges that. */
async function answer(session: Session): Promise<void> {
  try {
    await ping(session, Jid.of(session.account.domain));
  } catch (error) {
    // Any answer will do, also that the server knows no ping.
    if (!(error instanceof StanzaError) || error.condition === 'not-connected') throw error;
  }
}

/** @throws Error as soon as the connection is gone */
function lost(account: Account): Promise<never> {
  return new Promise((_, reject) => {
    account.onDidChange(() => {
      const { phase, error } = account.state;
      if (phase !== 'online') reject(new Error(error?.message ?? 'The connection was lost.'));
    });
  });
}
