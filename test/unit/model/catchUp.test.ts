import assert from 'node:assert/strict';
import { bob, me, rest } from '../../support/archivedAccount.ts';
import { eachArchiveClient, message } from '../../support/archiveClient.ts';

describe('the archive', () => {
  const client = eachArchiveClient();

  it('is read to its end after each sign-in, from where it was read last', async () => {
    client.archive.add('1', message(bob, 'a'));
    await client.signIn();
    client.link.goOffline();
    for (let n = 0; n < 400; n++)
      client.archive.add(`n${String(n)}`, message(n % 2 ? me : bob, String(n)));
    client.archive.queries.length = 0;
    await client.signIn();
    assert.deepEqual(await client.bodies(), [
      'a',
      ...Array.from({ length: 400 }, (_, n) => String(n)),
    ]);
    assert.ok(client.archive.queries.length <= 4);
    assert.deepEqual((await client.rows())[2]?.delivery, 'sent');
    assert.equal((await client.rows())[1]?.stanzaId, 'n0');
  });

  it('goes on where the reading was cut off, and loses and doubles nothing', async () => {
    client.archive.add('0', message(bob, 'first'));
    await client.signIn();
    client.link.goOffline();
    for (let n = 0; n < 300; n++) client.archive.add(`n${String(n)}`, message(bob, String(n)));
    client.archive.patience = 2;
    await client.signIn();
    assert.ok((await client.rows()).length < 300);
    client.archive.patience = Infinity;
    await client.start();
    await client.signIn();
    assert.deepEqual(await client.bodies(), [
      'first',
      ...Array.from({ length: 300 }, (_, n) => String(n)),
    ]);
  });

  it('goes on in a session that is resumed in the middle of it', async () => {
    await client.signIn();
    client.link.goOffline();
    for (let n = 0; n < 120; n++) client.archive.add(`n${String(n)}`, message(bob, String(n)));
    client.archive.patience = 1;
    await client.signIn();
    client.link.goOffline();
    client.archive.patience = Infinity;
    client.link.goOnline(true);
    await rest();
    assert.equal((await client.rows()).length, 120);
    client.archive.queries.length = 0;
    client.link.goOffline();
    client.link.goOnline(true);
    await rest();
    assert.deepEqual(client.archive.queries, []);
  });

  it('F11: is read by time where it no longer has the message that was read last', async () => {
    client.archive.add('1', message(bob, 'purged'));
    client.archive.add('2', message(bob, 'last'));
    await client.signIn();
    client.link.goOffline();
    client.archive.messages = [];
    client.archive.add('3', message(bob, 'before'), 1_600_000_000_000);
    client.archive.add('4', message(bob, 'new'), 1_800_000_000_000);
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['purged', 'last', 'new']);
  });

  it('is read for the first time in its newest part, which is not unread', async () => {
    for (let n = 0; n < 900; n++) client.archive.add(String(n), message(bob, String(n)));
    await client.signIn();
    const seen = await client.bodies();
    assert.ok(seen.length >= 500 && seen.length < 900);
    assert.deepEqual(
      seen,
      Array.from({ length: seen.length }, (_, n) => String(900 - seen.length + n)),
    );
    assert.equal(client.chat()?.unread, 0);
    assert.equal(client.chat()?.lastReceived, undefined);
  });

  it('F8: begins anew where it was cut off while it read for the first time', async () => {
    for (let n = 0; n < 120; n++) client.archive.add(String(n), message(bob, String(n)));
    for (const patience of [0, 1, 2, Infinity]) {
      client.archive.patience = patience;
      await client.start();
      await client.signIn();
    }
    assert.deepEqual(
      await client.bodies(),
      Array.from({ length: 120 }, (_, n) => String(n)),
    );
  });
});
