import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessageView } from '../../src/api/views.ts';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { freePorts, isFree } from '../servers/ports.mjs';
import { startProsody } from '../servers/prosody.mjs';
import { type Ports, PORTS } from '../servers/server.mjs';
import { TestClient } from '../support/client.ts';
import { sendContent } from '../support/sources.ts';
import type { Started } from '../support/started.ts';
import { account, addressOf, type Cast, chat, of, see, step, type Trial } from './cast.ts';
import {
  type ClientKind,
  FEATURES,
  type Feature,
  type Run,
  type Step,
  UPLOAD_LIMIT,
  WAIT_MS,
  type Without,
} from './clients/otherClient.ts';
import { ServerNetwork } from './clients/network.ts';
import { bySocks5, inBand } from './fileTrials.ts';

const password = 'secret';
const FILE = 'notes.txt';

export type Direction = 'fromParley' | 'toParley';
/** Half a cell of the matrix; an error says what was there instead. */
export type Result = 'works' | Pick<Without, 'without' | 'reason'> | { readonly error: string };
export type Results = Record<Feature, Record<Direction, Result>>;

const say = ({ parley }: Cast, body: string) => parley.request('sendMessage', { ...of, body });
const run = async (action: Run | Without, about: Step) => {
  if (typeof action === 'function') await action(about);
};
/** Parley says something that the other side has got. */
const told = async (cast: Cast, body: string) => {
  const message = await say(cast, body);
  await run(cast.bob.shows.text, step(body));
  return message;
};
/** The other side says something that Parley has got. */
const heard = async (cast: Cast, body: string) => {
  await run(cast.bob.does.text, step(body));
  return (await see(cast, (message) => !message.outgoing && message.body === body)).id;
};

const TRIALS: Record<Feature, Trial> = {
  text: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      await say(cast, 'Grüße, Bob 🐱');
      await shows(step('Grüße, Bob 🐱'));
    },
    toParley: async (cast, does) => {
      await does(step('Grüße, Ada 🐱'));
      await see(cast, ({ outgoing, body }) => !outgoing && body === 'Grüße, Ada 🐱');
    },
  },
  typing: {
    who: 'bob',
    fromParley: async ({ parley }, shows) => {
      await parley.request('setChatState', { ...of, state: 'composing' });
      await shows(step(''));
      await parley.request('setChatState', { ...of, state: 'active' });
    },
    toParley: async (cast, does) => {
      const composing = cast.parley.waitFor('chat', of, (view) => view.composing, WAIT_MS);
      await Promise.all([composing, does(step('', { to: addressOf(cast) }))]);
    },
  },
  receipts: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      await heard(cast, 'Did this arrive at yours?');
      await shows(step('Did this arrive at yours?'));
    },
    toParley: async (cast, does) => {
      const id = await say(cast, 'Did this arrive?');
      await does(step('Did this arrive?'));
      await see(cast, (message) => message.id === id && isDelivered(message));
    },
  },
  markers: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      await heard(cast, 'Did you read this at yours?');
      await cast.parley.request('markRead', of);
      await shows(step('Did you read this at yours?'));
    },
    toParley: async (cast, does) => {
      const id = await say(cast, 'Did you read this?');
      await does(step('Did you read this?'));
      await see(cast, (message) => message.id === id && message.delivery === 'displayed');
    },
  },
  correction: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      const message = await told(cast, 'teh dog of mine');
      await cast.parley.request('correctMessage', { ...of, message, body: 'the dog of mine' });
      await shows(step('teh dog of mine', { next: 'the dog of mine' }));
    },
    toParley: async (cast, does) => {
      const id = await heard(cast, 'teh cat of mine');
      await does(step('teh cat of mine', { next: 'the cat of mine' }));
      await see(cast, (message) => message.id === id && message.body === 'the cat of mine');
    },
  },
  retraction: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      const message = await told(cast, 'Forget this of Ada');
      await cast.parley.request('retractMessage', { ...of, message });
      await shows(step('Forget this of Ada'));
    },
    toParley: async (cast, does) => {
      const id = await heard(cast, 'Forget this of Bob');
      await does(step('Forget this of Bob'));
      await see(cast, (message) => message.id === id && message.retracted);
    },
  },
  reaction: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      const message = await heard(cast, 'What do you think of it?');
      await cast.parley.request('react', { ...of, message, emoji: '👍', on: true });
      await shows(step('What do you think of it?', { next: '👍' }));
    },
    toParley: async (cast, does) => {
      const id = await told(cast, 'And what do you think?');
      await does(step('And what do you think?', { next: '👍' }));
      await see(cast, (message) => message.id === id && message.reactions?.length === 1);
    },
  },
  reply: {
    who: 'bob',
    fromParley: async (cast, shows) => {
      const reply = await heard(cast, 'Which cat is it?');
      await cast.parley.request('sendMessage', { ...of, body: 'My own one', reply });
      await shows(step('Which cat is it?', { next: 'My own one' }));
    },
    toParley: async (cast, does) => {
      const id = await told(cast, 'Which dog is it?');
      await does(step('Which dog is it?', { next: 'Mine alone' }));
      await see(cast, ({ body, reply }) => body === 'Mine alone' && reply?.message === id);
    },
  },
  file: {
    who: 'bob',
    fromParley: async ({ parley }, shows) => {
      const content = Buffer.from('Notes of Ada');
      await sendContent(parley.host, of, { name: FILE, mediaType: 'text/plain', content });
      await shows(step(FILE));
    },
    toParley: async (cast, does) => {
      const file = path.join(cast.folder, 'answers.txt');
      await writeFile(file, 'Answers of Bob');
      await does(step('answers.txt', { file }));
      const { id } = await see(cast, (view) => !view.outgoing && view.file?.name === 'answers.txt');
      const fetched = await cast.parley.request('fetchFile', { ...of, message: id });
      const words = Buffer.from(fetched.content).toString();
      if (words !== 'Answers of Bob') throw new Error(`the file says ${words}`);
    },
  },
  siSocks5: bySocks5('si'),
  jingleSocks5: bySocks5('jingle'),
  siInBand: inBand('si'),
  jingleInBand: inBand('jingle'),
  carbons: {
    who: 'twin',
    fromParley: async (cast, shows) => {
      await say(cast, 'Written in Parley');
      await shows(step('Written in Parley'));
    },
    toParley: async (cast, does) => {
      await does(step('Written elsewhere'));
      await see(cast, ({ outgoing, body }) => outgoing && body === 'Written elsewhere');
    },
  },
  readSync: {
    who: 'twin',
    fromParley: async (cast, shows) => {
      await heard(cast, 'To be read in Parley');
      await shows(step('To be read in Parley', { next: 'unread' }));
      await cast.parley.request('markRead', of);
      await shows(step('To be read in Parley', { next: 'read' }));
    },
    toParley: async (cast, does) => {
      const { parley } = cast;
      await parley.request('markRead', of);
      await heard(cast, 'To be read elsewhere');
      await does(step('To be read elsewhere'));
      await parley.waitFor('chat', of, ({ unread }) => unread === 0, WAIT_MS);
    },
  },
};

