import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Peer, startPeer } from '../interop/peer.mjs';
import { TestClient, until } from '../support/client.ts';
import { randomFrom, SEED } from '../support/random.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';

const account = 'ada@localhost';
const chat = 'bob@localhost';
const key = { account, chat };

for (const [name, start] of [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const) {
  describe(`a session over a restart on ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>;
    let bob: Peer;
    let desk: TestClient;

    const clientOf = (former?: TestClient) =>
      new TestClient({
        caFile: server.caFile,
        server: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
        ...(former && { former }),
      });
    const restart = async (meanwhile: () => Promise<unknown>) => {
      desk.crash();
      await meanwhile();
      desk = clientOf(desk);
      await desk.restore();
      await desk.waitForPhase('online');
    };
    const resumptions = () => desk.log.lines.filter((line) => line.includes('(resumed)')).length;
    /** What Bob heard of Ada's presence since then. */
    const departures = (from: number) =>
      bob.events
        .slice(from)
        .filter(({ event, type }) => event === 'presence' && type === 'unavailable');
    const bodies = async () =>
      (await desk.history.load(key, { limit: 10_000 })).map(({ body }) => body);
    /** All of them came, in order, and none twice. */
    const hasOnce = async (wanted: readonly string[]) => {
      const end = performance.now() + 60_000;
      let seen: string[] = [];
      while (seen.length < wanted.length && performance.now() < end) {
        seen = (await bodies()).filter((body) => wanted.includes(body));
        await delay(20);
      }
      assert.deepEqual(seen, wanted);
    };

    const started = startedHere();
    before(async () => {
      server = await started.add(start());
      for (const user of ['ada', 'bob', 'eve']) await server.addUser(user, 'secret');
      await server.addRosterItem('ada', { jid: chat, name: 'Bob' });
      await server.addRosterItem('bob', { jid: account, name: 'Ada' });
      bob = await started.add(startPeer({ server, user: 'bob', password: 'secret' }));
      desk = clientOf();
      await started.defer(() => desk.stop());
      await desk.request('signIn', { jid: account, password: 'secret' });
      await bob.waitFor(({ event, type }) => event === 'presence' && type === 'available');
      await bob.presence({ status: 'at work' });
      await desk.waitFor('contacts', { account }, ({ status }) => status === 'at work');
    });
    it('F14: goes on where it was, unseen by contacts, with what came meanwhile, once', async () => {
      const wanted: string[] = [];
      const from = bob.events.length;
      for (let round = 0; round < 3; round++) {
        const said = Array.from({ length: 10 }, (_, n) => `round ${String(round)} ${String(n)}`);
        await restart(async () => {
          for (const body of said) await bob.send({ to: account, body });
        });
        wanted.push(...said);
        assert.equal(resumptions(), 1);
        await hasOnce(wanted);
      }
      const present = await desk.waitFor(
        'contacts',
        { account },
        ({ show }) => show === 'available',
      );
      assert.equal(present.status, 'at work');
      assert.deepEqual(departures(from), []);
      await desk.request('sendMessage', { ...key, body: 'back again' });
      await bob.waitFor(({ body }) => body === 'back again');
    });

    it('takes back that the user types, which a killed process had told', async () => {
      const from = bob.events.length;
      await desk.request('setChatState', { ...key, state: 'composing' });
      await bob.waitFor(({ state }) => state === 'composing', undefined, from);
      await restart(() => Promise.resolve());
      assert.equal(resumptions(), 1);
      await bob.waitFor(({ state }) => state === 'paused', undefined, from);
    });

    it('F8: goes on after a process that was killed while messages came', async () => {
      const from = bob.events.length;
      const wanted: string[] = [];
      let killing = true;
      const stream = async () => {
        for (let n = 0; killing || n < 40; n++) {
          wanted.push(`under fire ${String(n)}`);
          await bob.send({ to: account, body: wanted.at(-1) ?? '' });
          await delay(20);
        }
      };
      const saying = stream();
      const random = randomFrom(SEED);
      for (let kill = 0; kill < 5; kill++) {
        await delay(100 * random());
        await restart(() => Promise.resolve());
        assert.equal(resumptions(), 1, `kill ${String(kill)}`);
      }
      killing = false;
      await saying;
      await hasOnce(wanted);
      assert.deepEqual(departures(from), []);
      console.log(`      ${String(wanted.length)} messages over 5 kills, 0 lost, 0 twice`);
    });

    it('learns what only a session that begins is told: the contacts, and who is here', async () => {
      await restart(() => bob.presence({ status: 'gone for lunch', show: 'away' }));
      await desk.waitFor('contacts', { account }, ({ status }) => status === 'gone for lunch');
      assert.equal(resumptions(), 1);
    });

    it('still knows who asks to see our presence, in the same session', async () => {
      const eve = await startPeer({ server, user: 'eve', password: 'secret' });
      const asks = ({ id }: { readonly id: string }) => id === 'eve@localhost';
      await eve.presence({ to: account, type: 'subscribe' });
      await desk.waitFor('subscriptionRequests', { account }, asks);
      await until(() => desk.texts.all.size === 1);
      await restart(() => Promise.resolve());
      await desk.waitFor('subscriptionRequests', { account }, asks);
      assert.equal(resumptions(), 1);
      await desk.request('answerSubscription', { account, chat: 'eve@localhost', answer: 'deny' });
      await eve.stop();
    });

    it('is not gone on with twice, and what is too old is refused for a new one', async () => {
      await bob.send({ to: account, body: 'before' });
      await hasOnce(['before']);
      await until(() => desk.texts.all.size === 1);
      const old = new Map(desk.texts.all);
      await restart(() => Promise.resolve());
      assert.equal(resumptions(), 1);
      await bob.send({ to: account, body: 'after' });
      await hasOnce(['before', 'after']);
      // What it would take to resume it is newer by now.
      await until(() => [...desk.texts.all].some(([file, text]) => old.get(file) !== text));
      desk.crash();
      for (const [file, text] of old) desk.texts.all.set(file, text);
      desk = clientOf(desk);
      await desk.restore();
      await desk.waitForPhase('online');
      await bob.send({ to: account, body: 'and now' });
      await hasOnce(['before', 'after', 'and now']);
      assert.equal(desk.texts.all.size, 1);
    });

    it('A28: keeps nothing of a session that was ended, and logs none of it', async () => {
      await until(() => desk.texts.all.size === 1);
      await desk.request('setPresence', { account, show: 'offline', status: '' });
      await until(() => desk.texts.all.size === 0);
      await desk.request('setPresence', { account, show: 'available', status: '' });
      await until(() => desk.texts.all.size === 1);
      await desk.request('signOut', { account });
      assert.equal(desk.texts.all.size, 0);
      assert.deepEqual([...desk.secrets.all.keys()], []);
      assert.doesNotMatch(desk.log.lines.join('\n'), /previd|"id"|handled/u);
    });
  });
}
