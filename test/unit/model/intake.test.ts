import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bob, carbon, me } from '../../support/archivedAccount.ts';
import { eachArchiveClient, message, stanzaId } from '../../support/archiveClient.ts';

describe('the archive', () => {
  const client = eachArchiveClient();

  it('shows what other clients of ours send, and takes their receipts and markers for it', async () => {
    await client.signIn();
    await client.receive(message(bob, 'question'));
    assert.equal(client.chat()?.unread, 1);
    await client.receive(carbon('sent', message(me, 'answer')));
    assert.equal(client.chat()?.unread, 0);
    const outgoing = (await client.rows()).map(({ outgoing, delivery }) => [outgoing, delivery]);
    assert.deepEqual(outgoing, [
      [false, undefined],
      [true, 'sent'],
    ]);
    await client.receive(
      `<message from="${bob}/x"><received xmlns="urn:xmpp:receipts" id="answer" /></message>`,
    );
    assert.equal((await client.rows())[1]?.delivery, 'delivered');
    const marker = `<message type="chat" from="${bob}/x" to="${me}/phone"><displayed xmlns="urn:xmpp:chat-markers:0" id="answer" /></message>`;
    await client.receive(carbon('received', marker));
    assert.equal((await client.rows())[1]?.delivery, 'displayed');
  });

  it('has been read as far as another client of ours tells the other side', async () => {
    await client.signIn();
    for (const body of ['1', '2', '3']) await client.receive(message(bob, body));
    const marker = `<message type="chat" from="${me}/phone" to="${bob}"><displayed xmlns="urn:xmpp:chat-markers:0" id="2" /></message>`;
    await client.receive(carbon('sent', marker));
    assert.equal(client.chat()?.unread, 1);
  });

  it('A1: believes copies of our own account only', async () => {
    await client.signIn();
    for (const from of [bob, 'mallory@evil.example', `${me}/x`]) {
      await client.receive(
        carbon('sent', message(me, 'forged')).replace(`from="${me}"`, `from="${from}"`),
      );
    }
    assert.equal(client.chat(), undefined);
  });

  it('A13: a planted id or a replayed one hides nothing of another sender', async () => {
    client.archive.add('s1', message(bob, 'real'));
    await client.signIn();
    await client.receive(message('eve@example.org', 'real', stanzaId('s1')));
    client.archive.add('s2', message(me, 'mine'));
    await client.receive(message(bob, 'mine'));
    client.link.goOffline();
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['real', 'mine', 'mine']);
    assert.equal(
      (await client.account.chats.find('eve@example.org')?.load({ limit: 9 }))?.length,
      1,
    );
  });

  it('F12: makes one row of all copies, in any order', async () => {
    /** Each message, and the ways in which it comes. */
    const ways = ['live', 'live with its id', 'carbon', 'archive', 'archive again'] as const;
    const copies = ['a', 'b', 'c'].flatMap((body) => ways.map((way) => ({ body, way })));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(copies, { minLength: copies.length }),
        fc.constantFrom(bob, me),
        async (order, from) => {
          await client.begin();
          await client.signIn();
          for (const { body, way } of order) {
            const text = message(from, body);
            if (way.startsWith('archive')) {
              if (!client.archive.messages.some(({ id }) => id === body))
                client.archive.add(body, text);
              client.link.goOffline();
              await client.signIn();
            } else if (from === me || way === 'carbon') {
              await client.receive(carbon(from === me ? 'sent' : 'received', text));
            } else {
              await client.receive(way === 'live' ? text : message(from, body, stanzaId(body)));
            }
          }
          assert.deepEqual((await client.bodies()).sort(), ['a', 'b', 'c']);
        },
      ),
      { numRuns: 60 },
    );
  });
});
