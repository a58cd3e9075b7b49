import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { userError } from '../../../../src/base/userError.ts';
import { Accounts } from '../../../../src/model/account/accounts.ts';
import type { LinkOptions } from '../../../../src/model/link.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { ConnectionError } from '../../../../src/xmpp/stream/connectionError.ts';
import { xml } from '../../../../src/xmpp/stanza/xml.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { fakePlatform } from '../../../support/fakePlatform.ts';
import { MemorySecrets, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const ada = 'ada@example.org';
const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');
const form = { isDataForm: false, title: '', instructions: '', fields: [] };
const answers = { isDataForm: false, values: { username: ['Ada'], password: ['secret'] } };
const message = { id: 'm', sender: 'bob@example.org', outgoing: false, body: 'x', time: 0 };
const refusal = new ConnectionError(userError('wrong-password.nul'));

describe('Accounts', () => {
  let values: MemoryValues;
  let secrets: MemorySecrets;
  let store: PersistentAccountStore;
  let opened: (FakeLink & { readonly options: LinkOptions })[];
  let accounts: Accounts;
  let refuse: boolean;
  /** The address that the server makes another of, and how the link says so. */
  let elsewhere: { readonly typed: string; readonly error: Error } | undefined;
  let fetchRefusal: Error | undefined;
  let history: MemoryHistory;

  beforeEach(() => {
    values = new MemoryValues();
    secrets = new MemorySecrets();
    store = new PersistentAccountStore(values, secrets);
    opened = [];
    refuse = false;
    elsewhere = undefined;
    fetchRefusal = undefined;
    history = new MemoryHistory();
    accounts = new Accounts({
      ...fakePlatform(),
      history,
      store,
      openLink: (options) => {
        const link = Object.assign(new FakeLink({ account: options.account }), { options });
        if (refuse) link.refusal = refusal;
        if (options.account.bare === elsewhere?.typed) link.refusal = elsewhere.error;
        opened.push(link);
        return link;
      },
      fetchRegistration: () =>
        fetchRefusal ? Promise.reject(fetchRefusal) : Promise.resolve(form),
    });
  });

  it('remember what a server accepted, passwords apart', async () => {
    assert.equal(await accounts.signIn(' Ada@Example.org/desk ', 'secret'), ada);
    assert.deepEqual(store.list(), [{ jid: ada, show: 'available', status: '' }]);
    assert.equal(await store.loadPassword(ada), 'secret');
    assert.doesNotMatch(JSON.stringify([...values.all]), /secret/);
    assert.deepEqual(opened[0]?.calls, ['connect', 'start']);
  });

  it('remember nothing of an attempt that failed, and let go of it', async () => {
    refuse = true;
    await assert.rejects(accounts.signIn(ada, 'secret'), {
      code: 'wrong-password',
      userError: refusal.userError,
    });
    assert.deepEqual([values.all.size, secrets.all.size, [...accounts.values()].length], [0, 0, 0]);
    assert.deepEqual(opened[0]?.calls, ['connect', 'stop', 'dispose']);
  });

  it('sign in once at a time', async () => {
    const first = accounts.signIn(ada, 'secret');
    await assert.rejects(accounts.signIn(ada, 'secret'), { code: 'busy' });
    await first;
    assert.equal(opened.length, 1);
    await accounts.signIn(ada, 'secret');
  });

  it('need an address with a name', async () => {
    for (const address of ['', 'example.org', 'a\u2003b@example.org', '@example.org']) {
      await assert.rejects(accounts.signIn(address, 'x'), { code: 'bad-jid' }, address);
    }
    assert.deepEqual(opened, []);
  });

  it('sign in anew over a link of its own, and keep chats, queue and contacts', async () => {
    await accounts.signIn(ada, 'old');
    const account = accounts.get(ada);
    opened[0]?.become({ phase: 'needsUser' });
    await account.outbox.send(Jid.of('bob@example.org'), { body: 'waiting' });
    await accounts.signIn(ada, 'new');
    assert.equal(accounts.get(ada), account);
    assert.deepEqual(opened[0]?.calls, ['connect', 'start', 'stop', 'dispose']);
    assert.equal(opened[1]?.options.password, 'new');
    opened[1].session.answer('<iq type="result" />');
    await settle();
    assert.deepEqual(opened[1].bodies, ['waiting']);
    assert.equal(await store.loadPassword(ada), 'new');
  });

  it('go by the address that the server makes of the one that was typed', async () => {
    const bound = 'a.lovelace@example.org';
    const facts = { domain: 'example.org', address: ada, bound, jid: bound };
    const error = new ConnectionError(userError('other-address.own', facts));
    elsewhere = { typed: ada, error };
    for (const password of ['first', 'second']) {
      assert.equal(await accounts.signIn(ada, password), bound);
      assert.equal(opened.at(-1)?.options.account.bare, bound);
      assert.equal(opened.at(-1)?.options.login, 'ada');
      assert.equal(await store.loadPassword(bound), password);
    }
    assert.deepEqual(
      store.list().map(({ jid, login }) => ({ jid, login })),
      [{ jid: bound, login: 'ada' }],
    );
    assert.deepEqual(
      [...accounts.values()].map(({ jid }) => jid.bare),
      [bound],
    );
    assert.equal(await store.loadPassword(ada), undefined);
  });

  it('stay as they were when signing in anew fails', async () => {
    await accounts.signIn(ada, 'old');
    const states: string[] = [];
    accounts.onDidChange(() => states.push(accounts.get(ada).state.phase));
    refuse = true;
    await assert.rejects(accounts.signIn(ada, 'new'), { code: 'wrong-password' });
    assert.deepEqual(opened[0]?.calls, ['connect', 'start', 'stop', 'start']);
    assert.deepEqual(opened[1]?.calls, ['connect', 'stop', 'dispose']);
    assert.equal(await store.loadPassword(ada), 'old');
    opened[0].goOnline();
    assert.equal(states.at(-1), 'online');
  });

  it('come back at the next start, those without a password excepted', async () => {
    await accounts.signIn(ada, 'secret');
    await store.save({ jid: 'off@example.org', show: 'offline', status: '' });
    await store.savePassword('off@example.org', 'x');
    await store.save({ jid: 'forgotten@example.org', show: 'available', status: '' });
    accounts.dispose();
    opened.length = 0;
    await accounts.restore();
    await accounts.restore();
    assert.deepEqual(
      opened.map(({ options, calls }) => [options.account.bare, calls]),
      [
        [ada, ['start']],
        ['off@example.org', []],
      ],
    );
  });

  it('that the user signs in meanwhile are not brought back as well', async () => {
    await store.save({ jid: ada, show: 'available', status: '' });
    await store.savePassword(ada, 'secret');
    await Promise.all([accounts.restore(), accounts.signIn(ada, 'secret')]);
    assert.equal(opened.length, 1);
  });

  it('are forgotten when they are signed out', async () => {
    await accounts.signIn(ada, 'secret');
    await accounts.signOut(ada);
    assert.deepEqual([store.list(), secrets.all.size], [[], 0]);
    assert.throws(() => accounts.get(ada), { code: 'no-account' });
    opened[0]?.session.answer('<iq type="result" />');
    await settle();
    assert.deepEqual(store.list(), []);
  });

  it('are registered when they connect first, and then kept as any other', async () => {
    assert.equal(await accounts.register('Example.org', answers), ada);
    assert.deepEqual(opened[0]?.options.registration, answers);
    assert.deepEqual(opened[0].calls, ['connect', 'start']);
    assert.equal(await store.loadPassword(ada), 'secret');
  });

  it('are not registered without a name, a password and a server, or twice', async () => {
    for (const values of [{ password: ['x'] }, { username: ['ada'] }, { username: ['a b'] }]) {
      const incomplete = accounts.register('example.org', { isDataForm: false, values });
      await assert.rejects(incomplete, { code: 'registration-invalid' });
    }
    for (const server of ['', 'a b', 'ada@example.org', 'example.org/x']) {
      await assert.rejects(accounts.register(server, answers), { code: 'bad-server' }, server);
      await assert.rejects(accounts.fetchRegistration(server), { code: 'bad-server' }, server);
    }
    await accounts.signIn(ada, 'secret');
    await assert.rejects(accounts.register('example.org', answers), {
      code: 'registration-invalid',
    });
    assert.equal(opened.length, 1);
  });

  it('say why nothing can be registered', async () => {
    const refused = userError('registration-refused.not-offered', { domain: 'example.org' });
    fetchRefusal = new ConnectionError(refused);
    await assert.rejects(accounts.fetchRegistration('example.org'), {
      code: 'registration-refused',
      userError: refused,
    });
  });

  it('sign in with a new password once the server has taken it', async () => {
    await accounts.signIn(ada, 'old');
    opened[0]?.session.answer();
    const changed = accounts.get(ada).changePassword('new');
    assert.equal(await store.loadPassword(ada), 'old');
    opened[0]?.session.answer();
    await changed;
    assert.equal(await store.loadPassword(ada), 'new');
    assert.ok(opened[0]?.calls.includes('password new'));
  });

  it('keep the old password when the server refuses the new one, or says nothing', async () => {
    await accounts.signIn(ada, 'old');
    opened[0]?.session.answer();
    const refused = accounts.get(ada).changePassword('new');
    opened[0]?.session.answer(
      `<iq type="error"><error type="cancel">
         <not-allowed xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" />
       </error></iq>`,
    );
    await assert.rejects(refused, {
      userError: userError('not-allowed', { task: userError('task.change-password') }),
    });
    const lost = accounts.get(ada).changePassword('new');
    opened[0]?.goOffline();
    await assert.rejects(lost, { code: 'unanswered' });
    await assert.rejects(accounts.get(ada).changePassword('new'), { code: 'offline' });
    assert.equal(await store.loadPassword(ada), 'old');
  });

  it('are deleted here only after the server has said so', async () => {
    await accounts.signIn(ada, 'secret');
    opened[0]?.session.answer();
    await history.save({ account: ada, chat: 'bob@example.org' }, message);
    const lost = accounts.deleteFromServer(ada);
    opened[0]?.goOffline();
    await settle();
    opened[0]?.goOnline(true);
    await assert.rejects(lost, { code: 'unanswered' });
    assert.equal(await store.loadPassword(ada), 'secret');
    const deleted = accounts.deleteFromServer(ada);
    opened[0]?.session.answerWith(xml('iq', { type: 'result' }));
    opened[0]?.session.answer();
    await deleted;
    assert.deepEqual([store.list(), secrets.all.size], [[], 0]);
    assert.equal(await history.find({ account: ada, chat: 'bob@example.org' }, 'm'), undefined);
  });

  it('are deleted here when the server closes over its answer and lets nobody in again', async () => {
    await accounts.signIn(ada, 'secret');
    opened[0]?.session.answer();
    const deleted = accounts.deleteFromServer(ada);
    opened[0]?.goOffline();
    await settle();
    assert.equal(opened[0]?.calls.at(-1), 'reconnectNow');
    const error = new ConnectionError(userError('wrong-password.nul'));
    opened[0].become({ phase: 'needsUser', error });
    await deleted;
    assert.deepEqual([store.list(), secrets.all.size], [[], 0]);
  });

  it('A4: leave nothing on this machine when they are removed from it', async () => {
    await accounts.signIn(ada, 'secret');
    await history.save({ account: ada, chat: 'bob@example.org' }, message);
    await accounts.remove(ada);
    assert.deepEqual([store.list(), secrets.all.size, [...accounts.values()]], [[], 0, []]);
    assert.equal(await history.find({ account: ada, chat: 'bob@example.org' }, 'm'), undefined);
    assert.deepEqual([...accounts.removed], [ada]);
    await accounts.signIn(ada, 'secret');
    assert.deepEqual([...accounts.removed], []);
    await accounts.signOut(ada);
    assert.deepEqual([...accounts.removed], []);
  });

  it('trust one certificate, from the next attempt on', async () => {
    await assert.rejects(accounts.pinCertificate(ada, fingerprint.toLowerCase()), {
      code: 'bad-fingerprint',
    });
    await accounts.pinCertificate(ada, fingerprint);
    await accounts.signIn(ada, 'secret');
    assert.equal(opened[0]?.options.fingerprint, fingerprint);
  });

  it('remember the strongest mechanism until the user lets it go', async () => {
    await accounts.signIn(ada, 'secret');
    opened[0]?.options.onStrongerMechanism('SCRAM-SHA-256');
    await accounts.get(ada).setPresence('away', 'lunch');
    assert.deepEqual(store.list()[0], {
      jid: ada,
      show: 'away',
      status: 'lunch',
      strongestMechanism: 'SCRAM-SHA-256',
      recentStatuses: ['lunch'],
    });
    await accounts.forgetMechanism(ada);
    assert.equal(store.list()[0]?.strongestMechanism, undefined);
  });

  it('end their connection with the presence offline, and begin one with another', async () => {
    await accounts.signIn(ada, 'secret');
    await accounts.get(ada).setPresence('offline', '');
    await accounts.get(ada).setPresence('dnd', '');
    assert.deepEqual(opened[0]?.calls, ['connect', 'start', 'stop', 'start']);
  });
});
