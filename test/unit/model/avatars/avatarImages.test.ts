import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { AvatarImages, type AvatarSource } from '../../../../src/model/avatars/avatarImages.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { memory } from '../../../support/memory.ts';
import { MemoryAvatars } from '../../../support/memoryStores.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { base64, png, sha1 } from '../../../support/pictures.ts';
import { settle } from '../../../support/settle.ts';

const account = 'juliet@example.org';
const room = Jid.of('cave@rooms.example.net');
const picture = png(64);
const hash = sha1(picture);

const card = (...contents: readonly Uint8Array[]) =>
  `<iq type="result"><vCard xmlns="vcard-temp">${contents
    .map((content) => `<PHOTO><BINVAL>${base64(content)}</BINVAL></PHOTO>`)
    .join('')}</vCard></iq>`;
const occupant = (nick: string): AvatarSource => ({ kind: 'vcard', jid: room.withResource(nick) });

describe('the pictures of avatars', () => {
  let session: FakeSession;
  let store: MemoryAvatars;
  let images: AvatarImages;
  let reports: string[];

  const start = () => {
    session = new FakeSession();
    reports = [];
    images = new AvatarImages({
      account,
      store,
      session: () => (session.jid ? session : undefined),
      report: (what) => reports.push(what),
    });
  };
  const ask = (nick = 'Romeo', of = hash) => images.get(of, [occupant(nick)]);
  const asked = () => session.sent.map(({ attrs }) => attrs['to']);

  beforeEach(() => {
    store = new MemoryAvatars();
    start();
  });

  it('are requested once for all who have the same, and then never again', async () => {
    const both = Promise.all([ask('Romeo'), ask('Benvolio')]);
    await settle();
    session.answer(card(picture));
    const [first, second] = await both;
    assert.equal(first, second);
    assert.equal(first?.mediaType, 'image/png');
    await ask('Tybalt');
    start();
    assert.deepEqual((await ask())?.content, picture);
    assert.deepEqual(asked(), []);
  });

  it('A37: are taken only where the hash fits, of several formats too', async () => {
    const wrong = ask();
    await settle();
    session.answer(card(png(65)));
    assert.equal(await wrong, undefined);
    const right = ask('Benvolio');
    await settle();
    session.answer(card(png(65), picture));
    assert.deepEqual((await right)?.content, picture);
    assert.deepEqual([...store.all.keys()], [`${account} ${hash}`]);
  });

  it('that are missing are asked for once of each, and of three at most', async () => {
    for (const nick of ['Romeo', 'Romeo', 'Benvolio', 'Tybalt', 'Paris']) {
      const before = session.sent.length;
      const result = ask(nick);
      await settle();
      if (session.sent.length > before) session.answer(card());
      assert.equal(await result, undefined);
    }
    const once = ['Romeo', 'Benvolio', 'Tybalt'];
    assert.deepEqual(
      asked(),
      once.map((nick) => room.withResource(nick).full),
    );
  });

  it('are asked for again in the next session', async () => {
    for (const reset of [false, true]) {
      if (reset) images.reset();
      const result = ask();
      await settle();
      session.answer(
        '<iq type="error"><error type="cancel"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>',
      );
      assert.equal(await result, undefined);
    }
    assert.equal(session.sent.length, 2);
  });

  it('wait for the connection, without being given up', async () => {
    session.stream.goOffline();
    assert.equal(await ask(), undefined);
    session.stream.goOnline(false);
    const result = ask();
    await settle();
    session.answer(card(picture));
    assert.ok(await result);
  });

  it('are fetched four at a time', async () => {
    const all = Array.from({ length: 10 }, (_, at) => png(64, 64, [at, 0, 0]));
    const got = Promise.all(all.map((one, at) => ask(`nick${at}`, sha1(one))));
    for (let answered = 0; answered < all.length; answered++) {
      await settle();
      assert.equal(session.sent.length, Math.min(all.length, answered + 4));
      session.answer(card(all[answered] ?? picture));
    }
    assert.equal((await got).filter((image) => image !== undefined).length, all.length);
  });

  it('A35: of 2,000 occupants take at most 20 MB, and no second request', async () => {
    const nicks = Array.from({ length: 2000 }, (_, at) => `nick${at}`);
    const pictureOf = (at: number) => {
      const content = new Uint8Array(8 * 1024);
      content.set(png(64, 64, [at & 255, at >> 8, 0]));
      return content;
    };
    let requests = 0;
    session.stream.server = ({ attrs: { id = '', to = '' } }) => {
      requests += 1;
      const [answer] = parseXml(card(pictureOf(Number(to.split('nick')[1]))));
      if (!answer) assert.fail();
      answer.attrs = { xmlns: 'jabber:client', type: 'result', id, from: to };
      return [answer];
    };
    const hashes = nicks.map((_, at) => sha1(pictureOf(at)));
    const before = memory();
    for (let round = 0; round < 2; round++) {
      for (const [at, nick] of nicks.entries()) assert.ok(await ask(nick, hashes[at]));
    }
    assert.equal(requests, nicks.length);
    // What is on disk in the product.
    store.all.clear();
    assert.ok(memory() - before < 20 * 1024 * 1024);
    assert.deepEqual(reports, []);
  });
});
