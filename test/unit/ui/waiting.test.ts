import assert from 'node:assert/strict';
import { createHost } from '../../../src/host/host.ts';
import { ViewState } from '../../../src/ui/state.ts';
import { topNodes } from '../../../src/ui/contacts/contactNodes.ts';
import { waitingIn } from '../../../src/ui/waiting.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import type { FakeLink } from '../../support/fakeLink.ts';
import { conversation } from '../../support/conversations.ts';
import { account } from '../../support/contactTree.ts';
import { settle } from '../../support/settle.ts';

const ONE = 'me@example.org';
const OTHER = 'me@work.example';
const bob = 'bob@example.org';

describe('what waits for the user', () => {
  let accounts: FakeAccounts;
  let state: ViewState;
  const links = new Map<string, FakeLink>();

  beforeEach(async () => {
    accounts = new FakeAccounts();
    for (const id of [ONE, OTHER]) {
      links.set(id, await accounts.add(id, `<item jid="${bob}" subscription="both" />`));
    }
    state = new ViewState(createHost(accounts, accounts));
  });

  const receive = async (account: string, ...stanzas: readonly string[]) => {
    for (const stanza of stanzas) links.get(account)?.session.receive(stanza);
    await settle();
    accounts.clock.advance(20);
    await settle();
  };
  const message = (from: string) =>
    `<message type="chat" from="${from}/x"><body>hi</body></message>`;
  /** What the rows of the tree say, added up. */
  const rows = () => {
    const tree = {
      ...{ invitations: [], suggestions: state.suggestions, approvals: [], rooms: [] },
      ...{ showOffline: true, showStrangers: true },
    };
    const { groups, ungrouped, requests } = topNodes({
      ...{ ...tree, contacts: state.contacts, requests: state.requests },
    });
    const contacts = [...groups.flatMap(({ children }) => children), ...ungrouped];
    const asking = requests.reduce(
      (sum, { children, others }) => sum + children.length + others,
      0,
    );
    return contacts.reduce((sum, { contact }) => sum + contact.unread, asking);
  };

  it('is every unread message and every request, of all accounts', async () => {
    assert.deepEqual(waitingIn(state), { count: 0, text: '' });
    await receive(ONE, message(bob));
    assert.deepEqual(waitingIn(state), { count: 1, text: '1 unread message' });
    const many = Array.from({ length: 150 }, () => message(bob));
    await receive(OTHER, ...many, message('eve@example.org'));
    await receive(OTHER, '<presence type="subscribe" from="eve@example.org" />');
    // Who is not a contact is one request, whatever they send.
    assert.deepEqual(waitingIn(state), { count: 152, text: '151 unread messages, 1 request' });
    assert.equal(rows(), 152);
    await accounts.get(OTHER).chats.find(bob)?.markRead();
    await receive(OTHER);
    assert.deepEqual(waitingIn(state), { count: 2, text: '1 unread message, 1 request' });
    await receive(OTHER, message('mallory@example.org'), message('mallory@example.org'));
    assert.deepEqual(waitingIn(state), { count: 3, text: '1 unread message, 2 requests' });
    assert.equal(rows(), 3);
    assert.deepEqual(waitingIn(state, false), { count: 2, text: '1 unread message, 1 request' });
  });

  it('is every sender who suggests contacts', async () => {
    const item = '<item jid="carol@example.org" />';
    const suggestion = `<message from="${bob}/x"><x xmlns="http://jabber.org/protocol/rosterx">${item}</x></message>`;
    await receive(ONE, suggestion, suggestion);
    assert.deepEqual(waitingIn(state), { count: 1, text: '1 request' });
    assert.equal(rows(), 1);
    accounts.get(ONE).suggestions.settle(bob);
    await receive(ONE);
    assert.equal(waitingIn(state).count, 0);
  });

  it('is what the rows add up to, also when a sender is no longer a contact', async () => {
    await receive(ONE, message(bob));
    await receive(
      ONE,
      `<iq type="set" id="p"><query xmlns="jabber:iq:roster"><item jid="${bob}" subscription="remove" /></query></iq>`,
    );
    assert.deepEqual([waitingIn(state).count, rows()], [1, 1]);
    assert.equal(state.contact(ONE, bob)?.inRoster, false);
  });

  it('is nothing of a chat that is muted, until it is no longer', async () => {
    const account = accounts.get(ONE);
    account.chatOptions.mute(bob, accounts.clock.now() + 60_000);
    await receive(ONE, message(bob));
    assert.equal(waitingIn(state).count, 0);
    assert.deepEqual([rows(), state.conversation(ONE, bob)?.unread], [1, 1]);
    accounts.clock.advance(60_000);
    await receive(ONE);
    assert.equal(waitingIn(state).count, 1);
  });

  it('goes with an account that is signed out', async () => {
    await receive(OTHER, message(bob));
    await accounts.signOut(OTHER);
    await receive(ONE);
    assert.equal(waitingIn(state).count, 0);
  });
});

describe('what waits for the user in conversations', () => {
  it('is what notifies by the level of each, and every invitation', () => {
    const conversations = (['always', 'on-mention', 'never'] as const).map((level) =>
      conversation(level, { level, unread: 10, mentions: 2 }),
    );
    const invitation = {
      ...{ id: '1', room: 'lobby@rooms.example.org', inviter: '', reason: '' },
      ...{ hasPassword: false, time: 0 },
    };
    const invitations = [{ account, invitation }];
    const approval = {
      ...{ id: '1', room: 'lobby@rooms.example.org', kind: 'voice' as const },
      ...{ nick: 'Ada', about: '', time: 0 },
    };
    const approvals = [{ account, approval }];
    const none = { accounts: [], requests: [], suggestions: [] };
    assert.deepEqual(waitingIn({ ...none, approvals, conversations, invitations }), {
      count: 14,
      text: '12 unread messages, 1 request, 1 invitation',
    });
  });
});
