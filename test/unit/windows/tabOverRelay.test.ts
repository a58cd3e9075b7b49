import assert from 'node:assert/strict';
import { connectApi, type HostMessage, RequestError } from '../../../src/api/channel.ts';
import { userError } from '../../../src/base/userError.ts';
import { createHost, type Host } from '../../../src/host/host.ts';
import { connectTab } from '../../../src/host/tab.ts';
import { isRepeatable } from '../../../src/host/methods.ts';
import { Relay } from '../../../src/windows/relay.ts';
import { ChatStore } from '../../../webview/store.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import { settle } from '../../support/settle.ts';

const account = 'me@example.org';
const of = { account, chat: 'bob@example.org' };

/** All that is between a chat tab and the model, but for the pipe. */
describe('a chat tab, over its channel and the relay', () => {
  let accounts: FakeAccounts;
  let host: Host;
  let relay: Relay;
  let store: ChatStore;

  beforeEach(() => {
    accounts = new FakeAccounts();
    host = createHost(accounts, accounts);
    relay = new Relay(accounts);
    const heard: ((message: HostMessage) => void)[] = [];
    const channel = connectTab(relay, of, (message) => {
      for (const listener of heard) listener(message);
    });
    const api = connectApi({
      post: (message) => assert.ok(channel.receive(message)),
      onMessage: (listener) => heard.push(listener),
    });
    store = new ChatStore(api, of, { getState: () => undefined, setState: () => undefined });
    store.start(() => undefined);
  });

  const signIn = () => accounts.add(account, `<item jid="${of.chat}" name="Bob" />`);
  const shown = async () => {
    await settle();
    accounts.clock.advance(20);
    await settle();
    const { loaded, messages } = store.pages;
    return [store.trouble?.code, loaded, store.head?.name, messages.map(({ body }) => body)];
  };

  it('shows nothing of an account that is signed out, and goes on with it when it is back', async () => {
    relay.serveFrom(host);
    assert.deepEqual(await shown(), ['no-account', true, undefined, []]);
    await signIn();
    await host.request('sendMessage', { ...of, body: 'one' });
    assert.deepEqual(await shown(), [undefined, true, 'Bob', ['one']]);
    await host.request('signOut', { account });
    assert.deepEqual(await shown(), ['no-account', true, undefined, []]);
    const link = await signIn();
    link.session.receive(`<message from="${of.chat}/x" type="chat"><body>two</body></message>`);
    assert.deepEqual(await shown(), [undefined, true, 'Bob', ['one', 'two']]);
  });

  it('goes on at another window, which has the account as an object of its own', async () => {
    await signIn();
    relay.serveFrom(host);
    await shown();
    relay.lose(isRepeatable);
    accounts = new FakeAccounts();
    await signIn();
    host = createHost(accounts, accounts);
    relay.serveFrom(host);
    await host.request('sendMessage', { ...of, body: 'there' });
    assert.deepEqual(await shown(), [undefined, true, 'Bob', ['there']]);
  });

  it('is told that it was refused, by whoever serves, and why', async () => {
    const refusal = new RequestError(userError('bad-request'));
    relay.serveFrom({
      request: () => Promise.reject(refusal),
      watch: () => {
        throw refusal;
      },
    });
    assert.deepEqual(await shown(), ['bad-request', false, undefined, []]);
    store.watchAgain();
    assert.equal(store.trouble?.code, 'bad-request');
  });

  it('is told that nobody serves it', async () => {
    relay.refuse(new RequestError(userError('other-version', { own: '1.0.0' })));
    assert.deepEqual(await shown(), ['other-version', false, undefined, []]);
  });
});
