import assert from 'node:assert/strict';
import { bob, me, rest } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message, stanzaId } from '../../../support/archiveClient.ts';

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

  it('goes on behind pages whose messages are withheld, and that only their ends name', async () => {
    for (const limit of [1, 2, 3]) {
      await client.begin();
      client.archive.limit = limit;
      client.archive.add('0', message(bob, 'first'));
      await client.signIn();
      client.link.goOffline();
      for (let n = 1; n <= 12; n++) {
        client.archive.add(String(n), message(bob, String(n)));
        if (n > 3 && n < 10) client.archive.withheld.add(String(n));
      }
      await client.signIn();
      assert.deepEqual(await client.bodies(), ['first', '1', '2', '3', '10', '11', '12']);
      // What is new is read once more.
      for (let session = 0; session < 2; session++) {
        client.archive.queries.length = 0;
        client.link.goOffline();
        await client.signIn();
      }
      assert.equal(client.archive.queries.length, 1, `it ended at the end, pages of ${limit}`);
    }
  });

  it('is read twice, so that what is inserted late before what it has told has its place', async () => {
    const { archive } = client;
    for (const body of ['a', 'b', 'c']) {
      archive.add(body, message(bob, body));
      client.link.goOffline();
      await client.signIn();
    }
    archive.insert('late', message(bob, 'late'), 'c');
    await client.receive(message(bob, 'late', stanzaId('late')));
    assert.deepEqual(await client.bodies(), ['a', 'b', 'c', 'late']);
    // A process that ends before it has done so leaves it to the next one.
    await client.start();
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['a', 'b', 'late', 'c']);
    archive.insert('later', message(bob, 'later'), 'c');
    archive.add('d', message(bob, 'd'));
    client.link.goOffline();
    await client.signIn();
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(await client.bodies(), ['a', 'b', 'late', 'c', 'd']);
    archive.queries.length = 0;
    client.link.goOffline();
    await client.signIn();
    assert.equal(archive.queries.length, 1, 'what was read twice is sure');
  });

  it('is read twice only as far as its newest part', async () => {
    const { archive } = client;
    await client.signIn();
    archive.add('0', message(bob, '0'));
    await client.signIn();
    for (let n = 1; n <= 600; n++) archive.add(String(n), message(bob, String(n)));
    client.link.goOffline();
    await client.signIn();
    archive.told = 0;
    client.link.session.clock.advance(2000);
    await rest();
    assert.ok(archive.told >= 100 && archive.told < 400, `${archive.told} were read again`);
    assert.equal((await client.bodies()).length, 601);
  });

  it('is read for the first time behind a newest part that is withheld', async () => {
    client.archive.limit = 2;
    for (let n = 0; n < 9; n++) {
      client.archive.add(String(n), message(bob, String(n)));
      if (n > 3) client.archive.withheld.add(String(n));
    }
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['0', '1', '2', '3']);
    client.link.goOffline();
    client.archive.add('9', message(bob, '9'));
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['0', '1', '2', '3', '9']);
  });

  it('is read whole, once and in order, where it sends more than it is asked for', async () => {
    client.archive.isGenerous = true;
    const add = (count: number) => {
      for (let n = 0; n < count; n++) {
        const text = String(client.archive.messages.length);
        client.archive.add(text, message(bob, text));
      }
    };
    const all = () => client.archive.messages.map(({ id }) => id);
    add(300);
    await client.signIn();
    assert.deepEqual(await client.bodies(), all());
    client.link.goOffline();
    add(300);
    await client.signIn();
    assert.deepEqual(await client.bodies(), all());
  });

  it('A18: ends where its pages go in circles, forward and back', async () => {
    client.archive.limit = 10;
    for (let n = 0; n < 55; n++) client.archive.add(String(n), message(bob, String(n)));
    client.archive.isCircular = true;
    for (let session = 0; session < 2; session++) {
      client.archive.queries.length = 0;
      await client.signIn();
      await rest();
      assert.ok(client.archive.queries.length < 130, `${client.archive.queries.length} queries`);
      assert.equal((await client.rows()).length, 55);
      client.link.goOffline();
    }
  });

  it('A18: ends where its pages are empty and name other ends for ever', async () => {
    client.archive.add('0', message(bob, '0'));
    await client.signIn();
    client.link.goOffline();
    client.archive.limit = 1;
    for (let n = 1; n < 1000; n++) {
      client.archive.add(String(n), message(bob, String(n)));
      client.archive.withheld.add(String(n));
    }
    client.archive.queries.length = 0;
    await client.signIn();
    for (let turn = 0; turn < 200; turn++) await rest();
    assert.ok(client.archive.queries.length <= 201, `${client.archive.queries.length} queries`);
  });
});
