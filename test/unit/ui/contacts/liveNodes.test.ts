import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Api } from '../../../../src/api/channel.ts';
import type { Change } from '../../../../src/api/topics.ts';
import type { ContactView } from '../../../../src/api/views.ts';
import { LiveNodes } from '../../../../src/ui/contacts/liveNodes.ts';
import type { Node } from '../../../../src/ui/contacts/treeNode.ts';
import type { Redrawn } from '../../../../src/ui/treeRedraws.ts';
import { ContactEvents } from '../../../../src/ui/notifications/contactEvents.ts';
import { RequestEvents } from '../../../../src/ui/notifications/requestEvents.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { account, contact, outline } from '../../../support/contactTree.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

/** A host with one account, whose contacts change as told. */
class FakeHost {
  tell: (change: Change<ContactView>) => void = () => undefined;
  readonly api: Api;

  constructor(contacts: readonly ContactView[]) {
    this.api = {
      request: () => Promise.reject(new Error('nothing is asked')),
      watch: (topic, _, listener) => {
        if (topic === 'contacts') this.tell = listener;
        const items = { accounts: [account], contacts }[topic as string] ?? [];
        listener({ kind: 'snapshot', items } as never);
        return { dispose: () => undefined };
      },
    };
  }
}

function follow(contacts: readonly ContactView[], showOffline = true) {
  const host = new FakeHost(contacts);
  const state = new ViewState(host.api);
  const live = new LiveNodes(state, () => showOffline);
  const redrawn: Redrawn<Node>[] = [];
  state.onContacts((change) => redrawn.push(live.apply(change)));
  live.top();
  const made = () => outline(new LiveNodes(state, () => showOffline).top());
  return { host, state, live, redrawn, made };
}

const names = (redrawn: Redrawn<Node> | undefined) =>
  redrawn?.map((node) => (node === undefined ? 'whole' : outline([node])[0]));
const changed = (view: ContactView, change: Partial<ContactView>): Change<ContactView> => ({
  kind: 'upsert',
  items: [{ ...view, ...change }],
});

