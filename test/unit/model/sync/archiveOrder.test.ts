import assert from 'node:assert/strict';
import { bob, me, rest, roster } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message } from '../../../support/archiveClient.ts';

describe('the archive', () => {
  const client = eachArchiveClient();

  it('F20: keeps the order of the archive, whatever the clocks say', async () => {
    await client.signIn();
    client.link.goOffline();
    for (const [id, time] of [
      ['a', 3e12],
      ['b', 1e12],
      ['c', 2e12],
    ] as const) {
      client.archive.add(id, message(bob, id), time);
    }
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['a', 'b', 'c']);
  });

  it('F20: has the times that it says, however wrong our clock is, and no sender’s of the future', async () => {
    const now = client.link.session.clock.now();
    const hour = 3_600_000;
    const delayed = (ms: number) =>
      `<delay xmlns="urn:xmpp:delay" stamp="${new Date(now + ms).toISOString()}" />`;
    await client.signIn();
    client.link.goOffline();
    client.archive.add('a', message(bob, 'a'), now - 2 * hour);
    client.archive.add('b', message(bob, 'b'), now + hour);
    client.archive.add('c', message(bob, 'c', delayed(0)), now + 2 * hour);
    client.archive.add('d', message(bob, 'd', delayed(9 * hour)), now + 3 * hour);
    await client.signIn();
    assert.deepEqual(
      (await client.rows()).map(({ body, time }) => [body, (time - now) / hour]),
      [
        ['a', -2],
        ['b', 1],
        ['c', 0],
        ['d', 3],
      ],
    );
  });

  it('stands before what comes by itself meanwhile, and before what waits to be sent', async () => {
    client.archive.add('0', message(bob, 'old'));
    await client.signIn();
    client.link.goOffline();
    await client.write('waiting');
    client.archive.add('1', message(bob, 'missed'));
    client.link.goOnline();
    client.link.session.receive(message(bob, 'live'));
    client.archive.add('2', message(me, 'from the phone'));
    client.archive.add('3', message(bob, 'live'));
    client.link.session.answer(roster);
    await rest();
    assert.deepEqual(await client.bodies(), ['old', 'missed', 'from the phone', 'waiting', 'live']);
  });

  it('puts what is missing between what is here', async () => {
    await client.signIn();
    for (const body of ['a', 'c', 'e']) await client.receive(message(bob, body));
    client.link.goOffline();
    for (const body of ['a', 'b', 'c', 'd', 'e', 'f']) client.archive.add(body, message(bob, body));
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('F8: puts what a server hands over late in the order of the archive, wherever it is cut off', async () => {
    const late = ['d', 'e', 'b', 'c', 'g', 'f'];
    for (const limit of [1, 2, 250]) {
      await client.begin();
      client.archive.limit = limit;
      client.archive.add('a', message(bob, 'a'));
      await client.signIn();
      for (const body of late) await client.receive(message(bob, body));
      for (const body of late.toSorted()) client.archive.add(body, message(bob, body));
      for (let life = 0; life < 8; life++) {
        client.archive.patience = life < 7 ? 1 : Infinity;
        await client.start();
        await client.signIn();
      }
      assert.deepEqual(await client.bodies(), ['a', ...late.toSorted()], `pages of ${limit}`);
    }
  });

  it('F8: stays in order behind what came after a message that still waits, wherever it is cut off', async () => {
    await client.signIn();
    await client.write('waiting');
    await client.receive(message(bob, 'a'));
    for (const body of ['a', 'b', 'c', 'd', 'e']) client.archive.add(body, message(bob, body));
    client.archive.limit = 2;
    for (const patience of [1, 2, Infinity]) {
      client.archive.patience = patience;
      await client.start();
      await client.signIn();
    }
    assert.deepEqual(await client.bodies(), ['waiting', 'a', 'b', 'c', 'd', 'e']);
  });
});