function isDelivered({ delivery }: MessageView): boolean {
  return delivery === 'delivered' || delivery === 'displayed';
}

/** Tries everything with one client, and tells each result when it is there. */
export async function tryClient(
  kind: ClientKind,
  started: Started,
  tell: (feature: Feature, direction: Direction, result: Result) => void,
): Promise<Results> {
  const cast = await assemble(kind, started);
  const results: Partial<Results> = {};
  for (const feature of Object.keys(FEATURES) as Feature[]) {
    const { who, ...trial } = TRIALS[feature];
    const { shows, does } = cast[who];
    const attempt = async (direction: Direction, action: Run | Without) => {
      const result = await outcome(cast, action, (run) => trial[direction](cast, run));
      tell(feature, direction, result);
      return result;
    };
    results[feature] = {
      fromParley: await attempt('fromParley', shows[feature]),
      toParley: await attempt('toParley', does[feature]),
    };
  }
  return results as Results;
}

async function outcome(
  { bob, twin }: Cast,
  action: Run | Without,
  trial: (run: Run) => Promise<unknown>,
): Promise<Result> {
  try {
    if (typeof action === 'function') {
      await trial(action);
      return 'works';
    }
    const { without, reason, instead } = action;
    if (instead) await trial(instead);
    return { without, reason };
  } catch (error) {
    const seen = [bob, twin].map((client) => client.seen()).join('\n––\n');
    return { error: `${String(error)}\nThe two clients:\n${seen}` };
  }
}

async function assemble(kind: ClientKind, started: Started): Promise<Cast> {
  // Clients on GLib name even an address to the server's TLS, which knows names alone.
  const ports = await portsFor(kind);
  const server = await started.add(
    startProsody({ urlHost: 'localhost', uploadLimit: UPLOAD_LIMIT, ...(ports && { ports }) }),
  );
  for (const user of ['ada', 'bob']) await server.addUser(user, password);
  await server.addRosterItem('ada', { jid: chat, name: '' });
  await server.addRosterItem('bob', { jid: account, name: '' });
  const { caFile } = server;
  const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
  const files = new DiskFiles(() => Promise.resolve(server.folder));
  const parley = await started.add(new TestClient({ caFile, server: endpoint, files }));
  await parley.request('signIn', { jid: account, password });
  const { starttls, https, proxy65 } = server.ports;
  const network = await started.add(ServerNetwork.start([starttls, https, proxy65]));
  const start = async (self: string, other: string) => {
    const folder = path.join(server.folder, `${kind.package}-${self}`);
    await mkdir(folder);
    const setup = { server, network, folder, account: self, chat: other, password };
    return started.add(kind.start(setup));
  };
  const bob = await start(chat, account);
  const twin = await start(account, chat);
  let stopped: Promise<void> | undefined;
  const stopProxy = () => (stopped ??= server.stopProxy());
  const proxied = () => network.connections(proxy65);
  return { kind, parley, bob, twin, folder: server.folder, proxied, stopProxy };
}

/** Free ports, with that of the client among them. @throws Error when another program has it */
async function portsFor({ name, port }: ClientKind): Promise<Ports | undefined> {
  if (port === undefined) return undefined;
  if (!(await isFree(port))) {
    throw new Error(
      `${name} connects to port ${port} alone, where another program listens. End that, then try again.`,
    );
  }
  return { ...(await freePorts(PORTS)), starttls: port };
}
