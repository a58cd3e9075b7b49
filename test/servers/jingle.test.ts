import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { type FileOffer, fileOffered } from '../../src/xmpp/files/fileOffer.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import { FakeLog } from '../support/fakeSession.ts';
import { collect, sourceOf } from '../support/jingleScene.ts';
import { startedHere } from '../support/started.ts';
import { SERVERS, type Server } from './scene.ts';

const SIZES = [0, 1, 4095, 4096, 1_000_000];

for (const [name, start] of SERVERS) {
  describe(`files by Jingle on ${name}`, () => {
    const started = startedHere();
    let ada: XmppLink;
    let bob: XmppLink;

    before(async () => {
      const server = await started.add(start());
      [ada, bob] = await Promise.all([linkOf(server, 'ada'), linkOf(server, 'bob')]);
      for (const link of [ada, bob]) void started.add(link);
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
      const [received] = await Promise.all([
        offered.then((offer) => collect(offer.accept(signal))),
        sent,
      ]);
      return received;
    }

    for (const size of SIZES) {
      it(`bring ${size} bytes in-band`, async () => {
        const content = randomBytes(size);
        const began = performance.now();
        assert.equal(digest(await transfer(content)), digest(content));
        const took = performance.now() - began;
        if (size === 1_000_000) console.log(`      1 MB in-band: ${took.toFixed(0)} ms`);
      });
    }

    it('are cancelled there as well', async () => {
      bob.session.on(fileOffered, (offer) => {
        offer.decline();
      });
      await assert.rejects(transfer(randomBytes(10)), { code: 'declined' });
    });
  });
}

async function linkOf(server: Server, user: string): Promise<XmppLink> {
  await server.addUser(user, 'secret');
  const link = new XmppLink(
    {
      account: Jid.of(`${user}@localhost`),
      password: 'secret',
      server: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
      trustedCa: readFileSync(server.caFile, 'utf8'),
      mayKnowPresence: () => true,
      onStrongerMechanism: () => undefined,
    },
    { clock: systemClock, log: new FakeLog() },
  );
  await link.connect();
  return link;
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
