import assert from 'node:assert/strict';
import { MicrotaskBatch } from '../../../../src/model/account/microtaskBatch.ts';
import { failure } from '../../../../src/base/userError.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import {
  type ArchivedAccount,
  bob,
  me,
  rest,
  startAccount,
} from '../../../support/archivedAccount.ts';
import { FakeArchive } from '../../../support/fakeArchive.ts';

/** Notes how many come at once, and keeps nothing together with what is called `bad`. */
class Disk extends MemoryHistory {
  readonly sizes: number[] = [];

  override add(...args: Parameters<MemoryHistory['add']>): Promise<readonly boolean[]> {
    const [additions] = args;
    this.sizes.push(additions.length);
    return additions.some(({ message }) => message.body === 'bad')
      ? Promise.reject(failure('history-other'))
      : super.add(...args);
  }
}

describe('MicrotaskBatch', () => {
  it('hands over together what comes together, up to a hundred', async () => {
    const bursts: (readonly number[])[] = [];
    const burst = new MicrotaskBatch<number>((gathered) => bursts.push(gathered));
    for (let n = 0; n < 102; n += 1) burst.add(n);
    assert.deepEqual(
      bursts.map(({ length }) => length),
      [100],
    );
    await Promise.resolve();
    burst.add(102);
    await Promise.resolve();
    assert.deepEqual(bursts.slice(1), [[100, 101], [102]]);
  });

  it('hands over what is there before its time, and no more than once', async () => {
    const bursts: (readonly string[])[] = [];
    const burst = new MicrotaskBatch<string>((gathered) => bursts.push(gathered));
    burst.flush();
    burst.add('a');
    burst.flush();
    await Promise.resolve();
    assert.deepEqual(bursts, [['a']]);
  });
});

describe('Messages that come together', () => {
  const eve = 'eve@example.net';
  let disk: Disk;
  let client: ArchivedAccount;

  beforeEach(async () => {
    disk = new Disk();
    client = await startAccount(disk, new FakeArchive(me));
    await client.signIn();
    disk.sizes.length = 0;
  });

  const receive = (id: string, { from = bob, xml = '' } = {}) => {
    client.link.session.receive(
      `<message type="chat" from="${from}/x" id="${id}"><body>${id}</body>${xml}</message>`,
    );
  };
  const bodies = async (chat = bob) =>
    (await disk.load({ account: me, chat }, { limit: 10 })).map(({ body }) => body);

  it('are kept together, those of each chat in their order', async () => {
    for (const id of ['1', '2', '3']) {
      receive(id);
      receive(id, { from: eve });
    }
    await rest();
    assert.deepEqual(disk.sizes, [3, 3]);
    assert.deepEqual(
      [await bodies(), await bodies(eve)],
      [
        ['1', '2', '3'],
        ['1', '2', '3'],
      ],
    );
  });

  it('are kept but for the one that cannot be', async () => {
    for (const id of ['1', 'bad', '2']) receive(id);
    await rest();
    assert.deepEqual(await bodies(), ['1', '2']);
  });

  it('stay in their order where one says something of those before', async () => {
    receive('1');
    receive('2', { xml: '<replace xmlns="urn:xmpp:message-correct:0" id="1"/>' });
    receive('3');
    await rest();
    assert.deepEqual(await bodies(), ['2', '3']);
  });

  it('stay in their order whatever they say of others, and are kept together', async () => {
    const others = [
      '<replace xmlns="urn:xmpp:message-correct:0" id="unknown ID"/>',
      '<reply xmlns="urn:xmpp:reply:0" id="unknown"/>',
      '<retract xmlns="urn:xmpp:message-retract:1" id="unknown"/>',
      '<reactions xmlns="urn:xmpp:reactions:0" id="unknown"><reaction>👍</reaction></reactions>',
      '',
      '<reply xmlns="urn:xmpp:reply:0" id="m1"/>',
    ];
    const ids = Array.from({ length: 80 }, (_, n) => `m${String(n)}`);
    for (const [n, id] of ids.entries()) {
      receive(id, { xml: others[n % others.length]?.replace('ID', id) ?? '' });
      if (n === 40) await Promise.resolve();
    }
    await rest();
    const rows = await disk.load({ account: me, chat: bob }, { limit: 100 });
    assert.deepEqual(
      rows.map(({ body }) => body),
      ids,
    );
    assert.equal(rows[5]?.reply?.message, rows[1]?.id);
    assert.equal(rows[77]?.reply?.message, rows[1]?.id);
    assert.deepEqual(disk.sizes, [41, 39]);
  });

  it('that correct one another are one', async () => {
    for (const [n, id] of ['a', 'b', 'c', 'd'].entries()) {
      const before = ['nothing', 'a', 'b', 'a'][n] ?? '';
      receive(id, { xml: `<replace xmlns="urn:xmpp:message-correct:0" id="${before}"/>` });
      receive(`plain ${id}`);
    }
    await rest();
    assert.deepEqual(await bodies(), ['d', 'plain a', 'plain b', 'plain c', 'plain d']);
  });

  it('come before a receipt that came behind them', async () => {
    const sent = `<forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" type="chat"
      from="${me}/y" to="${bob}" id="mine"><body>mine</body>
      <origin-id xmlns="urn:xmpp:sid:0" id="mine"/></message></forwarded>`;
    client.link.session.receive(
      `<message from="${me}"><sent xmlns="urn:xmpp:carbons:2">${sent}</sent></message>`,
    );
    client.link.session.receive(
      `<message from="${bob}/x"><received xmlns="urn:xmpp:receipts" id="mine"/></message>`,
    );
    await rest();
    const [mine] = await disk.load({ account: me, chat: bob }, { limit: 10 });
    assert.equal(mine?.delivery, 'delivered');
  });
});
