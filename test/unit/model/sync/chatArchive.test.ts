import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { bob, me, rest } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message } from '../../../support/archiveClient.ts';
import { settle } from '../../../support/settle.ts';

describe('the archive', () => {
  const client = eachArchiveClient();
  /** The next answer is held back. @returns what gives it */
  const holdBack = () => {
    const { stream } = client.link.session;
    const { server } = client.archive;
    let asked: Parameters<typeof server>[0] | undefined;
    stream.server = (stanza) => {
      asked = stanza;
      return [];
    };
    return async () => {
      assert.ok(asked);
      stream.server = server;
      for (const answer of server(asked) ?? []) stream.receive(answer);
      await settle();
    };
  };

  it('is read further back when somebody scrolls there, up to its beginning, once', async () => {
    for (let n = 0; n < 900; n++)
      client.archive.add(String(n), message(n % 7 ? bob : me, String(n)));
    await client.signIn();
    for (let oldest = '', before = -1; before !== Number(oldest);) {
      const [first] = await client.rows();
      before = Number(first?.body);
      await client.chat()?.load({ limit: 51, before: first?.id ?? '' });
      oldest = (await client.rows())[0]?.body ?? '';
    }
    assert.deepEqual(
      await client.bodies(),
      Array.from({ length: 900 }, (_, n) => String(n)),
    );
    assert.equal(client.chat()?.unread, 0);
    client.archive.queries.length = 0;
    await client.chat()?.load({ limit: 51, before: (await client.rows())[0]?.id ?? '' });
    assert.deepEqual(client.archive.queries, []);
  });

  it('fills a chat that is opened for the first time, and nobody waits for it', async () => {
    client.archive.add('e', message(bob, 'long ago').replaceAll(bob, 'eve@example.org'));
    for (let n = 0; n < 900; n++) client.archive.add(String(n), message(bob, String(n)));
    await client.signIn();
    const eve = client.account.chats.open(Jid.of('eve@example.org'));
    let changes = 0;
    eve.onMessage(() => changes++);
    assert.deepEqual(await eve.load({ limit: 51 }), []);
    await rest();
    assert.equal((await eve.load({ limit: 51 }))[0]?.body, 'long ago');
    assert.ok(changes > 0);
    assert.equal(eve.unread, 0);
  });

  it('leaves unread, and last, what comes while the first page is under way', async () => {
    const eve = 'eve@example.org';
    const old = message(bob, 'long ago').replaceAll(bob, eve);
    const live = message(bob, 'just now').replaceAll(bob, eve);
    client.archive.add('e', old);
    for (let n = 0; n < 900; n++) client.archive.add(String(n), message(bob, String(n)));
    await client.signIn();
    const answer = holdBack();
    const chat = client.account.chats.open(Jid.of(eve));
    await chat.load({ limit: 51 });
    await rest();
    await client.receive(live);
    await answer();

    const rows = await chat.load({ limit: 51 });
    assert.deepEqual(
      rows.map(({ body }) => body),
      ['long ago', 'just now'],
    );
    assert.equal(chat.unread, 1);
  });

  it('does not bring back what was cleared, nor what is older, in this session or the next', async () => {
    for (let n = 0; n < 120; n++) client.archive.add(String(n), message(bob, String(n)));
    await client.signIn();
    await client.receive(message(bob, 'live'));
    client.archive.add('120', message(bob, 'live'));
    await client.chat()?.clear();
    assert.deepEqual(await client.chat()?.load({ limit: 51 }), []);
    await rest();
    assert.deepEqual(await client.bodies(), []);
    client.archive.add('121', message(bob, 'after'));
    await client.start();
    await client.signIn();
    await client.chat()?.load({ limit: 51 });
    await rest();
    assert.deepEqual(await client.bodies(), ['after']);
  });

  it('does not fill a chat that is cleared while an older page is under way', async () => {
    for (const turns of [0, 1, 2, 3, 4, 5]) {
      await client.begin();
      for (let n = 0; n < 900; n++) client.archive.add(String(n), message(bob, String(n)));
      await client.signIn();
      const chat = client.chat();
      const answer = holdBack();
      const [oldest] = await client.rows();
      const loading = chat?.load({ limit: 51, before: oldest?.id ?? '' });
      await rest();
      const answering = answer();
      // Before, while and after the page is added.
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await chat?.clear();
      await Promise.all([answering, loading]);
      await rest();
      assert.deepEqual(await client.bodies(), [], String(turns));
    }
  });

  it('is asked for nothing that is older than what the user keeps', async () => {
    const keepDays = 30;
    await client.start({ keepDays: () => keepDays });
    await client.signIn();
    client.archive.queries.length = 0;
    await client.account.chats.open(Jid.of(bob)).load({ limit: 51 });
    await rest();
    const start = client.archive.queries[0]
      ?.getChild('x')
      ?.getChildren('field')
      .find(({ attrs }) => attrs['var'] === 'start')
      ?.getChildText('value');
    const days = (client.link.session.clock.now() - Date.parse(start ?? '')) / 86_400_000;
    assert.ok(Math.abs(days - keepDays) < 0.1, start ?? 'without a start');
  });

  it('is read on behind a long part that is withheld, scroll by scroll, and ends in circles', async () => {
    for (const isCircular of [false, true]) {
      await client.begin();
      for (let n = 0; n < 640; n++) {
        client.archive.add(String(n), message(bob, String(n)));
        if (n > 9 && n < 130) client.archive.withheld.add(String(n));
      }
      await client.signIn();
      client.archive.limit = 10;
      client.archive.isCircular = isCircular;
      for (let scroll = 0; scroll < 12; scroll++) {
        const [first] = await client.rows();
        await client.chat()?.load({ limit: 10, before: first?.id ?? '' });
      }
      assert.equal((await client.rows()).length, 520);
      client.archive.queries.length = 0;
      const [first] = await client.rows();
      await client.chat()?.load({ limit: 10, before: first?.id ?? '' });
      if (!isCircular) assert.deepEqual(client.archive.queries, []);
      assert.ok(client.archive.queries.length <= 5);
    }
  });
});
