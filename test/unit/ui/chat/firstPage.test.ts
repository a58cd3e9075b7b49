import assert from 'node:assert/strict';
import { createHost, type Host } from '../../../../src/host/host.ts';
import { readFirstPage } from '../../../../src/ui/chat/firstPage.ts';
import { Relay } from '../../../../src/windows/relay.ts';
import { delayedApi } from '../../../support/delayedApi.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';

const account = 'me@example.org';
const of = { account, chat: 'bob@example.org' };
/** Longer than a busy machine needs. */
const PATIENCE_MS = 60_000;

describe('the first page of a chat tab', () => {
  let accounts: FakeAccounts;
  let host: Host;

  beforeEach(async () => {
    accounts = new FakeAccounts();
    host = createHost(accounts, accounts);
    await accounts.add(account, `<item jid="${of.chat}" name="Bob" />`);
  });

  const write = (body: string) => host.request('sendMessage', { ...of, body });

  for (const [where, apiOf] of [
    ['in the same window', (api: Host) => api],
    ['from another window', delayedApi],
  ] as const) {
    it(`has the head and the newest messages, ${where}`, async () => {
      for (let n = 0; n < 51; n += 1) await write(`message ${n}`);
      const first = await readFirstPage(apiOf(host), of, PATIENCE_MS);
      assert.equal(first?.head.name, 'Bob');
      assert.equal(first.head.hasOlder, true);
      assert.deepEqual(
        [first.messages.length, first.messages[0]?.body, first.messages.at(-1)?.body],
        [50, 'message 1', 'message 50'],
      );
      await write('later');
      assert.equal(first.messages.length, 50);
    });
  }

  it('is absent for an account that is signed out', async () => {
    assert.equal(
      await readFirstPage(host, { ...of, account: 'no@example.org' }, PATIENCE_MS),
      undefined,
    );
  });

  it('is absent where it would be too long', async () => {
    const long = 'x'.repeat(60_000);
    for (let n = 0; n < 4; n += 1) await write(long);
    assert.equal((await readFirstPage(host, of, PATIENCE_MS))?.messages.length, 4);
    await write(long);
    assert.equal(await readFirstPage(host, of, PATIENCE_MS), undefined);
  });

  it('is not waited for while no window has the session', async () => {
    assert.equal(await readFirstPage(new Relay(accounts), of), undefined);
  });
});
