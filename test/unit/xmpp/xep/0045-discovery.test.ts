import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  fetchRooms,
  type RoomCursor,
  type RoomPage,
} from '../../../../src/xmpp/xep/0045-discovery.ts';
import { fetchRoomInfo, type RoomInfo } from '../../../../src/xmpp/xep/0045-roomInfo.ts';
import { findRoomServices, type RoomService } from '../../../../src/xmpp/xep/0045-services.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const NS_ITEMS = 'http://jabber.org/protocol/disco#items';
const MUC = 'http://jabber.org/protocol/muc';

const info = (content: string) =>
  `<iq type="result"><query xmlns="${NS_INFO}">${content}</query></iq>`;
const features = (...vars: readonly string[]) =>
  vars.map((feature) => `<feature var="${feature}" />`).join('');
const items = (content: string) =>
  `<iq type="result"><query xmlns="${NS_ITEMS}">${content}</query></iq>`;
const set = (content: string) => `<set xmlns="http://jabber.org/protocol/rsm">${content}</set>`;
const conference = '<identity category="conference" type="text" name="Rooms" />';

const prosody: RoomService = {
  jid: Jid.of('rooms.example.org'),
  name: 'Rooms',
  isPaged: false,
  countsInNames: false,
};
const ejabberd: RoomService = { ...prosody, isPaged: true, countsInNames: true };

/** A page of a list, and the query for it. */
async function page(answer: string, service: RoomService, from?: RoomCursor) {
  const session = new FakeSession();
  const fetched = fetchRooms(session, service, from);
  session.answer(items(answer));
  return { page: await fetched, query: session.sent[0]?.getChild('query')?.toString() };
}

function listOf({ rooms }: RoomPage) {
  return rooms.map(({ jid, name, occupants }) => [jid.full, name, occupants]);
}

