import { type Peer, startPeer } from '../interop/peer.mjs';
import { FaultProxy } from '../support/faultProxy.ts';
import { startAll, type Started } from '../support/started.ts';
import { Editor } from './editor.ts';
import { RoomLedger } from './roomLedger.ts';
import { restart, type Scene } from './scene.ts';

const room = 'room@conference.localhost';
const MUC = 'http://jabber.org/protocol/muc';

/** Two people's editors and Bob, another people's client, in a room; a bad network before the editors. */
export interface RoomScene extends Pick<
  Scene,
  'server' | 'proxy' | 'bob' | 'history' | 'begin' | 'open' | 'restartServer' | 'stop'
> {
  readonly editors: readonly Editor[];
  /** A ledger of its own name. */
  readonly ledger: (name: string) => RoomLedger;
}

/** All are in the room; the editors have no window yet. */
export function startRoomScene(
  start: (options: { readonly sqlArchive: true }) => Promise<Scene['server']>,
): Promise<RoomScene> {
  return startAll(async (started) => {
    const server = await started.add(start({ sqlArchive: true }));
    for (const user of ['ada', 'bob', 'cleo']) await server.addUser(user, 'secret');
    const proxy = await started.add(FaultProxy.start(server.ports.starttls));
    const bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
    const place = { caFile: server.caFile, port: proxy.port };
    const editors = [
      await enterAnew(started, 'ada', place),
      await enterAnew(started, 'cleo', place),
    ] as const;
    await enter(bob);
    /** The editor with the fewest windows. */
    const next = () => {
      const open = ({ windows }: Editor) => windows.filter(({ hasEnded }) => !hasEnded).length;
      const [ada, cleo] = editors;
      return open(cleo) < open(ada) ? cleo : ada;
    };
    return {
      ...{ server, proxy, bob, editors, history: editors[0].history },
      begin: (storage) => next().begin(storage),
      open: (storage) => next().open(storage),
      ledger: (name) => new RoomLedger(name, room, editors, bob),
      restartServer: (whileDown) => restart({ server, proxy, bob }, whileDown, () => enter(bob)),
      stop: () => started.end(),
    };
  });
}

/** Somebody new signs in and joins; whoever is first creates the room. */
async function enterAnew(
  started: Started,
  nick: string,
  place: { readonly caFile: string; readonly port: number },
): Promise<Editor> {
  const account = `${nick}@localhost`;
  const editor = await Editor.start(started, account, place);
  const window = await editor.open();
  await window.waitForPhase('online');
  await window.request('joinRoom', { account, chat: room, nick, create: 'public' });
  await editor.waitForCursor(room);
  await window.kill();
  return editor;
}

/** Enters, and waits until inside. */
async function enter(bob: Peer): Promise<void> {
  const from = bob.events.length;
  await bob.raw(
    `<presence to='${room}/bob'><x xmlns='${MUC}'><history maxchars='0'/></x></presence>`,
  );
  const isOwn = ({ event, from: of, xml }: Peer['events'][number]) =>
    event === 'presence' && of === `${room}/bob` && xml?.includes('110') === true;
  await bob.waitFor(isOwn, 60_000, from);
}
