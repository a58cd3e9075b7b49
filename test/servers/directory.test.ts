import assert from 'node:assert/strict';
import type { UserQueryParams } from '../../src/api/requests/directory.ts';
import type { FoundUsersView } from '../../src/api/views.ts';
import { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { startEjabberd } from './ejabberd.mjs';
import { startProsody } from './prosody.mjs';
import { account, password, Scene, SERVERS } from './scene.ts';

const NAMES: Readonly<Record<string, string>> = { bob: 'Bob Stone', eve: 'Eve Moon' };
const DIRECTORIES = { Prosody: 'search.localhost', ejabberd: 'vjud.localhost' };

/** More than fit into a stanza of the usual size, by user name. */
const CROWD = Array.from({ length: 12_345 }, (_, n) => {
  const isNoel = n < 5000;
  return [
    `${isNoel ? 'n' : 'abcdef'.charAt(n % 6)}${n}`,
    `${isNoel ? 'Noël' : 'User'} ${n}`,
  ] as const;
});

/** Everything that a search finds. */
async function find(
  client: TestClient,
  directory: string,
  query: UserQueryParams,
  of = account,
): Promise<FoundUsersView> {
  let page = await client.request('searchUsers', { account: of, directory, query });
  const users = [...page.users];
  while (page.next !== undefined) {
    page = await client.request('findMoreUsers', { account: of, next: page.next });
    users.push(...page.users);
  }
  return { ...page, users };
}

const idsOf = ({ users }: FoundUsersView) => users.map(({ id }) => id).sort();

for (const [name, start] of SERVERS) {
  describe(`finding users on ${name}`, () => {
    const directory = DIRECTORIES[name];
    let scene: Scene;
    let ada: TestClient;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(start));
      ada = await scene.signIn();
      // ejabberd's directory has only those with a vCard.
      const eve = await scene.stranger();
      for (const [peer, user] of [[scene.bob, 'bob'] as const, [eve, 'eve'] as const]) {
        const payload = `<vCard xmlns="vcard-temp"><FN>${NAMES[user] ?? ''}</FN></vCard>`;
        await peer.iq({ type: 'set', payload });
      }
    });

    it('finds its directory, and what can be searched for there', async () => {
      const found = await ada.request('findDirectories', { account, server: null });
      assert.deepEqual(
        found.filter(({ kind }) => kind === 'users').map(({ id }) => id),
        [directory],
      );
      const { fields } = await ada.request('getSearchForm', { account, directory });
      assert.ok(fields.length > 0);
      assert.ok(fields.every(({ type }) => type !== 'hidden'));
    });

    it('is asked for its form in the language of the user, which ejabberd speaks', async () => {
      const spanish = await scene.signIn({ settings: { language: () => 'es' } });
      const { fields } = await spanish.request('getSearchForm', { account, directory });
      const labels = fields.map(({ label }) => label);
      assert.equal(labels.includes('Cumpleaños'), name === 'ejabberd', labels.join());
      await spanish.stop();
    });

    it('lists everybody, each once', async () => {
      const all = await find(ada, directory, { kind: 'all' });
      const everybody = ['ada@localhost', 'bob@localhost', 'eve@localhost'];
      assert.deepEqual(idsOf(all), name === 'ejabberd' ? everybody.slice(1) : everybody);
      assert.equal(all.completeness, 'whole');
      const bob = all.users.find(({ id }) => id === 'bob@localhost');
      assert.ok(bob?.values.includes(name === 'ejabberd' ? 'Bob Stone' : 'bob'));
    });

    it('finds by the beginning of a name, and nobody where nobody fits', async () => {
      const { fields } = await ada.request('getSearchForm', { account, directory });
      const [field] = fields;
      assert.ok(field);
      const byName = (text: string) =>
        find(ada, directory, { kind: 'values', values: { [field.name]: [text] } });
      assert.deepEqual(idsOf(await byName('bo')), ['bob@localhost']);
      assert.deepEqual(idsOf(await byName('bob')), ['bob@localhost']);
      assert.deepEqual(idsOf(await byName('b*')), ['bob@localhost']);
      const none = await byName('zoe');
      assert.deepEqual([none.users, none.completeness], [[], 'whole']);
    });

    it('finds everybody by first letters, too', async () => {
      const all = await find(ada, directory, { kind: 'all' });
      const byLetters = await find(ada, directory, { kind: 'letters' });
      assert.deepEqual(idsOf(byLetters), idsOf(all));
    });

    it('says that an address has no directory, and that one cannot be reached', async () => {
      const server = 'pubsub.localhost';
      const none = await ada.failureOf('findDirectories', { account, server });
      assert.equal(none.userError.code, 'no-directory.there');
      const away = await ada.failureOf('findDirectories', { account, server: 'away.example' });
      assert.match(away.userError.code, /^(?:not-allowed|forbidden|remote-server-not-found)$/u);
    });
  });
}