describe('finding rooms (XEP-0045 §6)', () => {
  it('finds the services of a server, whether others of it answer or not', async () => {
    const session = new FakeSession();
    const answers: Readonly<Record<string, string>> = {
      'example.org': info(`<identity category="server" type="im" />${features(MUC)}`),
      'rooms.example.org': info(conference + features(MUC)),
      'muc.example.org': info(
        conference + features(MUC, 'http://jabber.org/protocol/rsm', 'urn:xmpp:mucsub:0'),
      ),
      'irc.example.org': info(`<identity category="conference" type="irc" />${features(MUC)}`),
      'old.example.org': info(conference),
      'down.example.org': '<iq type="error" />',
    };
    const hosts = Object.keys(answers).slice(1);
    const listed = hosts.map((jid) => `<item jid="${jid}" />`).join('');
    session.stream.server = (iq) => {
      const { id, to = '' } = iq.attrs;
      const others = '<item jid="room@x.org" /><item jid="a.org" node="n" />';
      const isList = iq.getChild('query', NS_ITEMS) !== undefined;
      const answer = isList ? items(listed + others) : answers[to];
      return parseXml(answer ?? assert.fail(to)).map((result) => {
        result.attrs = { ...result.attrs, xmlns: 'jabber:client', id, from: to };
        return result;
      });
    };
    const found = await findRoomServices(session);
    assert.deepEqual(
      found.map(({ jid, name, isPaged, countsInNames }) => [
        jid.full,
        name,
        isPaged,
        countsInNames,
      ]),
      [
        ['rooms.example.org', 'Rooms', false, false],
        ['muc.example.org', 'Rooms', true, true],
      ],
    );
  });

  it('lists the rooms of Prosody at once, and nothing else', async () => {
    const { page: all, query } = await page(
      `<item jid="heath@rooms.example.org" name="A Lonely\nHeath (2024)" />
       <item jid="cave@rooms.example.org" />
       <item jid="cave@ROOMS.example.org" name="Dark Cave" />
       <item jid="bank@evil.example" name="elsewhere" />
       <item jid="cave@rooms.example.org/nick" name="occupant" />
       <item jid="cave@rooms.example.org" node="n" name="node" />
       <item jid="rooms.example.org" name="the service" /><item jid="@" /><item />
       <item jid="long@rooms.example.org" name="${'x'.repeat(1000)}" />`,
      prosody,
    );
    assert.equal(query, `<query xmlns="${NS_ITEMS}"/>`);
    assert.deepEqual(listOf(all), [
      ['heath@rooms.example.org', 'A Lonely Heath (2024)', undefined],
      ['cave@rooms.example.org', 'Dark Cave', undefined],
      ['long@rooms.example.org', `${'x'.repeat(255)}…`, undefined],
    ]);
    assert.deepEqual([all.next, all.count], [undefined, undefined]);
  });

  it('lists the rooms of ejabberd in pages, their numbers of occupants out of their names', async () => {
    const first = await page(
      `<item jid="a@rooms.example.org" name="Cats (and dogs) (12)" />
       <item jid="b@rooms.example.org" name="b (privat, 0)" />
       <item jid="c@rooms.example.org" name="No count" />
       <item jid="d@rooms.example.org" name="(7)" />
       <item jid="e@rooms.example.org" name=" (7)" />${set('<first>a</first><last>e</last><count>9</count>')}`,
      ejabberd,
    );
    assert.equal(first.query, `<query xmlns="${NS_ITEMS}">${set('<max>50</max>')}</query>`);
    assert.deepEqual(listOf(first.page), [
      ['a@rooms.example.org', 'Cats (and dogs)', 12],
      ['b@rooms.example.org', 'b', 0],
      ['c@rooms.example.org', 'No count', undefined],
      ['d@rooms.example.org', '(7)', undefined],
      ['e@rooms.example.org', '', 7],
    ]);
    assert.deepEqual([first.page.next, first.page.count], [{ after: 'e' }, 9]);
    const second = await page(set('<count>9</count>'), ejabberd, first.page.next);
    assert.equal(
      second.query,
      `<query xmlns="${NS_ITEMS}">${set('<max>50</max><after>e</after>')}</query>`,
    );
    assert.deepEqual([second.page.rooms, second.page.next], [[], undefined]);
  });

  it('ends where all rooms are listed, or the service does not go on', async () => {
    const room = '<item jid="a@rooms.example.org" />';
    const whole = await page(room + set('<last>a</last><count>1</count>'), ejabberd);
    assert.equal(whole.page.next, undefined);
    const same = await page(room + set('<last>a</last><count>9</count>'), ejabberd, { after: 'a' });
    assert.equal(same.page.next, undefined);
    const unasked = await page(room + set('<last>a</last><count>9</count>'), prosody);
    assert.deepEqual(unasked.page.next, { after: 'a' });
    assert.equal(
      (await page('', prosody, unasked.page.next)).query,
      `<query xmlns="${NS_ITEMS}">${set('<max>50</max><after>a</after>')}</query>`,
    );
  });

  it('goes on with the rooms in which nobody is, where they are left out', async () => {
    const empty = '<item jid="rooms.example.org" node="emptyrooms" name="0" />';
    const first = await page(`<item jid="a@rooms.example.org" name="a (1)" />${empty}`, {
      ...ejabberd,
      isPaged: false,
    });
    assert.deepEqual(first.page.next, { node: 'emptyrooms' });
    const second = await page(empty, { ...ejabberd, isPaged: false }, first.page.next);
    assert.equal(second.query, `<query xmlns="${NS_ITEMS}" node="emptyrooms"/>`);
    assert.equal(second.page.next, undefined);
  });

  it('is not held up by a list of any length or an answer without one', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `<item jid="r${n}@rooms.example.org" />`);
    assert.equal((await page(many.join(''), prosody)).page.rooms.length, 10_000);
    const started = process.cpuUsage();
    await page(`<item jid="a@rooms.example.org" name="${' (1'.repeat(30_000)}" />`, ejabberd);
    assert.ok(process.cpuUsage(started).user < 1_000_000);
    const session = new FakeSession();
    const fetched = fetchRooms(session, prosody);
    session.answer();
    await assert.rejects(fetched, { condition: 'bad-format' });
  });
});

async function infoOf(content: string): Promise<RoomInfo | undefined> {
  const session = new FakeSession();
  const fetched = fetchRoomInfo(session, Jid.of('coven@rooms.example.org/nick'));
  session.answer(info(content));
  const room = await fetched;
  assert.equal(session.sent[0]?.attrs['to'], 'coven@rooms.example.org');
  return room;
}

const form = (fields: Readonly<Record<string, string>>) =>
  `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>${MUC}#roominfo</value></field>
   ${Object.entries(fields)
     .map(([name, value]) => `<field var="${name}"><value>${value}</value></field>`)
     .join('')}</x>`;

