import assert from 'node:assert/strict';
import type { Change } from '../../../../src/api/topics.ts';
import type { ContactView, ConversationView } from '../../../../src/api/views.ts';
import { createHost, type Host } from '../../../../src/host/host.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import type { FakeClock } from '../../../support/fakeClock.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';
import { settle } from '../../../support/settle.ts';

const account = 'me@example.org';

const item = (name: string, ...groups: readonly string[]) =>
  `<item jid="${name}@example.org" subscription="both">${groups.map((group) => `<group>${group}</group>`).join('')}</item>`;

describe('the groups of the roster, changed by the user', () => {
  let link: FakeLink;
  let host: Host;
  let clock: FakeClock;
  let sentBefore: number;

  const start = async (...items: readonly string[]) => {
    const accounts = new FakeAccounts();
    link = await accounts.add(account, items.join(''));
    host = createHost(accounts, accounts);
    clock = accounts.clock;
    sentBefore = link.session.sent.length;
  };
  /** The groups that were set, by contact; each set is answered. */
  const done = async (work: Promise<unknown>) => {
    const all: string[][] = [];
    const doing = { isDone: false };
    const end = work.finally(() => {
      doing.isDone = true;
    });
    end.catch(() => undefined);
    await settle();
    while (!doing.isDone) {
      const stanzas = link.session.sent.slice(sentBefore);
      sentBefore += stanzas.length;
      for (const stanza of stanzas) {
        const set = stanza.getChildElements()[0]?.getChildElements()[0];
        const groups = set?.getChildElements().map((group) => group.text()) ?? [];
        all.push([set?.attrs['jid'] ?? '', ...groups]);
        link.session.receive(`<iq type="result" id="${stanza.attrs['id'] ?? ''}"/>`);
      }
      await settle();
    }
    await end;
    return all;
  };

  it('take a contact in, out of the one that it is dragged from and no other', async () => {
    await start(item('ada', 'Team', 'Chess'), item('bob'), item('zoe', 'Friends'));
    const contacts = [
      { contact: 'ada@example.org', from: 'Team' },
      { contact: 'bob@example.org', from: '' },
      { contact: 'zoe@example.org', from: 'Friends' },
    ];
    const changes = await done(host.request('moveContacts', { account, contacts, to: 'Friends' }));
    assert.deepEqual(changes, [
      ['ada@example.org', 'Friends', 'Chess'],
      ['bob@example.org', 'Friends'],
    ]);
    const out = [{ contact: 'ada@example.org', from: 'Chess' }];
    assert.deepEqual(await done(host.request('moveContacts', { account, contacts: out, to: '' })), [
      ['ada@example.org', 'Team'],
    ]);
  });

  it('take nobody in if one of them is not in the roster', async () => {
    await start(item('ada', 'Team'));
    const contacts = ['ada', 'eve'].map((name) => ({ contact: `${name}@example.org`, from: '' }));
    const moving = host.request('moveContacts', { account, contacts, to: 'Friends' });
    await assert.rejects(done(moving), { code: 'no-contact' });
    assert.equal(link.session.sent.length, sentBefore);
  });

  it('are renamed for each contact, some at a time, and joined with one of the new name', async () => {
    const names = Array.from({ length: 25 }, (_, at) => `u${at}`);
    await start(...names.map((name) => item(name, 'Team', 'Work')), item('zoe', 'Work'));
    const renaming = host.request('renameGroup', { account, group: 'Team', name: ' Work ' });
    await settle();
    assert.equal(link.session.sent.length - sentBefore, 10);
    assert.deepEqual(
      await done(renaming),
      names.map((name) => [`${name}@example.org`, 'Work']),
    );
  });

  it('are deleted, and their contacts stay', async () => {
    await start(item('ada', 'Team', 'Chess'), item('bob', 'Team'));
    const changes = await done(host.request('deleteGroup', { account, group: 'Team' }));
    assert.deepEqual(changes, [['ada@example.org', 'Chess'], ['bob@example.org']]);
  });

  it('have a pinned contact stand apart, who need not have a chat, and no chat is listed for it', async () => {
    await start(item('ada', 'Team'));
    const of = { account, chat: 'ada@example.org' };
    const contacts: Change<ContactView>[] = [];
    const conversations: Change<ConversationView>[] = [];
    host.watch('contacts', { account }, (change) => contacts.push(change));
    host.watch('conversations', { account }, (change) => conversations.push(change));
    await host.request('pinContact', { ...of, pinned: true });
    clock.advance(20);
    const told = contacts.at(-1);
    assert.ok(told?.kind === 'upsert' && told.items[0]?.isPinned === true);
    assert.deepEqual(conversations.slice(1), [{ kind: 'remove', ids: [of.chat] }]);
    const stranger = { account, chat: 'eve@example.org', pinned: true };
    await assert.rejects(host.request('pinContact', stranger), { code: 'no-contact' });
  });

  it('stay as they are offline, and it is said once', async () => {
    await start(item('ada', 'Team'), item('bob', 'Team'));
    link.goOffline();
    await assert.rejects(host.request('renameGroup', { account, group: 'Team', name: 'Work' }), {
      code: 'offline',
    });
  });
});
