import assert from 'node:assert/strict';
import type { OfChat } from '../../../../src/api/requests.ts';
import type { ContactView, ConversationView, RoomView } from '../../../../src/api/views.ts';
import { Emitter } from '../../../../src/base/event.ts';
import type { DesktopNotification } from '../../../../src/ui/desktop/desktopNotifications.ts';
import { type DesktopContent, Notifier } from '../../../../src/ui/notifications/notifier.ts';
import type { Said } from '../../../../src/ui/notifications/notify.ts';
import type { ChangedOf } from '../../../../src/ui/watchedByAccount.ts';
import { settle } from '../../../support/settle.ts';

const of = { account: 'me@example.org', chat: 'ada@example.org' };
const KEY = 'me@example.org\nada@example.org';

describe('where to notify', () => {
  let focused: boolean;
  let wanted: boolean;
  let works: boolean;
  let content: DesktopContent;
  let shown: DesktopNotification[];
  let log: string[];
  let unread: number | undefined;
  let contact: Partial<ContactView> | undefined;
  let room: Partial<RoomView> | undefined;
  let picture: Promise<string | undefined>;
  let changes: Emitter<ChangedOf<ConversationView>>;
  let notifier: Notifier;

  const desktop = {
    show: (notification: DesktopNotification) => {
      shown.push(notification);
      return Promise.resolve(works);
    },
    remove: (key: string) => {
      log.push(`removed ${key}`);
    },
    dispose: () => undefined,
  };
  const note = (what: string) => (chat: OfChat, text?: string) => {
    log.push([what, chat.chat, ...(text === undefined ? [] : [text])].join(' '));
  };

  beforeEach(() => {
    [focused, wanted, works, content, unread] = [false, true, true, 'all', 1];
    [shown, log] = [[], []];
    [contact, room] = [undefined, undefined];
    picture = Promise.resolve('/avatars/one');
    changes = new Emitter();
    const never = new Emitter<never>().event;
    const state = {
      ...{ onConversations: changes.event, onContacts: changes.event as never },
      ...{ onRooms: changes.event as never, onPrivateChats: never },
      conversation: () => (unread === undefined ? undefined : ({ unread } as ConversationView)),
      contact: () => contact as ContactView | undefined,
      room: () => room as RoomView | undefined,
      privateChat: () => undefined,
    };
    notifier = new Notifier(state, {
      isFocused: () => focused,
      desktop: () => (wanted ? Promise.resolve(desktop) : undefined),
      content: () => content,
      sound: () => false,
      picture: ({ chat }, hash) => {
        log.push(`picture ${hash} of ${chat}`);
        return picture;
      },
      sayInEditor: ({ text }) => {
        log.push(`editor ${text}`);
      },
      raise: (token) => {
        log.push(`raised ${token ?? ''}`);
      },
      answer: note('answered'),
      markRead: note('read'),
    });
  });

  const message: Said = {
    kind: 'message',
    text: 'Ada: Hello',
    from: { of, name: 'Ada', words: 'Hello', isAnswerable: true },
    open: () => {
      log.push('opened');
    },
  };
  const say = async (changed: Partial<Said> = {}) => {
    notifier.say({ ...message, ...changed });
    await settle();
    return shown.at(-1);
  };

  it('is the desktop while no window has the focus, in place of the editor', async () => {
    const { key, summary, body, sound, actions } = (await say()) ?? assert.fail();
    assert.deepEqual(
      { key, summary, body, sound },
      { key: KEY, summary: 'Ada', body: 'Hello', sound: false },
    );
    assert.deepEqual(
      actions.map(({ label }) => label),
      ['Mark as Read'],
    );
    assert.deepEqual(log, []);
  });

  it('is the editor where the window has the focus, and where the desktop is not to be told', async () => {
    focused = true;
    await say();
    focused = false;
    wanted = false;
    await say();
    assert.deepEqual([log, shown.length], [['editor Ada: Hello', 'editor Ada: Hello'], 0]);
  });

  it('is the editor where the desktop cannot', async () => {
    works = false;
    await say();
    assert.deepEqual(log, ['editor Ada: Hello']);
  });

  it('tells the desktop as much as the user wants', async () => {
    const told = async (changed: Partial<Said> = {}) => {
      const { summary, body, reply } = (await say(changed)) ?? assert.fail();
      return [summary, body, reply !== undefined];
    };
    const { from, ...status } = { ...message, kind: 'status', text: 'Ada is now “late”' } as const;
    assert.ok(from);
    const statusTold = async () => {
      notifier.say(status);
      await settle();
      return [shown.at(-1)?.summary, shown.at(-1)?.body];
    };
    assert.deepEqual(await told(), ['Ada', 'Hello', true]);
    assert.deepEqual(await statusTold(), ['Parley', 'Ada is now “late”']);
    content = 'name';
    assert.deepEqual(await told(), ['Ada', 'New message', true]);
    assert.deepEqual(await statusTold(), ['Parley', 'News of a contact']);
    content = 'nothing';
    assert.deepEqual(await told(), ['Parley', 'New message', false]);
    assert.deepEqual(await told({ kind: 'file' }), ['Parley', 'New file', false]);
  });

  it('has the avatar of whom the user knows, unless nothing is to be told', async () => {
    const from = { of, name: 'Ada', words: 'Hello', isAnswerable: true, avatar: 'a1' };
    assert.equal((await say())?.picture, undefined);
    assert.equal((await say({ from }))?.picture, '/avatars/one');
    picture = Promise.resolve(undefined);
    const without = (await say({ from })) ?? assert.fail();
    assert.equal('picture' in without, false);
    assert.equal(log.length, 2);
    content = 'nothing';
    await say({ from });
    assert.equal(log.length, 2);
  });

  it('is not shown any more if it is read while the avatar is waited for', async () => {
    let come: (file: string) => void = () => undefined;
    picture = new Promise((resolve) => (come = resolve));
    await say({ from: { of, name: 'Ada', words: '', isAnswerable: true, avatar: 'a1' } });
    unread = 0;
    changes.fire({ account: of.account, changed: 'all' });
    come('/avatars/one');
    await settle();
    assert.deepEqual(shown, []);
  });

  it('A41: shows what cannot be seen in a name and in words, on one line', async () => {
    const from = { of, name: 'Ada\u202e\n', words: 'a\u0007\nb', isAnswerable: false };
    const { summary, body } = (await say({ from })) ?? assert.fail();
    assert.deepEqual([summary, body], ['Ada[U+202E]', 'a[U+0007] b']);
  });

  it('opens the chat, then brings the window to the front', async () => {
    (await say())?.open('token');
    assert.deepEqual(log, ['opened', 'raised token']);
  });

  it('answers, marks as read, and does what else is offered', async () => {
    const accept = { label: 'Accept', run: () => log.push('accepted') };
    const { actions, reply } = (await say({ actions: [accept] })) ?? assert.fail();
    for (const { run } of actions) run();
    reply?.('Hi');
    const { chat } = of;
    assert.deepEqual(log, ['accepted', `read ${chat}`, `answered ${chat} Hi`]);
  });

  it('does not let strangers be answered before they are looked at', async () => {
    const from = { of, name: 'eve', words: 'writes', isAnswerable: false };
    const { actions, reply } = (await say({ from })) ?? assert.fail();
    assert.deepEqual([actions, reply], [[], undefined]);
  });

  it('removes what was read, here or elsewhere, once', async () => {
    await say();
    const change = async (changed: ChangedOf<ConversationView>) => {
      changes.fire(changed);
      await settle();
    };
    const changed = [{ id: of.chat, before: undefined, now: { id: of.chat } as ConversationView }];
    await change({ account: of.account, changed });
    unread = 0;
    await change({ account: 'other@example.org', changed: 'all' });
    await change({ account: of.account, changed: [] });
    assert.deepEqual(log, []);
    await change({ account: of.account, changed });
    await change({ account: of.account, changed: 'all' });
    assert.deepEqual(log, [`removed ${KEY}`]);
  });

  it('keeps what a stranger wrote, which is no conversation yet, until it is read', async () => {
    [unread, contact] = [undefined, { unread: 1 }];
    await say();
    const change = [{ id: of.chat, before: undefined, now: undefined }];
    changes.fire({ account: of.account, changed: change });
    await settle();
    assert.deepEqual([shown.length, log], [1, []]);
    contact = { unread: 0 };
    changes.fire({ account: of.account, changed: change });
    await settle();
    assert.deepEqual(log, [`removed ${KEY}`]);
  });

  it('removes what was taken back, in chats and rooms, but not what others wrote', async () => {
    const told = { of, name: 'Ada', words: 'oops', isAnswerable: true };
    const take = async (id: string) => {
      changes.fire({ account: of.account, changed: 'all' });
      await settle();
      return log.splice(0).map((line) => `${id} ${line}`);
    };
    for (const set of [(view: object) => (contact = view), (view: object) => (room = view)]) {
      await say({ from: { ...told, message: 'm' } });
      set({ unread: 1, lastReceived: { id: 'other', excerpt: '', isDeleted: true } });
      assert.deepEqual(await take('other'), []);
      set({ unread: 1, lastReceived: { id: 'm', excerpt: 'oops' } });
      assert.deepEqual(await take('m'), []);
      set({ unread: 1, lastReceived: { id: 'm', excerpt: '', isDeleted: true } });
      assert.deepEqual(await take('m'), [`m removed ${KEY}`]);
    }
  });

  it('removes what belongs to an account that is signed out', async () => {
    await say();
    unread = undefined;
    changes.fire({ account: of.account, changed: 'all' });
    await settle();
    assert.deepEqual(log, [`removed ${KEY}`]);
  });

  it('replaces within a chat, and nothing else', async () => {
    const other = { ...of, chat: 'bob@example.org' };
    await say();
    await say();
    await say({ from: { of: other, name: 'Bob', words: '', isAnswerable: true } });
    const { from, ...news } = message;
    assert.ok(from);
    for (const said of [news, news]) notifier.say(said);
    await settle();
    const keys = shown.map(({ key }) => key);
    assert.equal(keys[0], keys[1]);
    assert.equal(new Set(keys).size, 4);
  });
});