describe('finding users where it is harder', () => {
  const started = startedHere();

  it('says of a server without a directory that it has none', async () => {
    const without = ['user_search', 'user_list'];
    const scene = await started.add(Scene.start(startProsody, { without }));
    const ada = await scene.signIn();
    const { userError } = await ada.failureOf('findDirectories', { account, server: null });
    assert.equal(userError.code, 'no-directory');
  });

  it('lists all accounts for an administrator, with and without a directory', async () => {
    for (const without of [[], ['user_search']]) {
      const scene = await started.add(Scene.start(startProsody, { without }));
      await scene.server.addUser('admin', 'secret');
      const admin = scene.client();
      const of = 'admin@localhost';
      await admin.request('signIn', { jid: of, password: 'secret' });
      const [first] = await admin.request('findDirectories', { account: of, server: null });
      const kind = without.length > 0 ? 'accounts' : 'users';
      assert.equal(first?.kind, kind);
      const { fields } = await admin.request('getSearchForm', { account: of, directory: first.id });
      assert.equal(fields.length, without.length > 0 ? 0 : 1);
      const all = await find(admin, first.id, { kind: 'all' }, of);
      assert.deepEqual(
        idsOf(all),
        ['admin', 'ada', 'bob', 'eve'].map((user) => `${user}@localhost`).sort(),
      );
    }
  });

  /** An ejabberd with thousands of users who have vCards, and somebody who looks for them. */
  const crowded = async (directoryLimit?: number) => {
    const server = await started.add(
      startEjabberd(directoryLimit === undefined ? {} : { directoryLimit }),
    );
    await server.addUser('ada', password);
    await server.addCards(CROWD);
    const { caFile, ports } = server;
    const endpoint = { mode: 'starttls', host: '127.0.0.1', port: ports.starttls };
    const ada = await started.add(new TestClient({ caFile, server: endpoint }));
    await ada.request('signIn', { jid: account, password });
    return ada;
  };
  const byName = (client: TestClient, name: string) =>
    find(client, 'vjud.localhost', { kind: 'values', values: { fn: [name] } });

  it('finds thousands at once, in an answer larger than any other stanza may be', async () => {
    const ada = await crowded();
    const { resource } = ada;
    const all = await find(ada, 'vjud.localhost', { kind: 'all' });
    assert.deepEqual([all.users.length, all.completeness], [CROWD.length, 'whole']);
    const named = await byName(ada, 'Noël 123');
    assert.deepEqual([named.users.length, named.completeness], [11, 'whole']);
    // The connection was not lost over it.
    assert.deepEqual([ada.resource, resource === ''], [resource, false]);
  });

  it('says of thousands that there are perhaps more, until a name leaves few', async () => {
    const ada = await crowded(1000);
    const some = await find(ada, 'vjud.localhost', { kind: 'all' });
    assert.deepEqual([some.users.length, some.completeness], [1000, 'perhaps']);
    for (const [name, count, completeness] of [
      ['Noël', 1000, 'perhaps'],
      ['Noël 12', 111, 'whole'],
      ['noël 1234', 1, 'whole'],
      ['Zoë', 0, 'whole'],
    ] as const) {
      const found = await byName(ada, name);
      assert.deepEqual([found.users.length, found.completeness], [count, completeness], name);
    }
    const all = await find(ada, 'vjud.localhost', { kind: 'letters' });
    assert.deepEqual([all.users.length, all.completeness], [CROWD.length, 'whole']);
  });

  it('says that there are perhaps more, and finds them by first letters', async () => {
    const server = await started.add(startEjabberd({ directoryLimit: 20 }));
    await server.addUser('ada', password);
    const names = Array.from({ length: 50 }, (_, n) => `${'abcde'.charAt(n % 5)}user${n}`);
    for (const user of names) {
      await server.addUser(user, 'secret');
      await server.setFullName(user, `User ${user}`);
    }
    const { caFile, ports } = server;
    const endpoint = { mode: 'starttls', host: '127.0.0.1', port: ports.starttls };
    const ada = await started.add(new TestClient({ caFile, server: endpoint }));
    await ada.request('signIn', { jid: account, password });
    const some = await find(ada, 'vjud.localhost', { kind: 'all' });
    assert.equal(some.completeness, 'perhaps');
    assert.ok(some.users.length >= 20 && some.users.length < 50, String(some.users.length));
    const all = await find(ada, 'vjud.localhost', { kind: 'letters' });
    assert.deepEqual(idsOf(all), names.map((user) => `${user}@localhost`).sort());
    assert.equal(all.completeness, 'whole');
  });
});
