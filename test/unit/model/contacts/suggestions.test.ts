import assert from 'node:assert/strict';
import type { Change } from '../../../../src/api/topics.ts';
import type { ContactSuggestionView } from '../../../../src/api/views.ts';
import { createHost, type Host } from '../../../../src/host/host.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';

const account = 'me@example.org';
const bob = 'bob@example.org';

describe('contacts that somebody suggests', () => {
  let link: FakeLink;
  let host: Host;
  let accounts: FakeAccounts;
  let changes: Change<ContactSuggestionView>[];
  let sentBefore: number;

  beforeEach(async () => {
    accounts = new FakeAccounts();
    link = await accounts.add(
      account,
      `<item jid="${bob}" subscription="both"><group>Team</group></item>`,
    );
    host = createHost(accounts, accounts);
    changes = [];
    host.watch('contactSuggestions', { account }, (change) => changes.push(change));
    sentBefore = link.session.sent.length;
  });

  const suggest = (from: string, items: string) => {
    link.session.receive(
      `<message from="${from}"><x xmlns="http://jabber.org/protocol/rosterx">${items}</x></message>`,
    );
    accounts.clock.advance(20);
  };
  const added = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `<item jid="u${from + n}@example.org"/>`).join('');
  const told = () => {
    const last = changes.at(-1);
    return last?.kind === 'upsert' ? last.items[0] : last;
  };

  it('wait for the user, and nothing is sent', async () => {
    suggest(
      `${bob}/x`,
      `<item jid="zoe@example.org" name="Zoe"><group>Team</group></item><item jid="${account}"/><item jid="${bob}"/>`,
    );
    assert.deepEqual(told(), {
      id: bob,
      contacts: [{ address: 'zoe@example.org', name: 'Zoe', groups: ['Team'] }],
    });
    suggest(`${bob}/x`, '<item jid="lin@example.org"/>');
    const both = told();
    assert.ok(both && 'contacts' in both && both.contacts.length === 2);
    assert.equal(link.session.sent.length, sentBefore);
    await host.request('settleSuggestion', { account, suggestion: bob });
    accounts.clock.advance(20);
    assert.deepEqual(told(), { kind: 'remove', ids: [bob] });
  });

  it('are none of strangers, and none that are contacts in such groups already', () => {
    suggest('eve@example.com/x', '<item jid="zoe@example.org"/>');
    suggest(`${bob}/x`, `<item jid="${bob}"><group>Team</group></item>`);
    assert.deepEqual(told(), { kind: 'snapshot', items: [] });
    suggest(`${bob}/x`, `<item jid="${bob}"><group>Chess</group></item>`);
    assert.ok('contacts' in (told() ?? {}));
  });

  it('may come from our server', () => {
    suggest('example.org', '<item jid="zoe@example.org"/>');
    assert.ok('contacts' in (told() ?? {}));
  });

  it('are not more than a user can look through, however many are sent', () => {
    suggest(`${bob}/x`, added(0, 150));
    suggest(`${bob}/x`, added(100, 400));
    const all = told();
    assert.ok(all && 'contacts' in all);
    assert.equal(all.contacts.length, 200);
  });
});
