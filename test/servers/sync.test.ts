import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { TestClient, until } from '../support/client.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const chat = 'bob@localhost';
const key = { account, chat };
const MISSED = 1000;

const numbers = (prefix: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `${prefix}${String(from + n)}`);

/** What of `wanted` is not there, is there twice, or stands before what it follows. */
function figuresOf(wanted: readonly string[], seen: readonly (string | null | undefined)[]) {
  const at = new Map(wanted.map((body, index) => [body, index]));
  const found = seen.flatMap((body) => at.get(body ?? '') ?? []);
  const first = [...new Set(found)];
  return {
    of: wanted.length,
    lost: wanted.length - first.length,
    twice: found.length - first.length,
    order: first.filter((index, n) => index < (first[n - 1] ?? 0)).length,
  };
}

/** Prints the figures. @throws AssertionError where one is not 0 */
function judge(
  what: string,
  wanted: readonly string[],
  seen: readonly (string | null | undefined)[],
): void {
  const figures = figuresOf(wanted, seen);
  console.log(`      ${what}: ${JSON.stringify(figures)}`);
  assert.deepEqual(figures, { of: wanted.length, lost: 0, twice: 0, order: 0 }, what);
}

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`sync on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let proxy: FaultProxy;
    let deskProxy: FaultProxy;
    let desk: TestClient;
    let phone: TestClient;
    let bob: Peer;

    const clientOf = (former?: TestClient, port = server.ports.starttls) =>
      new TestClient({
        caFile: server.caFile,
        server: { mode: 'starttls', host: '127.0.0.1', port },
        ...(former && { former }),
      });
    const bodiesOf = async ({ history }: TestClient) =>
      (await history.load(key, { limit: 10_000 })).map(({ body }) => body);
    const write = (client: TestClient, body: string): Promise<string> =>
      client.request('sendMessage', { account, chat, body });
    const say = (body: string): Promise<string> => bob.send({ to: account, body });
    /** What Bob's own client has got. */
    const ledger = () => bob.ledger.map(({ body }) => body);
    const waitFor = async (client: TestClient, ...wanted: readonly string[]) => {
      const end = performance.now() + 60_000;
      let seen = await bodiesOf(client);
      while (!wanted.every((body) => seen.includes(body)) && performance.now() < end) {
        await delay(20);
        seen = await bodiesOf(client);
      }
      const missing = wanted.filter((body) => !seen.includes(body));
      assert.deepEqual(missing, [], 'it did not come');
    };
    const bobHas = (...wanted: readonly string[]) =>
      until(
        () => wanted.every((body) => ledger().includes(body)),
        60_000,
        () => `all but ${wanted.filter((body) => !ledger().includes(body)).join(', ')}`,
      );
    /** Ends a client as a killed process ends, and starts it with what it kept. */
    const restart = async (client: TestClient) => {
      client.crash();
      const next = clientOf(client, deskProxy.port);
      await next.restore();
      return next;
    };

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      await server.addUser('ada', 'secret');
      await server.addUser('bob', 'secret');
      await server.addRosterItem('ada', { jid: chat, name: 'Bob' });
      await server.addRosterItem('bob', { jid: account, name: 'Ada' });
      proxy = await started.add(FaultProxy.start(server.ports.starttls));
      bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
      deskProxy = await started.add(FaultProxy.start(server.ports.starttls));
      desk = clientOf(undefined, deskProxy.port);
      await started.defer(() => desk.stop());
      phone = clientOf(undefined, proxy.port);
      await started.defer(() => phone.stop());
      for (const client of [desk, phone]) {
        await client.request('signIn', { jid: account, password: 'secret' });
      }
      // Both are in step once they have what has just been said.
      await say('begin');
      for (const client of [desk, phone]) await waitFor(client, 'begin');
    });

    it('keeps two clients in step, both ways', async () => {
      const wanted: string[] = [];
      for (let n = 0; n < 30; n++) {
        const body = `step ${String(n)}`;
        wanted.push(body);
        if (n % 3 === 0) await say(body);
        else await write(n % 3 === 1 ? desk : phone, body);
        await waitFor(desk, body);
        await waitFor(phone, body);
      }
      await bobHas(...wanted.filter((_, n) => n % 3 !== 0));
      judge('desk', wanted, await bodiesOf(desk));
      judge('phone', wanted, await bodiesOf(phone));
      judge(
        'Bob',
        wanted.filter((_, n) => n % 3 !== 0),
        ledger(),
      );
    });

    it('F7: sends what was written offline after a restart, once', async () => {
      await desk.request('setPresence', { account, show: 'offline', status: '' });
      const wanted = numbers('offline ', 20);
      for (const body of wanted) await write(desk, body);
      desk = await restart(desk);
      await desk.request('setPresence', { account, show: 'available', status: '' });
      await bobHas(...wanted);
      await waitFor(phone, ...wanted);
      desk = await restart(desk);
      await desk.waitForPhase('online');
      await bobHas(...wanted);
      await waitFor(phone, ...wanted);
      judge('Bob', wanted, ledger());
      judge('phone', wanted, await bodiesOf(phone));
    });

    it('F9: loses and doubles nothing when the server is killed and started again', async () => {
      const wanted = numbers('killed ', 40);
      for (const body of wanted.slice(0, 15)) await write(desk, body);
      await bobHas(...wanted.slice(0, 15));
      // These arrive, but nobody here hears that they did.
      for (const body of wanted.slice(15, 20)) await write(desk, body);
      await bobHas(...wanted.slice(15, 20));
      deskProxy.silence();
      // These do not even leave.
      for (const body of wanted.slice(20, 30)) await write(desk, body);
      const noted = bob.events.length;
      // Whoever is not there yet is told by ejabberd what waits after what comes by then.
      deskProxy.refuses = true;
      await server.kill('SIGKILL');
      deskProxy.cut();
      await server.start();
      for (const body of wanted.slice(30)) await write(desk, body);
      await bob.waitFor(({ event }) => event === 'online', 60_000, noted);
      deskProxy.refuses = false;
      for (const client of [desk, phone]) {
        await client.request('reconnect', { account });
        await client.waitForPhase('online', 30_000);
      }
      await bobHas(...wanted);
      await waitFor(phone, ...wanted);
      judge('Bob', wanted, ledger());
      judge('desk', wanted, await bodiesOf(desk));
      judge('phone', wanted, await bodiesOf(phone));
      // The last ones are acknowledged in a moment.
      const deadline = Date.now() + 5000;
      let queued: number;
      do {
        await delay(50);
        queued = (await desk.history.unsent(account)).length;
      } while (queued > 0 && Date.now() < deadline);
      assert.equal(queued, 0);
    });

    it('F10: catches up with what was missed, also when it is killed meanwhile', async () => {
      phone.crash();
      const wanted = numbers('missed ', MISSED);
      await Promise.all(wanted.map((body) => say(body)));
      await waitFor(desk, ...wanted.slice(-1));
      const since = performance.now();
      proxy.delayMs = 20;
      for (let kill = 0; kill < 3; kill++) {
        phone = clientOf(phone, proxy.port);
        await phone.restore();
        await phone.waitForPhase('online');
        await delay(300);
        console.log(
          `      killed with ${String((await bodiesOf(phone)).filter((body) => wanted.includes(body)).length)} of them`,
        );
        phone.crash();
      }
      proxy.delayMs = 0;
      phone = clientOf(phone, proxy.port);
      await phone.restore();
      await waitFor(phone, ...wanted);
      console.log(`      in ${String(Math.round(performance.now() - since))} ms`);
      judge('desk', wanted, await bodiesOf(desk));
      judge('phone', wanted, await bodiesOf(phone));
    });

    it('F14: loses and doubles nothing while the old and the new host overlap', async () => {
      const wanted = numbers('reload ', 40);
      const heard = numbers('overlap ', 40);
      const former = desk;
      for (const body of wanted.slice(0, 20)) await write(former, body);
      desk = clientOf(former, deskProxy.port);
      await desk.restore();
      for (let n = 0; n < 40; n++) {
        if (n === 20) former.crash();
        if (n >= 20) await write(desk, wanted[n] ?? '');
        await say(heard[n] ?? '');
      }
      await bobHas(...wanted);
      await waitFor(desk, ...heard);
      judge('Bob', wanted, ledger());
      // Two processes that write at once do not know of each other what comes just then.
      const { lost, twice } = figuresOf(heard, await bodiesOf(desk));
      assert.deepEqual([lost, twice], [0, 0]);
      await waitFor(phone, ...heard);
      judge('phone', heard, await bodiesOf(phone));
    });
  });
}
