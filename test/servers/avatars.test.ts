import assert from 'node:assert/strict';
import type { ChatView, ContactView, OccupantView, RoomView } from '../../src/api/views.ts';
import { startPeer, type Peer } from '../interop/peer.mjs';
import type { TestClient } from '../support/client.ts';
import { base64, png, sha1 } from '../support/pictures.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, Scene, SERVERS } from './scene.ts';

const MUC = 'http://jabber.org/protocol/muc';
const PUBSUB = 'http://jabber.org/protocol/pubsub';
const AVATAR = 'urn:xmpp:avatar';
const room = 'gallery@conference.localhost';

const picture = png(64);
const second = png(48, 48, [200, 60, 60]);
const mine = png(96, 96, [60, 200, 60]);

/** What publishes an avatar for anybody to see, as other clients do it. */
function published(content: Uint8Array): readonly string[] {
  const id = sha1(content);
  const options = `<publish-options><x xmlns="jabber:x:data" type="submit">
      <field var="FORM_TYPE"><value>${PUBSUB}#publish-options</value></field>
      <field var="pubsub#access_model"><value>open</value></field></x></publish-options>`;
  const item = (node: string, payload: string) =>
    `<pubsub xmlns="${PUBSUB}"><publish node="${AVATAR}:${node}"><item id="${id}">${payload}</item></publish>${options}</pubsub>`;
  const info = `<info bytes="${content.length}" id="${id}" type="image/png" />`;
  return [
    item('data', `<data xmlns="${AVATAR}:data">${base64(content)}</data>`),
    item('metadata', `<metadata xmlns="${AVATAR}:metadata">${info}</metadata>`),
  ];
}

