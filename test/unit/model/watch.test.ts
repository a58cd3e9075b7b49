import assert from 'node:assert/strict';
import { bob, me, rest } from '../../support/archivedAccount.ts';
import { eachArchiveClient, message } from '../../support/archiveClient.ts';

const WATCH_MS = 10_000;

describe('the archive', () => {
  const client = eachArchiveClient();

  const pass = async () => {
    client.link.session.clock.advance(WATCH_MS);
    await rest();
  };
  const show = async (show: 'available' | 'invisible') => {
    await client.account.setPresence(show, '');
    await rest();
  };

  beforeEach(async () => {
    client.archive.add('0', message(bob, 'before'));
    await client.signIn();
    await pass();
    client.archive.queries.length = 0;
  });

  it('is asked for what comes while we are invisible, again and again', async () => {
    await show('invisible');
    for (const body of ['one', 'two']) {
      client.archive.add(body, message(bob, body));
      await pass();
      assert.equal((await client.bodies()).at(-1), body);
      assert.equal(client.chat()?.lastReceived?.body, body);
    }
    assert.equal(client.chat()?.unread, 2);
  });

  it('is asked at once when we are visible again, and then no more', async () => {
    await show('invisible');
    client.archive.add('1', message(bob, 'one'));
    await show('available');
    assert.deepEqual(await client.bodies(), ['before', 'one']);
    // A server that has kept it hands it over all the same.
    await client.receive(message(bob, 'one'));
    assert.deepEqual(await client.bodies(), ['before', 'one']);
    client.archive.queries.length = 0;
    for (let turn = 0; turn < 5; turn++) await pass();
    await show('available');
    assert.deepEqual(client.archive.queries, []);
  });

  it('is asked in a session that begins, or goes on, invisible', async () => {
    await show('invisible');
    for (const resumed of [false, true]) {
      client.link.goOffline();
      client.archive.queries.length = 0;
      await pass();
      assert.deepEqual(client.archive.queries, [], 'not without a session');
      if (resumed) client.link.goOnline(true);
      else await client.signIn();
      await rest();
      const body = resumed ? 'goes on' : 'begins';
      client.archive.add(body, message(bob, body));
      await pass();
      assert.equal((await client.bodies()).at(-1), body);
    }
  });

  it('is asked where the server copies nothing of what our other clients send and get', async () => {
    client.link.goOffline();
    client.archive.hasCarbons = false;
    await client.signIn();
    assert.match(client.link.session.log.lines.splice(0).join(), /copies of messages failed/u);
    client.archive.add('1', message(me, 'from the phone'));
    await pass();
    assert.equal((await client.bodies()).at(-1), 'from the phone');
  });
});
