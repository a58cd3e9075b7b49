import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import {
  type ArchivedAccount,
  bob,
  me,
  rest,
  startAccount,
} from '../../support/archivedAccount.ts';
import { FakeArchive } from '../../support/fakeArchive.ts';

const REQUEST_MS = 30_000;
const RECHECK_MS = 2000;

describe('A message that may have arrived already', () => {
  let history: MemoryHistory;
  let archive: FakeArchive;
  let client: ArchivedAccount;

  const copy = (id: string) =>
    `<message type="chat" from="${me}/x" to="${bob}" id="${id}"><body>${id}</body>
       <origin-id xmlns="urn:xmpp:sid:0" id="${id}" /></message>`;
  const pass = async (ms: number) => {
    client.link.session.clock.advance(ms);
    await rest();
  };
  const sent = () => client.link.bodies;

  /** It was sent, and then the process was killed. Result: its id. */
  const leave = async () => {
    await client.signIn();
    const id = await client.account.outbox.send(Jid.of(bob), { body: 'hello' });
    assert.deepEqual(sent(), ['hello']);
    client = await startAccount(history, archive);
    return id;
  };

  beforeEach(async () => {
    history = new MemoryHistory();
    archive = new FakeArchive(me);
    archive.add('first', copy('first'));
    client = await startAccount(history, archive);
  });

  it('F9: waits for an archive that gives no answer, and is not sent again where that has it', async () => {
    const id = await leave();
    archive.add('second', copy(id));
    archive.patience = 0;
    await client.signIn();
    await pass(REQUEST_MS);
    assert.deepEqual(sent(), []);
    archive.patience = Infinity;
    await pass(RECHECK_MS);
    assert.deepEqual(sent(), []);
    assert.equal(client.account.outbox.hasUnconfirmed, false);
    assert.equal((await history.find({ account: me, chat: bob }, id))?.delivery, 'sent');
  });

  it('F9: is sent in the end where the archive never answers', async () => {
    await leave();
    archive.patience = 0;
    await client.signIn();
    await pass(REQUEST_MS);
    for (let tries = 0; tries < 3; tries++) {
      assert.deepEqual(sent(), []);
      await pass(RECHECK_MS);
      await pass(REQUEST_MS);
    }
    assert.deepEqual(sent(), ['hello']);
  });

  it('F6: is sent in the end where its session is lost and resumed meanwhile', async () => {
    await leave();
    await client.signIn();
    client.link.goOffline();
    for (let tries = 0; tries < 3; tries++) await pass(RECHECK_MS);
    client.link.goOnline(true);
    await rest();
    assert.deepEqual(sent(), []);
    await pass(RECHECK_MS);
    assert.deepEqual(sent(), ['hello']);
  });

  it('F9: stands where the archive has it, behind what came while it waited', async () => {
    const id = await leave();
    await client.signIn();
    await pass(RECHECK_MS);
    assert.deepEqual(sent(), ['hello']);
    const queries = archive.queries.length;
    // Another client of ours was quicker.
    archive.add('second', copy('meanwhile'));
    await pass(RECHECK_MS);
    assert.equal(archive.queries.length, queries, 'it is asked once the server has all');
    archive.add('third', copy(id));
    client.link.acknowledge();
    await pass(RECHECK_MS);
    await pass(RECHECK_MS);
    const bodies = (await history.load({ account: me, chat: bob }, { limit: 10 })).map(
      ({ body }) => body,
    );
    assert.deepEqual(bodies, ['first', 'meanwhile', 'hello']);
  });
});
