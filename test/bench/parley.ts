import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { createCore, xmppNetwork } from '../../src/core.ts';
import type { Account } from '../../src/model/account/account.ts';
import type { History } from '../../src/model/history.ts';
import type { Network } from '../../src/model/link.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { xml } from '../../src/xmpp/stanza/xml.ts';
import type { ClientStream } from '../../src/xmpp/stream/clientStream.ts';
import { fakePlatform } from '../support/fakePlatform.ts';
import { bodyOf } from './bodies.mjs';
import type { Figures } from './main.mjs';
import { type Options, ROOM_LOADS, roomOf } from './options.mjs';
import { Tally } from './tally.mjs';
import { told } from '../support/say.ts';
import { silentLog } from '../support/silentLog.ts';

/**
 * Runs one load through Parley's protocol and model, and to its store where one is named.
 * @param program of the storage thread
 * @throws Error with a sentence
 */
export async function runLoad(options: Options, program: string): Promise<Figures> {
  const { load, n } = options;
  const kept = openHistory(options, program);
  const tally = new Tally(load === 'L0' ? 1 : n);
  const readsArchive = load === 'L3' || load === 'R3';
  const history = readsArchive ? countingAdditions(kept, tally) : kept;
  const room = ROOM_LOADS.includes(load) ? Jid.of(roomOf(options.jid)) : undefined;
  if (readsArchive) await beginOfArchive(history, options.jid, room?.bare);
  const { core, links } = benchCore(options, history);
  await core.restore(false);
  const account = core.accounts.get(Jid.of(options.jid).bare);
  if (load === 'L1') countPresent(account, tally);
  if (load === 'L2' || load === 'R2') countReceived(account, tally);
  if (load === 'L4') countOccupants(account, tally);
  if (load === 'L5') countSent(account, tally);
  const dialled = performance.now();
  await signIn(account);
  const online = performance.now();
  if (load === 'L0') tally.count();
  const gone = lost(account);
  // Creating it if it is missing is asked for, so that a server will do that says nothing of its rooms.
  if (room) await account.rooms.joining.join({ room, nick: 'bench', create: 'public' });
  if (load === 'L5') await send(account, n);
  let done = await Promise.race([tally.full, gone]);
  if (load === 'L5') {
    await Promise.race([answer(links), gone]);
    done = performance.now();
  }
  const searchable = options.store === undefined ? undefined : await search(kept);
  await account.stop();
  core.dispose();
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
    tell: (what) => {
      throw new Error(told(what));
    },
  });
}

/** An archive of which nothing was read yet is read from its first message on. */
function beginOfArchive(history: History, jid: string, room?: string): Promise<unknown> {
  const account = Jid.of(jid).bare;
  const position = JSON.stringify({ time: 0 });
  return history.add([], { account, archive: room ?? account, position });
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

/** The core over a network that differs from the product's in one thing: it does without TLS. */
function benchCore({ host, port, jid, password }: Options, history: History) {
  const { bare, resource } = Jid.of(jid);
  const platform = { ...fakePlatform(), clock: systemClock, log: silentLog, history };
  // Offline, so that all is counted from its first stanza on.
  platform.values.all.set('accounts', [{ jid: bare, show: 'offline', status: '' }]);
  platform.secrets.all.set(`password:${bare}`, password);
  const server = { mode: 'starttls', host, port } as const;
  const deps = { ...platform, openStream: (stream: ClientStream) => stream.open() };
  const links: XmppLink[] = [];
  const openLink: Network['openLink'] = (options) => {
    const link = new XmppLink({ ...options, resource, server }, deps);
    links.push(link);
    return link;
  };
  const core = createCore(platform, { ...xmppNetwork(platform), openLink });
  return { core, links };
}

/** Resolves online. @throws Error when the first attempt fails */
async function signIn(account: Account): Promise<void> {
  const online = new Promise<void>((resolve, reject) => {
    account.onDidChange(() => {
      const { phase, error } = account.state;
      if (phase === 'online') resolve();
      else if (error) reject(new Error(told(error)));
    });
  });
  await account.setPresence('available', '');
  await online;
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

/** Those of the room at its subject; ourselves are none. */
function countOccupants({ rooms }: Account, tally: Tally): void {
  rooms.memberships.onDidChange(({ room, event }) => {
    if (event.kind !== 'state' || room.state.phase !== 'joined' || !room.state.hasHistory) return;
    for (const { nick } of room.occupants.values()) if (nick !== room.nick) tally.count();
    tally.end();
  });
}

function countReceived({ chats }: Account, tally: Tally): void {
  chats.onDidChange(({ change }) => {
    if (change?.kind !== 'added') return;
    for (const { outgoing, body } of change.messages) if (!outgoing) tally.count(body);
  });
}

function countSent({ chats }: Account, tally: Tally): void {
  chats.onDidChange(({ change }) => {
    if (change?.kind !== 'changed') return;
    for (const { delivery, body } of change.messages) if (delivery === 'sent') tally.count(body);
  });
}

/** Sends to the account itself, all at once as the library by itself does. */
async function send({ outbox, jid }: Account, n: number): Promise<void> {
  const contents = Array.from({ length: n }, (_, index) => ({ body: bodyOf(index) }));
  await Promise.all(contents.map((content) => outbox.send(jid, content)));
}

/** Resolves when the server has read what it was sent, whether or not it acknowledges that. */
async function answer(links: readonly XmppLink[]): Promise<void> {
  for (const { session } of links) {
    const to = Jid.of(session.account.domain);
    try {
      await session.request({ type: 'get', to, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) });
    } catch (error) {
      // Any answer will do, also that the server knows no ping.
      if (!(error instanceof StanzaError) || error.condition === 'not-connected') throw error;
    }
  }
}

/** @throws Error as soon as the connection is gone */
function lost(account: Account): Promise<never> {
  return new Promise((_, reject) => {
    account.onDidChange(() => {
      const { phase, error } = account.state;
      if (phase !== 'online') reject(new Error(error ? told(error) : 'The connection was lost.'));
    });
  });
}
