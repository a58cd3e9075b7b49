import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { bob, me, rest, roster, startAccount } from '../../../support/archivedAccount.ts';
import { FakeArchive } from '../../../support/fakeArchive.ts';

const PATIENCE_MS = 5000;

describe('A session that begins on a server that does not answer', () => {
  for (const resumed of [false, true]) {
    it(`tells that we are here and sends what waits, some seconds later${resumed ? ', also resumed' : ''}`, async () => {
      const { account, link } = await startAccount(new MemoryHistory(), new FakeArchive(me));
      const { session } = link;
      session.stream.server = () => undefined;
      const presences = () =>
        session.sent.filter(
          (stanza) => stanza.getName() === 'presence' && stanza.attrs['type'] === undefined,
        );
      link.goOnline(resumed);
      await account.outbox.send(Jid.of(bob), { body: 'hello' });
      await rest();
      assert.deepEqual([presences().length, link.bodies.length], [0, 0]);
      for (let waits = 0; waits < (resumed ? 2 : 1); waits++) {
        session.clock.advance(PATIENCE_MS);
        await rest();
      }
      assert.equal(presences().length, 1);
      assert.deepEqual(link.bodies, ['hello']);
      assert.ok(account.settled);
      // An answer that comes late counts all the same.
      session.answer(roster);
      await rest();
      assert.equal(account.contacts.get(bob)?.subscription, 'both');
    });
  }
});