describe('the nodes of the contacts’ tree, while contacts change', () => {
  const ada = contact('Ada', { groups: ['Team'] }).contact;
  const bob = contact('Bob', { groups: ['Team', 'Chess'] }).contact;
  const lin = contact('Lin').contact;

  it('have one row drawn anew where it stays in its place', () => {
    const { host, live, redrawn } = follow([ada, bob, lin]);
    const before = live.top();
    host.tell(changed(ada, { status: 'Tea' }));
    assert.deepEqual(names(redrawn.at(-1)), ['Ada']);
    const [, team] = live.top();
    assert.ok(team?.kind === 'group' && team === before[1], 'the same objects');
    assert.equal(team.children[0]?.contact.status, 'Tea');
  });

  it('have each row of a contact in several groups drawn anew', () => {
    const { host, redrawn } = follow([ada, bob, lin]);
    host.tell(changed(bob, { unread: 1 }));
    assert.deepEqual(names(redrawn.at(-1)), ['Bob', 'Bob']);
  });

  it('have the group drawn anew in which a row moves, and no other', () => {
    const { host, live, redrawn } = follow([ada, bob, lin]);
    host.tell(changed(ada, { show: 'away' }));
    assert.deepEqual(names(redrawn.at(-1)), [['Team', 'Bob', 'Ada']]);
    assert.equal(live.online, 3);
    host.tell(changed(ada, { show: 'offline' }));
    assert.equal(live.online, 2);
  });

  it('show and hide who comes and goes, where the user wishes so', () => {
    const { host, redrawn, live } = follow([ada, bob, lin], false);
    host.tell(changed(ada, { show: 'offline' }));
    assert.deepEqual(names(redrawn.at(-1)), [['Team', 'Bob']]);
    host.tell(changed(ada, { show: 'dnd' }));
    assert.deepEqual(names(redrawn.at(-1)), [['Team', 'Bob', 'Ada']]);
    host.tell(changed(bob, { show: 'offline' }));
    assert.deepEqual(names(redrawn.at(-1)), ['whole'], 'a group is gone');
    assert.deepEqual(outline(live.top()), [['Team', 'Ada'], 'Lin']);
  });

  it('keep a pinned contact in sight above all groups, whatever becomes of them', () => {
    const { host, redrawn, live } = follow([ada, { ...bob, isPinned: true }, lin], false);
    assert.deepEqual(outline(live.top()).slice(0, 2), [
      ['Pinned', 'Bob'],
      ['Chess', 'Bob'],
    ]);
    host.tell(changed({ ...bob, isPinned: true }, { show: 'offline' }));
    assert.deepEqual(names(redrawn.at(-1)), ['whole'], 'a group is gone');
    assert.deepEqual(outline(live.top()), [['Pinned', 'Bob'], ['Team', 'Ada'], 'Lin']);
    host.tell(changed({ ...bob, isPinned: true }, { show: 'offline', status: 'Away' }));
    assert.deepEqual(names(redrawn.at(-1)), ['Bob']);
    host.tell(changed(bob, {}));
    assert.deepEqual(outline(live.top()), [['Chess', 'Bob'], ['Team', 'Ada', 'Bob'], 'Lin']);
  });

  it('are made anew for another name, another group, and who is added or removed', () => {
    const { host, redrawn } = follow([ada, bob, lin]);
    host.tell(changed(ada, { name: 'Countess' }));
    host.tell(changed(lin, { groups: ['Team'] }));
    host.tell({ kind: 'remove', ids: [bob.id] });
    host.tell({ kind: 'upsert', items: [contact('Zoe').contact] });
    assert.deepEqual(redrawn.map(names), [['whole'], ['whole'], ['whole'], ['whole']]);
  });

  it('are at any time as if they had been made anew', () => {
    const shows = fc.constantFrom('available', 'away', 'offline') as fc.Arbitrary<'away'>;
    const groups = fc.subarray(['Team', 'Chess']);
    const view = fc
      .record({
        name: fc.constantFrom('Ada', 'Bob', 'Lin', 'Zoe', 'zoe'),
        ...{ show: shows, groups, unread: fc.nat(1), inRoster: fc.boolean() },
        isPinned: fc.option(fc.constant(true as const)),
      })
      .map(({ name, isPinned, ...rest }) => {
        return contact(name, { ...rest, ...(isPinned && { isPinned }) }).contact;
      });
    const presence = fc.record({ show: shows, unread: fc.nat(1) });
    const steps = fc.array(fc.tuple(fc.nat(), presence, fc.option(view)), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(view), fc.boolean(), steps, (contacts, showOffline, changes) => {
        const { host, state, live, made } = follow(contacts, showOffline);
        for (const [at, change, other] of changes) {
          const known = state.contactsOf(account.id);
          const one = other ?? known[at % Math.max(known.length, 1)];
          if (one) host.tell(changed(one, other ? {} : change));
          assert.deepEqual(outline(live.top()), made());
        }
        const online = state.contacts.filter(({ contact: { show } }) => show !== 'offline');
        assert.equal(live.online, online.length);
      }),
    );
  });

  it('cost the looking at a few of 10,000 contacts, when one’s presence changes', () => {
    let looked = 0;
    const counted = (view: ContactView) =>
      new Proxy(view, { get: (of, name) => ((looked += 1), of[name as 'id']) });
    const contacts = Array.from({ length: 10_000 }, (_, n) => contact(`Contact ${n}`).contact);
    const { host, state, live, redrawn } = follow(contacts.map(counted));
    const clock = new FakeClock();
    new ContactEvents(state, clock);
    new RequestEvents(state, clock);
    assert.equal(live.online, 10_000);
    const one = contacts[5000] ?? assert.fail();
    for (const [change, drawn] of [
      [{ status: 'Tea' }, [one.name]],
      [{ show: 'away' }, ['whole']],
    ] as const) {
      looked = 0;
      host.tell({ kind: 'upsert', items: [counted({ ...one, ...change })] });
      assert.deepEqual(names(redrawn.at(-1)), drawn);
      assert.equal(live.online, 10_000);
      assert.ok(looked < 250, `${looked} times looked at a contact`);
    }
    const last = live.top().at(-1);
    assert.equal(last?.kind === 'contact' && last.contact.name, one.name);
  });
});
