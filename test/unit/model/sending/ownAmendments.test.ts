import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { userError } from '../../../../src/base/userError.ts';
import type { Chat } from '../../../../src/model/chats/chat.ts';
import { Chats } from '../../../../src/model/chats/chats.ts';
import { ChatStates } from '../../../../src/model/chats/chatStates.ts';
import { Outbox } from '../../../../src/model/sending/outbox.ts';
import { preparePlain } from '../../../../src/model/sending/prepare.ts';
import { OwnAmendments } from '../../../../src/model/sending/ownAmendments.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { settle } from '../../../support/settle.ts';
import { saying } from '../../../support/say.ts';

const CHANGE_REFUSED = userError('forbidden', { task: userError('task.deliver-change') });

const me = 'juliet@example.org';
const bob = Jid.of('bob@example.org');

describe('OwnAmendments', () => {
  let link: FakeLink;
  let history: MemoryHistory;
  let chat: Chat;
  let outbox: Outbox;
  let changes: OwnAmendments;

  beforeEach(() => {
    link = new FakeLink();
    history = new MemoryHistory();
    start();
  });

  /** As at a start of the extension: all that is known is what was kept. */
  const start = () => {
    const clock = new FakeClock();
    const chats = new Chats(me, { history, clock });
    const states = new ChatStates({
      session: () => link.session,
      sendChatStates: () => true,
      clock: link.session.clock,
    });
    outbox = new Outbox({
      chats,
      prepare: preparePlain({ states, mentionsIn: () => [], admit: () => undefined }),
      isInside: () => false,
      join: () => undefined,
      fail: (error) => {
        assert.fail(String(error));
      },
    });
    outbox.attach(link);
    changes = new OwnAmendments(outbox, clock);
    chat = chats.open(bob);
  };
  const open = () => {
    link.goOnline();
    outbox.open(link);
  };
  /** A message of ours that the server has. */
  const send = async (body: string) => {
    open();
    const id = await outbox.send(bob, { body });
    link.acknowledge(id);
    await settle();
    return id;
  };
  const receive = async (body: string) => {
    const id = `${body} here`;
    const sender = chat.key.chat;
    const message = { id, sender, outgoing: false, originId: `his ${body}`, body, time: 1 };
    await chat.receiveAll([{ key: chat.key, message }]);
    return id;
  };
  const last = () => {
    const stanza = link.session.sent.at(-1);
    assert.ok(stanza);
    return stanza;
  };
  const reactionsOf = (stanza = last()) =>
    stanza
      .getChild('reactions')
      ?.getChildren('reaction')
      .map((reaction) => reaction.text());

  it('changes what waits, or has failed, and then sends that alone', async () => {
    const waiting = await outbox.send(bob, { body: 'teh' });
    await changes.correct(chat, waiting, 'the');
    open();
    assert.deepEqual(link.bodies, ['the']);
    assert.equal(last().getChild('replace'), undefined);
    await chat.mark(waiting, 'failed', saying('Nobody is there.'));
    await changes.correct(chat, waiting, 'them');
    assert.deepEqual(link.bodies, ['the', 'them']);
    const { body, edited, delivery } = (await chat.find(waiting)) ?? {};
    assert.deepEqual([body, edited, delivery], ['them', undefined, 'queued']);
  });

  it('sends what waits as it was where the change of it cannot be kept', async () => {
    const waiting = await outbox.send(bob, { body: 'teh' });
    history.save = () => Promise.reject(new Error('full'));
    await assert.rejects(changes.correct(chat, waiting, 'the'), /full/u);
    open();
    assert.deepEqual(link.bodies, ['teh']);
  });

  it('corrects what was sent, each time by its first id, and says until when that waits', async () => {
    const id = await send('teh');
    await changes.correct(chat, id, 'the');
    assert.equal(last().getChild('replace')?.attrs['id'], id);
    assert.equal(last().getChildText('body'), 'the');
    const waits = await chat.find(id);
    assert.deepEqual([waits?.body, waits?.pending], ['the', last().attrs['id']]);
    await changes.correct(chat, id, 'them');
    assert.equal(last().getChild('replace')?.attrs['id'], id);
    link.acknowledge(link.session.sent.at(-2)?.attrs['id'] ?? '');
    await settle();
    assert.equal((await chat.find(id))?.pending, last().attrs['id']);
    link.acknowledge();
    await settle();
    const sent = await chat.find(id);
    assert.deepEqual([sent?.pending, sent?.delivery], [undefined, 'sent']);
    assert.deepEqual(await history.unsentChanges(me), []);
  });

  it('tells on the other side’s message that a reaction to it was refused, and of nothing else', async () => {
    const his = await receive('hello');
    open();
    await changes.react(chat, his, '👍', true);
    const refuse = (stanza: string) =>
      chat.markFailed(stanza, (task) => userError('forbidden', { task }));
    for (const other of [his, 'his hello', 'unknown']) assert.equal(await refuse(other), false);
    assert.equal((await chat.find(his))?.refused, undefined);
    assert.equal(await refuse(last().attrs['id'] ?? ''), true);
    const found = await chat.find(his);
    assert.deepEqual(found?.refused, CHANGE_REFUSED);
    assert.equal(found.delivery, undefined);
    await changes.react(chat, his, '🎉', true);
    assert.equal((await chat.find(his))?.refused, undefined);
  });

  it('tells on the message that a change of it was refused, until it is changed again', async () => {
    const id = await send('teh');
    await changes.correct(chat, id, 'the');
    const correction = last().attrs['id'] ?? '';
    link.acknowledge(correction);
    const refuse = (stanza: string) =>
      chat.markFailed(stanza, (task) => userError('forbidden', { task }));
    await refuse(correction);
    const refused = await chat.find(id);
    assert.deepEqual(refused?.refused, CHANGE_REFUSED);
    assert.deepEqual([refused.delivery, refused.error], ['sent', undefined]);
    await changes.correct(chat, id, 'them');
    assert.equal((await chat.find(id))?.refused, undefined);
    await changes.retract(chat, id);
    await refuse(last().attrs['id'] ?? '');
    assert.ok((await chat.find(id))?.refused);
    await refuse(id);
    assert.equal((await chat.find(id))?.delivery, 'failed');
  });

  it('sends nothing where the text stays the same', async () => {
    const id = await send('the');
    await changes.correct(chat, id, 'the');
    assert.deepEqual(link.bodies, ['the']);
    assert.equal((await chat.find(id))?.edited, undefined);
  });

  it('sends after a restart what waited, only the newest of each kind', async () => {
    const id = await send('one');
    const his = await receive('hello');
    link.goOffline();
    await changes.correct(chat, id, 'two');
    await changes.react(chat, his, '👍', true);
    await changes.correct(chat, id, 'three');
    await changes.react(chat, his, '🎉', true);
    start();
    outbox.restore(await history.unsent(me), await history.unsentChanges(me), () => chat);
    open();
    const [, correction, reactions, ...others] = link.session.sent;
    assert.deepEqual(others, []);
    assert.equal(correction?.getChildText('body'), 'three');
    assert.deepEqual(reactionsOf(reactions), ['👍', '🎉']);
    assert.equal(reactions?.getChild('reactions')?.attrs['id'], 'his hello');
  });

  it('sends again, by the same id, what a lost session had in flight', async () => {
    const id = await send('one');
    await changes.correct(chat, id, 'two');
    const first = last().attrs['id'];
    link.goOffline();
    link.loseAll();
    open();
    assert.equal(last().attrs['id'], first);
    assert.equal(last().getChild('replace')?.attrs['id'], id);
  });

  it('takes back what was sent, in place of all that waits, and deletes what was not', async () => {
    const id = await send('secret');
    link.goOffline();
    await changes.correct(chat, id, 'less secret');
    await changes.retract(chat, id);
    const waiting = await outbox.send(bob, { body: 'never sent' });
    await changes.retract(chat, waiting);
    assert.equal(await chat.find(waiting), undefined);
    open();
    assert.equal(link.session.sent.length, 2);
    assert.equal(last().getChild('retract')?.attrs['id'], id);
    assert.match(last().getChildText('body') ?? '', /took back/u);
    const { body, retracted } = (await chat.find(id)) ?? {};
    assert.deepEqual([body, typeof retracted], ['', 'number']);
    await assert.rejects(changes.correct(chat, id, 'x'), { code: 'no-message' });
    await assert.rejects(changes.react(chat, id, '👍', true), { code: 'no-message' });
  });

  it('reacts by adding and taking away, however quickly', async () => {
    const id = await send('one');
    await Promise.all(['👍', '🎉', '👍'].map((emoji) => changes.react(chat, id, emoji, true)));
    assert.deepEqual(reactionsOf(), ['🎉', '👍']);
    await changes.react(chat, id, '🎉', false);
    assert.deepEqual(reactionsOf(), ['👍']);
    await changes.react(chat, id, '👍', false);
    assert.deepEqual(reactionsOf(), []);
    assert.equal((await chat.find(id))?.reactions, undefined);
  });

  it('takes an emoji away, and adds it no more than once, whatever its presentation', async () => {
    const id = await receive('question');
    open();
    await changes.react(chat, id, '❤️', true);
    await changes.react(chat, id, '❤', true);
    assert.deepEqual(reactionsOf(), ['❤']);
    await changes.react(chat, id, 'ℹ️', true);
    assert.deepEqual(reactionsOf(), ['❤', 'ℹ️'], 'as it was picked');
    await changes.react(chat, id, '❤\uFE0E', false);
    assert.deepEqual(reactionsOf(), ['ℹ️']);
  });

  it('refuses words as reactions, and more than others would read', async () => {
    const id = await send('one');
    await assert.rejects(changes.react(chat, id, 'lol', true), { code: 'no-emoji' });
    const all = Array.from({ length: 21 }, (_, n) => String.fromCodePoint(0x1f600 + n));
    for (const emoji of all.slice(0, 20)) await changes.react(chat, id, emoji, true);
    await assert.rejects(changes.react(chat, id, all[20] ?? '', true), {
      code: 'too-many-reactions',
    });
  });

  it('refuses to change what others wrote, and files', async () => {
    const his = await receive('his');
    await assert.rejects(changes.correct(chat, his, 'x'), { code: 'not-yours' });
    await assert.rejects(changes.retract(chat, his), { code: 'not-yours' });
    const url = 'https://files.example.org/a.ts';
    const file = await outbox.send(bob, { body: url, file: { name: 'a.ts', url } });
    await assert.rejects(changes.correct(chat, file, 'x'), { code: 'not-correctable' });
  });

  it('answers by what the other side calls the message, with a quotation for older clients', async () => {
    open();
    const his = await receive('cake?');
    const id = await outbox.send(bob, { body: 'Yes', reply: await changes.answer(chat, his) });
    assert.deepEqual(link.bodies, ['> cake?\nYes']);
    const { id: answered, to } = last().getChild('reply')?.attrs ?? {};
    assert.deepEqual([answered, to], ['his cake?', bob.bare]);
    assert.equal((await chat.find(id))?.body, 'Yes');
    link.acknowledge(id);
    await changes.correct(chat, id, 'Yes!');
    assert.equal(last().getChild('reply')?.attrs['id'], 'his cake?');
    assert.deepEqual(link.bodies.at(-1), '> cake?\nYes!');
    await outbox.send(bob, { body: 'Sure?', reply: await changes.answer(chat, id) });
    assert.equal(last().getChild('reply')?.attrs['to'], me);
  });

  it('quotes no more than the beginning', async () => {
    const his = await receive(`${'x'.repeat(199)}😀 and more`);
    assert.equal((await changes.answer(chat, his)).excerpt, `${'x'.repeat(199)}…`);
  });
});