describe('what a room says of itself (XEP-0045 §6.4)', () => {
  it('is read from Prosody', async () => {
    const hash = 'A31C4BD04DE69663CFD7F424A8453F4674DA37FF';
    const room = await infoOf(
      `<identity category="conference" type="text" name="The Coven" />` +
        features(MUC, `${MUC}#stable_id`, `${MUC}#self-ping-optimization`, 'vcard-temp') +
        features('muc_membersonly', 'muc_hidden', 'muc_persistent', 'muc_nonanonymous') +
        features('muc_unmoderated', 'muc_passwordprotected', 'urn:xmpp:mam:2', 'urn:xmpp:sid:0') +
        features('urn:xmpp:occupant-id:0', 'urn:xmpp:message-moderate:0') +
        form({
          'muc#roominfo_description': ' For witches ',
          'muc#roominfo_lang': 'en',
          'muc#roominfo_occupants': '3',
          '{http://modules.prosody.im/mod_vcard_muc}avatar#sha1': hash,
        }),
    );
    assert.deepEqual(room, {
      name: 'The Coven',
      description: 'For witches',
      subject: '',
      language: 'en',
      occupants: 3,
      isMembersOnly: true,
      isPasswordProtected: true,
      isModerated: false,
      isHidden: true,
      isPersistent: true,
      anonymity: 'non-anonymous',
      hasArchive: true,
      hasStanzaIds: true,
      hasOccupantIds: true,
      hasStableIds: true,
      answersSelfPing: true,
      moderation: [0],
      hasHats: false,
      hasVcard: true,
      avatarHashes: [hash.toLowerCase()],
    });
  });

  it('is read from ejabberd', async () => {
    const room = await infoOf(
      `<identity category="conference" type="text" name="" />` +
        features('vcard-temp', MUC, 'muc_public', 'muc_temporary', 'muc_open') +
        features('muc_semianonymous', 'muc_moderated', 'muc_unsecured') +
        features('urn:xmpp:message-moderate:0', 'urn:xmpp:message-moderate:1', 'urn:xmpp:hats:0') +
        form({ 'muc#roomconfig_roomname': 'Cave', 'muc#roominfo_subject': 'Spells' }),
    );
    assert.deepEqual(room, {
      name: 'Cave',
      description: '',
      subject: 'Spells',
      language: '',
      isMembersOnly: false,
      isPasswordProtected: false,
      isModerated: true,
      isHidden: false,
      isPersistent: false,
      anonymity: 'semi-anonymous',
      hasArchive: false,
      hasStanzaIds: false,
      hasOccupantIds: false,
      hasStableIds: false,
      answersSelfPing: false,
      moderation: [0, 1],
      hasHats: true,
      hasVcard: true,
      avatarHashes: [],
    });
  });

  it('says that a password is needed, before joining', async () => {
    const room = await infoOf(conference + features(MUC, 'muc_passwordprotected'));
    assert.equal(room?.isPasswordProtected, true);
    assert.equal(room.anonymity, undefined);
  });

  it('is bounded, and nothing where it makes no sense', async () => {
    const hashes = Array.from({ length: 20 }, (_, n) => String(n).padStart(40, '0'));
    const room = await infoOf(
      `<identity category="conference" type="text" name="${'n'.repeat(5000)}" />${features(MUC)}` +
        form({
          'muc#roominfo_description': 'd'.repeat(5000),
          'muc#roominfo_lang': '<b>"',
          'muc#roominfo_occupants': '-1',
          'muc#roominfo_avatarhash': hashes.join('</value><value>') + '</value><value>../x',
        }).replace('<b>', '&lt;b&gt;'),
    );
    assert.equal(room?.name.length, 256);
    assert.equal(room.description.length, 1000);
    assert.deepEqual([room.language, room.occupants, room.avatarHashes.length], ['', undefined, 8]);
  });

  it('is not read from what is no room, nor where there is none', async () => {
    assert.equal(await infoOf(`<identity category="account" type="registered" />`), undefined);
    assert.equal(await infoOf(conference), undefined);
    assert.equal(await infoOf(features(MUC)), undefined);
    const session = new FakeSession();
    const fetched = fetchRoomInfo(session, Jid.of('gone@rooms.example.org'));
    session.answer(`<iq type="error"><error type="cancel">
      <item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`);
    await assert.rejects(fetched, { condition: 'item-not-found' });
  });
});
