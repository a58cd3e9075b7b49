import assert from 'node:assert/strict';
import type { Change } from '../../../src/api/topics.ts';
import type { MessageView } from '../../../src/api/views.ts';
import { Jid } from '../../../src/base/jid.ts';
import { replyTargetOf } from '../../../src/model/chats/replies.ts';
import { retract } from '../../../src/model/chats/amendments.ts';
import { MessagePages } from '../../../src/host/messagePages.ts';
import type { Chat } from '../../../src/model/chats/chat.ts';
import type { ChatKey, Message, PageOptions } from '../../../src/model/history.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import { Items } from '../../../webview/items.ts';
import { incoming } from '../../support/additions.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import { settle } from '../../support/settle.ts';
import { saying } from '../../support/say.ts';
import { telling } from '../../support/telling.ts';

const account = 'me@example.org';
const bob = 'bob@example.org';
const of = { account, chat: bob };

/** A history that answers what it found when asked, but not before it is told to. */
class SlowHistory extends MemoryHistory {
  readonly #waiting: (() => void)[] = [];
  slow = false;
  broken = false;

  override async load(key: ChatKey, query: PageOptions) {
    const found = await super.load(key, query);
    if (this.broken) throw new Error('the disk is gone');
    if (this.slow) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return found;
  }

  async answer(): Promise<void> {
    await settle();
    for (const answer of this.#waiting.splice(0)) answer();
    await settle();
  }
}

describe('MessagePages', () => {
  let history: SlowHistory;
  let accounts: FakeAccounts;
  let pages: MessagePages;
  let chat: Chat;
  let changes: Change<MessageView>[];

  beforeEach(async () => {
    history = new SlowHistory();
    accounts = new FakeAccounts(history);
    await accounts.add(account, `<item jid="${bob}" name="Bob" subscription="both" />`);
    pages = new MessagePages(accounts);
    chat = accounts.get(account).chats.open(Jid.of(bob));
    changes = [];
  });

  const receive = (body: string) => {
    const { message, ...addition } = incoming(chat.key, body);
    return chat.receiveAll([{ ...addition, message: { ...message, time: Number(body) } }]);
  };
  const fill = async (count: number) => {
    for (let n = 0; n < count; n++) await receive(String(n));
  };
  const watch = () => pages.watch(accounts.get(account), of, (change) => changes.push(change));
  /** Lets changes be told. Result: what a view has then. */
  const seen = async () => {
    await settle();
    accounts.clock.advance(20);
    const items = new Items<MessageView>();
    for (const change of changes) items.apply(change);
    return items.all;
  };
  const bodies = async () => (await seen()).map(({ body }) => body);
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => String(from + index));

  it('hide in answers what was taken back, at once and where they are read later', async () => {
    await fill(1);
    const [answered] = await chat.load({ limit: 1 });
    assert.ok(answered);
    watch();
    await settle();
    const reply = replyTargetOf(chat, answered);
    assert.ok(reply);
    for (let n = 1; n < 60; n++) await chat.queue({ body: String(n), reply });
    const excerpts = async () => new Set((await seen()).map(({ reply }) => reply?.excerpt));
    assert.deepEqual(await excerpts(), new Set([undefined, '0']));
    await chat.change(answered.id, retract(1));
    assert.deepEqual(await excerpts(), new Set([undefined, '']));
    changes = [];
    pages.watch(accounts.get(account), { ...of, view: 'other' }, (change) => changes.push(change));
    assert.deepEqual(await excerpts(), new Set(['']));
  });

  it('tell the newest fifty, then what comes', async () => {
    await fill(60);
    watch();
    assert.deepEqual(await bodies(), numbers(10, 60));
    await receive('60');
    assert.deepEqual(await bodies(), numbers(10, 61));
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ['snapshot', 'upsert'],
    );
  });

