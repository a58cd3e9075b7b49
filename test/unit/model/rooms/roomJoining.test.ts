import assert from 'node:assert/strict';
import { NATIVE } from '../../../support/bookmarkServer.ts';
import { FakeAccountRooms, roomInfo } from '../../../support/fakeAccountRooms.ts';
import { CAVE, error } from '../../../support/fakeRooms.ts';
import { settle } from '../../../support/settle.ts';

const OWNER = 'http://jabber.org/protocol/muc#owner';

describe('the rooms of an account', () => {
  let fake: FakeAccountRooms;

  beforeEach(async () => {
    fake = new FakeAccountRooms();
    await fake.begin();
  });
  afterEach(() => {
    assert.deepEqual(fake.reports, []);
  });

  const { bare } = CAVE;
  const bookmark = () => fake.rooms.find(bare)?.bookmark;

  describe('when the user joins one', () => {
    it('resolve once we are inside, and bookmark it then', async () => {
      const { outcome } = await fake.ask({ nick: 'jule' });
      assert.equal(bookmark(), undefined);
      fake.enter();
      assert.equal(await outcome, 'joined');
      await settle();
      // The nick that the room gave, not the one asked for.
      assert.deepEqual([bookmark()?.autojoin, bookmark()?.nick], [true, 'juliet']);
      assert.match(fake.server.node(NATIVE)[bare] ?? '', /autojoin="(?:true|1)"/u);
      assert.equal(await fake.rooms.proposeNick(CAVE), 'juliet');
    });

    it('reject with the reason, and bookmark nothing', async () => {
      const { outcome } = await fake.ask();
      fake.refuse('registration-required');
      assert.equal(await outcome, 'room-members-only');
      await settle();
      assert.equal(bookmark(), undefined);
      fake.info = error('item-not-found');
      assert.equal(await (await fake.ask()).outcome, 'room-missing');
      assert.deepEqual(fake.told, ['available']);
    });

    it('keep what was requested also where joining goes on by itself', async () => {
      fake.info = error('remote-server-timeout');
      assert.equal(await (await fake.ask()).outcome, 'room-unreachable');
      fake.info = roomInfo();
      fake.session.clock.advance(60_000);
      await settle();
      fake.enter();
      await settle();
      assert.equal(bookmark()?.autojoin, true);
    });

    it('reject when the user leaves meanwhile, and offline', async () => {
      const { outcome } = await fake.ask();
      await fake.rooms.actions.leave(CAVE);
      assert.equal(await outcome, 'room-not-joined');
      fake.session.stream.goOffline();
      assert.equal(await (await fake.ask()).outcome, 'offline');
    });

    it('keep a password as a secret of this machine, or in the bookmark', async () => {
      const { outcome } = await fake.ask({ password: 'cauldronburn' });
      fake.enter();
      await outcome;
      await settle();
      assert.ok(!(fake.server.node(NATIVE)[bare] ?? '').includes('cauldronburn'));
      assert.ok(!JSON.stringify([...fake.values.all]).includes('cauldronburn'));
      assert.match([...fake.secrets.all.values()].join(''), /cauldronburn/u);
      await fake.rooms.actions.leave(CAVE);
      await fake.ask();
      const x = fake.session.sent.at(-1)?.getChild('x');
      assert.equal(x?.getChildText('password'), 'cauldronburn');
      await fake.rooms.actions.leave(CAVE);
      const again = await fake.ask({ password: 'new', keepPassword: 'everywhere' });
      fake.enter();
      await again.outcome;
      await settle();
      assert.match(fake.server.node(NATIVE)[bare] ?? '', /<password>new</u);
      assert.equal(fake.secrets.all.size, 0);
    });
  });

  describe('when the user creates one', () => {
    const form = `<query xmlns="${OWNER}"><x xmlns="jabber:x:data" type="form">
      <field var="FORM_TYPE" type="hidden"><value>${OWNER}</value></field>
      <field var="muc#roomconfig_membersonly" type="boolean"><value>0</value></field></x></query>`;

    it('set it up before it is open to others', async () => {
      fake.answers.set(`get ${OWNER}`, form);
      fake.info = error('item-not-found');
      const { outcome } = await fake.ask({ create: 'private' });
      fake.info = roomInfo();
      fake.enter([201]);
      assert.equal(await outcome, 'joined');
      assert.match(fake.asked[1] ?? '', /^set .*membersonly"><value>1</u);
    });

    it('leave it if that fails', async () => {
      fake.answers.set(`get ${OWNER}`, error('forbidden'));
      const { outcome } = await fake.ask({ create: 'private' });
      fake.enter([201]);
      assert.equal(await outcome, 'room-not-configured');
      assert.deepEqual([fake.phase, bookmark()], ['left', undefined]);
      assert.deepEqual(fake.reports.splice(0), ['setting up a room']);
    });

    it('keep it closed to others where they configure it first, and give it up as they do', async () => {
      fake.answers.set(`get ${OWNER}`, form);
      const joined = fake.rooms.joining.join({ room: CAVE, nick: 'juliet', create: 'configure' });
      await settle();
      fake.enter([201], '<item affiliation="owner" role="moderator" />');
      assert.equal(await joined, true);
      assert.equal(fake.asked.length, 0);
      await fake.rooms.forms.fetch(CAVE);
      await fake.rooms.forms.cancel(CAVE);
      assert.match(fake.asked.at(-1) ?? '', /^set .*type="cancel"/u);
      await assert.rejects(fake.rooms.forms.submit(CAVE, {}), { code: 'room-form' });
    });

    it('change nothing of one that exists', async () => {
      const { outcome } = await fake.ask({ create: 'private' });
      fake.enter();
      assert.equal(await outcome, 'joined');
      assert.deepEqual(fake.asked, []);
    });
  });
});