for (const [name, start] of SERVERS) {
  describe(`avatars, on ${name}`, () => {
    let scene: Scene;
    let client: TestClient;
    let bob: Peer;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ({ bob } = scene);
      client = await scene.signIn();
    });

    const contact = (fits: (bob: ContactView) => unknown) =>
      client.waitFor('contacts', { account }, (one) => one.id === chat && fits(one));
    const head = (fits: (head: ChatView) => unknown) =>
      client.waitFor('chat', { account, chat }, fits);
    const publish = async (content: Uint8Array) => {
      for (const payload of published(content)) await bob.iq({ type: 'set', payload });
    };
    const remove = () =>
      bob.iq({
        type: 'set',
        payload: `<pubsub xmlns="${PUBSUB}"><publish node="${AVATAR}:metadata"><item id="none"><metadata xmlns="${AVATAR}:metadata" /></item></publish></pubsub>`,
      });
    const get = (hash: string, of = chat) =>
      client.request('getAvatar', { account, chat: of, hash });

    it('of a contact come once they are published, change and vanish', async () => {
      for (const content of [picture, second]) {
        await publish(content);
        await contact(({ avatar }) => avatar === sha1(content));
        const got = await get(sha1(content));
        assert.deepEqual(got, { content, mediaType: 'image/png' });
      }
      await remove();
      await contact(({ avatar }) => avatar === undefined);
      assert.equal(await get(sha1(second)), null);
    });

    it('A37: that are something else than announced are not shown, nor asked for again', async () => {
      const claimed = sha1(png(7));
      const wrong = published(picture).map((payload) => payload.replaceAll(sha1(picture), claimed));
      for (const payload of wrong) await bob.iq({ type: 'set', payload });
      // ejabberd corrects what is claimed, once it has told it.
      const avatar = name === 'ejabberd' ? sha1(picture) : claimed;
      await contact((one) => one.avatar === avatar);
      assert.equal(await get(claimed), null);
      assert.deepEqual((await get(avatar))?.content, name === 'ejabberd' ? picture : undefined);
      await remove();
    });

    it('of the vCard come with presence', async () => {
      const photo = `<PHOTO><TYPE>image/png</TYPE><BINVAL>${base64(picture)}</BINVAL></PHOTO>`;
      await bob.iq({
        type: 'set',
        payload: `<vCard xmlns="vcard-temp"><FN>Bob</FN>${photo}</vCard>`,
      });
      await bob.raw(
        `<presence><x xmlns="vcard-temp:x:update"><photo>${sha1(picture)}</photo></x></presence>`,
      );
      await contact(({ avatar }) => avatar === sha1(picture));
      assert.deepEqual((await get(sha1(picture)))?.content, picture);
    });

    it('of ours are seen by contacts, and are theirs to fetch', async () => {
      const from = bob.events.length;
      await client.request('setAvatar', { account, content: mine, access: 'presence' });
      await head(({ ownAvatar }) => ownAvatar === sha1(mine));
      const seen = ({ xml }: Peer['events'][number]) => xml?.includes(sha1(mine));
      await scene.presence((event) => seen(event) === true, from);
      const data = await bob.iq({
        to: account,
        payload: `<pubsub xmlns="${PUBSUB}"><items node="${AVATAR}:data"><item id="${sha1(mine)}" /></items></pubsub>`,
      });
      assert.ok(data.includes(base64(mine)));
      const card = await bob.iq({ to: account, payload: '<vCard xmlns="vcard-temp" />' });
      assert.ok(card.includes(base64(mine)));
    });

    it('of ours are seen by anybody if we want so', async () => {
      const eve = await scene.stranger();
      const asked = () =>
        eve.iq({
          to: account,
          payload: `<pubsub xmlns="${PUBSUB}"><items node="${AVATAR}:data"><item id="${sha1(mine)}" /></items></pubsub>`,
        });
      await assert.rejects(asked(), /forbidden|item-not-found|not-authorized/u);
      await client.request('setAvatar', { account, content: mine, access: 'open' });
      assert.ok((await asked()).includes(base64(mine)));
    });

    it('of occupants are asked for in the room, and ours are told there', async () => {
      await client.request('joinRoom', { account, chat: room, nick: 'Ada', create: 'public' });
      await publish(second);
      await bob.raw(`<presence to="${room}/Bob"><x xmlns="${MUC}" /></presence>`);
      const watched = { account, chat: room, filter: '', offset: 0, limit: 10 };
      const inside = (fits: (bob: OccupantView) => unknown) =>
        client.waitFor('occupants', watched, ({ occupants }) =>
          occupants.some((one) => one.id === 'Bob' && fits(one)),
        );
      await inside(({ avatar }) => avatar === sha1(second));
      // As if nobody had been a contact.
      client.avatars.all.clear();
      const other = await get(sha1(second), room);
      assert.deepEqual(other?.content, second);
      const from = bob.events.length;
      const changed = png(80, 80, [10, 20, 30]);
      await client.request('setAvatar', { account, content: changed, access: 'open' });
      await bob.waitFor(
        ({ event, from: sender, xml }) =>
          event === 'presence' && sender === `${room}/Ada` && xml?.includes(sha1(changed)) === true,
        60_000,
        from,
      );
    });

    it('of rooms are told by the room', async () => {
      const own = await started.add(
        startPeer({ server: scene.server, user: 'bob', password: 'secret', resource: 'owner' }),
      );
      const hall = 'hall@conference.localhost';
      await own.raw(`<presence to="${hall}/Owner"><x xmlns="${MUC}" /></presence>`);
      await own.waitFor(({ event, from }) => event === 'presence' && from === `${hall}/Owner`);
      const payload = `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit" /></query>`;
      await own.iq({ to: hall, type: 'set', payload });
      const photo = `<PHOTO><TYPE>image/png</TYPE><BINVAL>${base64(picture)}</BINVAL></PHOTO>`;
      await own.iq({
        to: hall,
        type: 'set',
        payload: `<vCard xmlns="vcard-temp">${photo}</vCard>`,
      });
      await client.request('joinRoom', { account, chat: hall, nick: 'Ada' });
      const known = (fits: (room: RoomView) => unknown) =>
        client.waitFor('rooms', { account }, (one) => one.id === hall && fits(one));
      await known(({ avatar }) => avatar === sha1(picture));
      client.avatars.all.clear();
      assert.deepEqual((await get(sha1(picture), hall))?.content, picture);
    });

    it('of ours vanish for all', async () => {
      const from = bob.events.length;
      await client.request('removeAvatar', { account });
      await head(({ ownAvatar }) => ownAvatar === undefined);
      await scene.presence(({ xml }) => /<photo\s*\/>/u.test(xml ?? ''), from);
      const card = await bob.iq({ to: account, payload: '<vCard xmlns="vcard-temp" />' });
      assert.ok(!card.includes('BINVAL'));
    });

    it('leave the profile as it is, which others read as it is written', async () => {
      const fields = {
        name: 'Ada Lovelace',
        nickname: 'Countess',
        email: 'ada@example.org',
        phone: '+44 20 1',
        organisation: 'Analytical Engines',
        title: 'Analyst',
        birthday: '1815-12-10',
        street: '12 St James’s Square',
        locality: 'London',
        url: 'https://example.org/ada',
        note: 'Notes\nof the translator',
      };
      await client.request('setProfile', { account, fields });
      await client.request('setAvatar', { account, content: mine, access: 'open' });
      await client.request('setProfile', { account, fields: { ...fields, title: '' } });
      const { avatar, ...read } = await client.request('getProfile', { account });
      const phone = read.phone.replaceAll(' ', '');
      assert.deepEqual({ ...read, phone }, { ...fields, title: '', phone: '+44201' });
      assert.equal(avatar, sha1(mine));
      const card = await bob.iq({ to: account, payload: '<vCard xmlns="vcard-temp" />' });
      assert.ok(card.includes('Analytical Engines') && card.includes(base64(mine)));
    });
  });
}
