import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { type FileOffer, fileOffered } from '../../src/xmpp/files/fileOffer.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { NS_SOCKS5 } from '../../src/xmpp/xep/0065-socks5.ts';
import { FakeLog } from '../support/fakeSession.ts';
import { collect, sourceOf } from '../support/jingleScene.ts';
import { startedHere } from '../support/started.ts';
import { SERVERS, type Server } from './scene.ts';

const SIZES = [0, 1, 4095, 4096, 1_000_000];
const WAYS = [
  ['proxy', 'through its proxy'],
  ['direct', 'to an address of the sender, as no proxy is found'],
  ['inBand', 'in-band, as no proxy is found'],
] as const;

for (const [name, start] of SERVERS) {
  describe(`files by Jingle on ${name}`, () => {
    const started = startedHere();
    let server: Server;

    before(async () => {
      server = await started.add(start());
    });

    for (const [way, title] of WAYS) {
      describe(title, () => {
        const hasProxy = way === 'proxy';
        /** The payloads of what Ada asked, Jingle's by their action. */
        const asked: string[] = [];
        /** Bob's acceptance. */
        let accepted = '';
        let ada: XmppLink;
        let bob: XmppLink;

        before(async () => {
          const addresses = way === 'direct' ? () => ['127.0.0.1'] : undefined;
          ada = await linkOf(server, 'ada', addresses);
          void started.add(ada);
          bob = await linkOf(server, 'bob');
          void started.add(bob);
          for (const { session } of [ada, bob]) {
            const request = session.request.bind(session);
            session.request = (iq) => {
              const { payload } = iq;
              if (payload.attrs['action'] === 'session-accept') accepted = payload.toString();
              if (session === ada.session) asked.push(payload.attrs['action'] ?? payload.getName());
              return hasProxy || payload.getNS() !== NS_SOCKS5
                ? request(iq)
                : Promise.reject(new StanzaError('service-unavailable'));
            };
          }
        });

        /** Ada sends a file to Bob. Result: what Bob has of it. */
        async function transfer(content: Buffer): Promise<Buffer> {
          const offered = new Promise<FileOffer>((resolve) => {
            const heard = bob.session.on(fileOffered, (offer) => {
              heard.dispose();
              resolve(offer);
            });
          });
          const to = bob.session.jid;
          assert.ok(to);
          const { signal } = new AbortController();
          const sent = sendByJingle(ada.session)(to, sourceOf(content), {
            signal,
            onProgress: () => undefined,
          });
          const receiving = offered.then((offer) => collect(offer.accept(signal)));
          const [received] = await Promise.all([receiving, sent]);
          return received;
        }

        for (const size of SIZES) {
          it(`bring ${size} bytes`, async () => {
            const content = randomBytes(size);
            asked.length = 0;
            const began = performance.now();
            assert.equal(digest(await transfer(content)), digest(content));
            const took = performance.now() - began;
            assert.equal(asked.includes('transport-replace'), way === 'inBand');
            // The proxy that Ada has offered is Bob's, too, and he does not repeat it.
            assert.match(accepted, /<transport/u);
            assert.doesNotMatch(accepted, /<candidate/u);
            assert.equal(asked.includes('data'), way === 'inBand' && size > 0);
            if (size === 1_000_000) console.log(`        1 MB: ${took.toFixed(0)} ms`);
          });
        }

        it('are declined', async () => {
          bob.session.on(fileOffered, (offer) => {
            offer.decline();
          });
          await assert.rejects(transfer(randomBytes(10)), { code: 'declined' });
        });
      });
    }
  });
}

async function linkOf(
  server: Server,
  user: string,
  directAddresses?: () => readonly string[],
): Promise<XmppLink> {
  await server.addUser(user, 'secret');
  const link = new XmppLink(
    {
      account: Jid.of(`${user}@localhost`),
      password: 'secret',
      server: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
      trustedCa: readFileSync(server.caFile, 'utf8'),
      mayKnowPresence: () => true,
      onStrongerMechanism: () => undefined,
      directAddresses,
    },
    { clock: systemClock, log: new FakeLog() },
  );
  await link.connect();
  return link;
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