  it('go back page by page, up to the first message', async () => {
    await fill(120);
    watch();
    await settle();
    const more: boolean[] = [];
    pages.onEdges(() => more.push(pages.edges(of).hasOlder));
    assert.equal(pages.edges(of).hasOlder, true);
    // Asked twice at once, as by a hasty scroll.
    await Promise.all([pages.loadOlder(of), pages.loadOlder(of)]);
    assert.deepEqual(await bodies(), numbers(0, 120));
    assert.deepEqual(more, [true, false]);
    const told = changes.length;
    await pages.loadOlder(of);
    assert.equal(changes.length, told);
  });

  it('tell changes of what was told, and of nothing else', async () => {
    const { id: old } = await chat.queue({ body: 'old' });
    await fill(50);
    const { id: shown } = await chat.queue({ body: 'shown' });
    watch();
    await settle();
    await chat.mark(old, 'delivered');
    await chat.mark(shown, 'delivered');
    assert.deepEqual((await seen()).at(-1)?.delivery, 'delivered');
    assert.deepEqual(
      changes
        .flatMap((change) => (change.kind === 'upsert' ? change.items : []))
        .map(({ id }) => id),
      [shown],
    );
  });

  it('miss nothing that happens while the history is read', async () => {
    const { id: early } = await chat.queue({ body: 'early' });
    history.slow = true;
    watch();
    await settle();
    await chat.mark(early, 'sent');
    const { id: late } = await chat.queue({ body: 'late' });
    await history.answer();
    assert.equal(changes[0]?.kind, 'snapshot');
    await chat.mark(late, 'delivered');
    assert.deepEqual(
      (await seen()).map(({ body, delivery }) => [body, delivery]),
      [
        ['early', 'sent'],
        ['late', 'delivered'],
      ],
    );
  });

  it('name senders anew when a contact is renamed', async () => {
    await fill(1);
    watch();
    assert.equal((await seen())[0]?.senderName, 'Bob');
    const item = { name: 'Robert', groups: [], subscription: 'both', pending: false } as const;
    const jid = Jid.of(bob);
    accounts.get(account).contacts.applyPush({ jid, item: { jid, ...item } });
    assert.equal((await seen())[0]?.senderName, 'Robert');
    assert.equal(changes.length, 2);
    accounts.get(account).contacts.applyPush({ jid, item: { jid, ...item, groups: ['Team'] } });
    await seen();
    assert.equal(changes.length, 2);
  });

  it('begin anew for whoever comes later, and end with the last', async () => {
    await fill(60);
    const first = watch();
    await settle();
    await pages.loadOlder(of);
    const second = watch();
    await settle();
    assert.equal(changes.at(-1)?.kind, 'snapshot');
    first.dispose();
    const told = changes.length;
    await receive('60');
    assert.equal((await bodies()).length, 61);
    assert.equal(changes.length, told + 1);
    second.dispose();
    await receive('61');
    await seen();
    assert.equal(changes.length, told + 1);
    assert.equal(pages.edges(of).hasOlder, false);
  });

  it('go to a time or a message, and on from there to the newest', async () => {
    await fill(120);
    watch();
    const at = await pages.loadAround(of, 3);
    assert.equal((await chat.find(at ?? ''))?.body, '3');
    assert.deepEqual(await bodies(), numbers(0, 54));
    assert.deepEqual(pages.edges(of), { hasOlder: false, hasNewer: true });
    // What comes now is beyond a gap, and is told when one gets there.
    await receive('120');
    assert.deepEqual(await bodies(), numbers(0, 54));
    await Promise.all([pages.loadNewer(of), pages.loadNewer(of)]);
    assert.deepEqual(await bodies(), numbers(0, 121));
    assert.deepEqual(pages.edges(of), { hasOlder: false, hasNewer: false });
    await receive('121');
    assert.deepEqual(await bodies(), numbers(0, 122));
    const told = changes.length;
    assert.equal(await pages.loadAround(of, at ?? ''), at);
    assert.equal(changes.length, told);
    await assert.rejects(pages.loadAround(of, 'gone'), telling(/no longer there/));
  });

