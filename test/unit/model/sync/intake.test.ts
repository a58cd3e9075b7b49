import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bob, carbon, me } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message, stanzaId } from '../../../support/archiveClient.ts';

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

  it('takes receipts and markers for what another client of ours sent without an origin-id', async () => {
    const sent = `<message type="chat" from="${me}/phone" to="${bob}" id="p1"><body>from the phone</body></message>`;
    const received = `<message type="chat" from="${bob}/x" to="${me}/phone"><received xmlns="urn:xmpp:receipts" id="p1" /></message>`;
    const seen = `<message type="chat" from="${bob}/x" to="${me}/phone"><displayed xmlns="urn:xmpp:chat-markers:0" id="p1" /></message>`;
    const delivery = async () => (await client.rows())[0]?.delivery;
    await client.signIn();
    await client.receive(carbon('sent', sent) + carbon('received', received));
    assert.equal(await delivery(), 'delivered');
    await client.receive(seen);
    assert.equal(await delivery(), 'displayed');
    await client.begin();
    for (const [at, text] of [sent, received].entries()) client.archive.add(String(at), text);
    await client.signIn();
    assert.equal(await delivery(), 'delivered');
    client.link.goOffline();
    client.archive.add('later', seen);
    await client.start();
    await client.signIn();
    assert.equal(await delivery(), 'displayed');
  });

  it('takes receipts and markers that come with words, live or as a copy', async () => {
    await client.signIn();
    for (const name of ['p1', 'p2']) {
      await client.receive(
        carbon(
          'sent',
          `<message type="chat" from="${me}/phone" to="${bob}" id="${name}"><body>${name}</body></message>`,
        ),
      );
    }
    const answer = (id: string, part: string) =>
      `<message type="chat" from="${bob}/x" to="${me}/phone" id="${id}"><body>${id}</body>${part}</message>`;
    const deliveries = async () => (await client.rows()).map(({ delivery }) => delivery);
    await client.receive(answer('a1', '<received xmlns="urn:xmpp:receipts" id="p1" />'));
    assert.deepEqual(await deliveries(), ['delivered', 'sent', undefined]);
    const marker = '<displayed xmlns="urn:xmpp:chat-markers:0" id="p2" />';
    await client.receive(carbon('received', answer('a2', marker)));
    assert.deepEqual(await deliveries(), ['displayed', 'displayed', undefined, undefined]);
  });

  it('has been read as far as a marker of ours says, whatever that calls the message', async () => {
    const origin = '<origin-id xmlns="urn:xmpp:sid:0" id="o2" />';
    const received = [1, 2, 3].map(
      (n) =>
        `<message type="chat" from="${bob}/x" to="${me}" id="m${n}"><body>${n}</body>${n === 2 ? origin : ''}${stanzaId(`s${n}`)}</message>`,
    );
    for (const way of ['carbon', 'archive'] as const) {
      for (const name of ['m2', 'o2', 's2']) {
        const marker = `<message type="chat" from="${me}/phone" to="${bob}"><displayed xmlns="urn:xmpp:chat-markers:0" id="${name}" /></message>`;
        await client.begin();
        client.archive.add('s0', message(bob, '0'));
        await client.signIn();
        for (const text of received) await client.receive(text);
        if (way === 'carbon') await client.receive(carbon('sent', marker));
        else {
          client.link.goOffline();
          for (const [n, text] of [...received, marker].entries())
            client.archive.add(`s${String(n + 1)}`, text);
          await client.signIn();
        }
        assert.equal(client.chat()?.unread, 1, `${name} by ${way}`);
      }
    }
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

  it('F12: makes two rows of two messages with the same id and words, however copies come', async () => {
    const plain = (extra = '', id = 'id="1"') =>
      `<message type="chat" from="FROM/bot" to="TO" ${id}><body>done</body>${extra}</message>`;
    const ways = ['live', 'carbon', 'archive', 'restart'] as const;
    const copies = ['s1', 's2'].flatMap((id) => ways.map((way) => ({ id, way })));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(copies),
        fc.constantFrom(bob, me),
        fc.constantFrom('id="1"', ''),
        async (order, from, idAttribute) => {
          const text = (extra = '') =>
            plain(extra, idAttribute)
              .replace('FROM', from)
              .replace('TO', from === me ? bob : me);
          await client.begin();
          await client.signIn();
          const archive = (ids: readonly string[]) => {
            for (const id of ids) {
              if (!client.archive.messages.some((one) => one.id === id))
                client.archive.add(id, text());
            }
          };
          const signInAgain = async () => {
            client.link.goOffline();
            await client.signIn();
          };
          for (const { id, way } of order) {
            if (way === 'archive') {
              archive(id === 's1' ? ['s1'] : ['s1', 's2']);
              await signInAgain();
            } else if (way === 'restart') {
              await client.start();
              await client.signIn();
            } else if (from === me) {
              // What our own clients send has an id.
              if (idAttribute !== '') await client.receive(carbon('sent', text()));
            } else if (way === 'carbon') {
              await client.receive(carbon('received', text(stanzaId(id))));
            } else {
              await client.receive(text(stanzaId(id)));
            }
          }
          archive(['s1', 's2']);
          await signInAgain();
          const rows = await client.rows();
          assert.deepEqual(
            rows.map(({ body, stanzaId }) => [body, stanzaId]),
            [
              ['done', 's1'],
              ['done', 's2'],
            ],
          );
        },
      ),
      { numRuns: 40, seed: 6 },
    );
  });

  it('F12: shows a message at once that looks like an earlier one and has another id of the archive', async () => {
    await client.signIn();
    for (const id of ['s1', 's2']) {
      const text = `<message type="chat" from="${bob}/bot" to="${me}" id="1"><body>done</body>${stanzaId(id)}</message>`;
      await client.receive(text);
      await client.receive(text);
    }
    assert.deepEqual(await client.bodies(), ['done', 'done']);
    assert.equal(client.chat()?.unread, 2);
  });

  it('A13: two ids planted for the archive name nothing, and double nothing after the next sign-in', async () => {
    await client.signIn();
    const text = `<message type="chat" from="${bob}/x" to="${me}"><body>planted</body></message>`;
    const planted = ['p1', 'p2'].map(stanzaId).join('');
    await client.receive(text.replace('</message>', `${planted}</message>`));
    client.archive.add('s1', text);
    client.link.goOffline();
    await client.signIn();
    assert.deepEqual(await client.bodies(), ['planted']);
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
