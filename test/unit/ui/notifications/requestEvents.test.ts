import assert from 'node:assert/strict';
import { createHost } from '../../../../src/host/host.ts';
import { RequestEvents } from '../../../../src/ui/notifications/requestEvents.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { delayedApi } from '../../../support/delayedApi.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';
import { settle } from '../../../support/settle.ts';

const account = 'me@example.org';
const request = (from: string) => `<presence from="${from}@example.org" type="subscribe" />`;

describe('who begins to ask', () => {
  let accounts: FakeAccounts;
  let link: FakeLink;

  beforeEach(async () => {
    accounts = new FakeAccounts();
    link = await accounts.add(account);
  });

  const pass = async (ms: number) => {
    await settle();
    accounts.clock.advance(ms);
    await settle();
  };
  const watch = (delayed: boolean) => {
    const host = createHost(accounts, accounts);
    const told: string[] = [];
    new RequestEvents(new ViewState(delayed ? delayedApi(host) : host), accounts.clock).onDidCome(
      (fresh) => told.push(fresh.map(({ request: { id } }) => id).join(' ')),
    );
    return told;
  };

  for (const delayed of [false, true]) {
    it(`is told once, and no more by a reloaded window${delayed ? ' that another one serves' : ''}`, async () => {
      link.session.receive(request('bob'));
      await pass(1000);
      const told = watch(delayed);
      await pass(1000);
      assert.deepEqual(told, []);
      link.session.receive(request('eve') + request('ada'));
      await pass(1000);
      link.session.receive(request('eve'));
      await pass(1000);
      assert.deepEqual(told, ['eve@example.org ada@example.org']);
    });
  }

  it('is not told again when a new session begins, but when they ask later again', async () => {
    const told = watch(false);
    link.session.receive(request('bob'));
    await pass(1000);
    link.goOffline();
    link.goOnline();
    await pass(1000);
    link.session.receive(request('bob'));
    await pass(1000);
    assert.deepEqual(told, ['bob@example.org']);
    link.session.receive('<presence from="bob@example.org" type="unsubscribe" />');
    await pass(1000);
    await pass(60_000);
    link.session.receive(request('bob'));
    await pass(1000);
    assert.deepEqual(told, ['bob@example.org', 'bob@example.org']);
  });
});