  it('go back to the newest by a time to come', async () => {
    assert.equal(await pages.loadAround(of, 0), null);
    await fill(120);
    watch();
    await pages.loadAround(of, 0);
    await pages.loadAround(of, Number.MAX_SAFE_INTEGER);
    assert.deepEqual(await bodies(), numbers(69, 120));
    assert.deepEqual(pages.edges(of), { hasOlder: true, hasNewer: false });
  });

  it('keep the place when names change far from the newest', async () => {
    await fill(120);
    watch();
    await pages.loadAround(of, 0);
    const told = changes.length;
    const jid = Jid.of(bob);
    const item = { name: 'Robert', groups: [], subscription: 'both', pending: false } as const;
    accounts.get(account).contacts.applyPush({ jid, item: { jid, ...item } });
    assert.deepEqual(await bodies(), numbers(0, 51));
    assert.equal(changes.length, told + 1);
  });

  it('give up what is far from the reader, on either side', async () => {
    await fill(700);
    watch();
    for (let n = 0; n < 13; n++) await pages.loadOlder(of);
    assert.deepEqual(await bodies(), numbers(0, 500));
    assert.deepEqual(pages.edges(of), { hasOlder: false, hasNewer: true });
    for (let n = 0; n < 4; n++) await pages.loadNewer(of);
    assert.deepEqual(await bodies(), numbers(200, 700));
    assert.deepEqual(pages.edges(of), { hasOlder: true, hasNewer: false });
    for (let n = 700; n < 800; n++) await receive(String(n));
    assert.equal((await seen()).at(-1)?.body, '799');
    assert.ok((await seen()).length <= 550);
  });

  it('keep tabs on one chat apart', async () => {
    await fill(120);
    watch();
    const other = { ...of, view: 'other' };
    const heard: Change<MessageView>[] = [];
    pages.watch(accounts.get(account), other, (change) => heard.push(change));
    await pages.loadAround(other, 0);
    assert.deepEqual(await bodies(), numbers(70, 120));
    assert.equal(heard.length, 2);
    assert.deepEqual(pages.edges(of), { hasOlder: true, hasNewer: false });
  });

  it('report a history that cannot be read, and read on when it can', async () => {
    await fill(1);
    history.broken = true;
    watch();
    await settle();
    assert.match(accounts.log.lines.at(-1) ?? '', /could not be read: the disk is gone/);
    history.broken = false;
    watch();
    assert.deepEqual(await bodies(), ['0']);
  });

  it('count the same emoji once, whatever its presentation', async () => {
    const { message, ...addition } = incoming(chat.key, '1');
    const reactions = [
      { sender: bob, emojis: ['👍', '1️⃣'], time: 1 },
      { sender: account, emojis: ['👍\uFE0F', '1⃣', '👍🏽'], time: 2 },
    ];
    await chat.receiveAll([{ ...addition, message: { ...message, reactions } }]);
    watch();
    const [shown] = await seen();
    assert.deepEqual(shown?.reactions, [
      { emoji: '👍', own: true, names: ['Bob', 'You'] },
      { emoji: '1️⃣', own: true, names: ['Bob', 'You'] },
      { emoji: '👍🏽', own: true, names: ['You'] },
    ]);
  });

  it('show file and failure of a message', async () => {
    const file = { name: 'a.ts', url: 'https://h/a.ts' };
    const { id } = await chat.queue({ body: file.url, file });
    await chat.mark(id, 'failed', saying('Nobody is there.'));
    watch();
    const { time, ...view } = (await seen())[0] ?? ({} as Message);
    assert.equal(time, accounts.clock.now() - 20);
    assert.deepEqual(view, {
      id,
      outgoing: true,
      senderName: 'You',
      body: file.url,
      delivery: 'failed',
      error: saying('Nobody is there.'),
      file,
    });
  });
});
