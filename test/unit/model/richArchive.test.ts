import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import { MemoryHistory } from '../../../src/storage/memoryHistory.ts';
import {
  type ArchivedAccount,
  bob,
  carbon,
  me,
  rest,
  startAccount,
} from '../../support/archivedAccount.ts';
import { FakeArchive } from '../../support/fakeArchive.ts';

const stanza = (from: string, id: string, body: string, extra = '') =>
  `<message type="chat" from="${from}/x" to="${from === me ? bob : me}" id="${id}">
    ${body && `<body>${body}</body>`}<origin-id xmlns="urn:xmpp:sid:0" id="${id}" />${extra}</message>`;
const replace = (id: string) => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}" />`;
const retract = (id: string) => `<retract xmlns="urn:xmpp:message-retract:1" id="${id}" />`;
const react = (id: string, emoji: string) =>
  `<reactions xmlns="urn:xmpp:reactions:0" id="${id}"><reaction>${emoji}</reaction></reactions>`;
const reply = (id: string) => `<reply xmlns="urn:xmpp:reply:0" id="${id}" />`;
describe('what the archive and other clients change', () => {
  let history: MemoryHistory;
  let archive: FakeArchive;
  let link: ArchivedAccount['link'];
  let account: ArchivedAccount['account'];
  let signIn: ArchivedAccount['signIn'];

  const start = async () => {
    ({ account, link, signIn } = await startAccount(history, archive));
  };
  const receive = async (text: string) => {
    link.session.receive(text);
    await rest();
  };
  const chat = () => account.chats.open(Jid.of(bob));
  const rows = () => history.load({ account: me, chat: bob }, { limit: 5000 });
  const bodies = async () => (await rows()).map(({ body }) => body);

  beforeEach(async () => {
    history = new MemoryHistory();
    archive = new FakeArchive(me);
    await start();
  });

  afterEach(() => {
    assert.deepEqual(link.session.log.lines, []);
  });

  /** One of each, of both sides, in the order in which they were sent. */
  const conversation = () =>
    [
      stanza(bob, 'a', 'teh cat'),
      stanza(me, 'b', 'Wich cat?'),
      stanza(bob, 'c', 'the cat', replace('a')),
      stanza(bob, 'd', 'the cats', replace('c')),
      stanza(me, 'e', 'Which cat?', replace('b')),
      stanza(bob, 'f', 'Mine', reply('b')),
      stanza(me, 'g', '', react('f', '🐱')),
      stanza(bob, 'h', 'secret'),
      stanza(bob, 'i', '', retract('h')),
    ] as const;
  const check = async () => {
    assert.deepEqual(await bodies(), ['the cats', 'Which cat?', 'Mine', '']);
    const [first, question, answer, secret] = await rows();
    assert.deepEqual([first?.originId, question?.id, question?.outgoing], ['a', 'b', true]);
    assert.ok(first?.edited !== undefined && question?.edited !== undefined);
    assert.equal(answer?.reply?.message, 'b');
    assert.deepEqual(
      answer.reactions?.map(({ sender, emojis }) => [sender, emojis]),
      [[me, ['🐱']]],
    );
    assert.ok(secret?.retracted !== undefined);
  };

  it('is applied within a page', async () => {
    await signIn();
    link.goOffline();
    for (const [at, text] of conversation().entries()) archive.add(String(at), text);
    await signIn();
    await check();
    assert.equal(chat().lastReceived?.body, '');
  });

  it('is applied page by page, and to what an earlier start has kept', async () => {
    archive.limit = 2;
    archive.add('-', stanza(bob, '-', 'before'));
    await signIn();
    await history.clear({ account: me, chat: bob });
    link.goOffline();
    for (const [at, text] of conversation().entries()) {
      archive.add(String(at), text);
      if (at % 3 < 2) continue;
      await start();
      await signIn();
      link.goOffline();
    }
    await check();
  });

  it('is applied where a chat is read backwards', async () => {
    for (const [at, text] of conversation().entries()) archive.add(`c${String(at)}`, text);
    for (let n = 0; n < 495; n++) archive.add(String(n), stanza(bob, String(n), `later ${n}`));
    await signIn();
    for (let before = ''; before !== (await rows())[0]?.id;) {
      before = (await rows())[0]?.id ?? '';
      await chat().load({ limit: 51, before });
    }
    assert.deepEqual((await bodies()).slice(-2), ['later 493', 'later 494']);
    assert.equal((await rows()).find(({ originId }) => originId === 'h')?.body, '');
    assert.equal((await bodies()).includes('secret'), false);
    assert.equal((await bodies()).filter((body) => body.startsWith('the cat')).length, 1);
  });

  it('comes from our other clients, too', async () => {
    await signIn();
    for (const text of conversation()) {
      await receive(
        text.startsWith(`<message type="chat" from="${me}`) ? carbon('sent', text) : text,
      );
    }
    await check();
  });

  it('changes nothing when it comes again, live and from the archive', async () => {
    await signIn();
    for (const text of conversation()) {
      await receive(
        text.startsWith(`<message type="chat" from="${me}`) ? carbon('sent', text) : text,
      );
    }
    const before = await bodies();
    link.goOffline();
    for (const [at, text] of conversation().entries()) archive.add(String(at), text, 2e12);
    await signIn();
    assert.deepEqual(await bodies(), before);
  });

  it('puts what the archive has later over what came live, however fast our clock goes', async () => {
    await signIn();
    const early = [stanza(bob, 'a', 'one'), stanza(bob, 'b', 'two', replace('a'))] as const;
    const reacted = stanza(bob, 'c', '', react('a', '👍'));
    for (const text of [...early, reacted]) await receive(text);
    link.goOffline();
    const late = [stanza(bob, 'd', 'three', replace('a')), stanza(bob, 'e', '', react('a', '🎉'))];
    // By the server's clock all of it was before what came live, by ours.
    for (const [at, text] of [...early, reacted, ...late].entries()) archive.add(String(at), text);
    await signIn();
    const [row] = await rows();
    assert.deepEqual([row?.body, row?.reactions?.[0]?.emojis], ['three', ['🎉']]);
  });

  it('A9: changes nothing of what the other side wrote, within a page', async () => {
    archive.add('1', stanza(bob, 'a', 'his'));
    archive.add('2', stanza(me, 'b', 'mine'));
    archive.add('3', stanza(bob, 'c', 'forged', replace('b')));
    archive.add('4', stanza(bob, 'd', '', retract('b')));
    archive.add('5', stanza(me, 'e', 'forged', replace('a')));
    await signIn();
    assert.deepEqual(await bodies(), ['his', 'mine']);
  });

  it('tells that a change of ours has arrived, which is not sent again then', async () => {
    await signIn();
    await receive(stanza(bob, 'a', 'question'));
    const [question] = await rows();
    await account.changes.react(chat(), question?.id ?? '', '👍', true);
    const sent = link.session.sent.filter((element) => element.getChild('reactions'));
    const [id] = sent.map(({ attrs }) => attrs['id'] ?? '');
    assert.ok(id);
    link.loseAll();
    archive.add('s', stanza(me, id, '', react('a', '👍')));
    await signIn();
    link.session.clock.advance(2000);
    await rest();
    assert.equal(link.session.sent.filter((element) => element.getChild('reactions')).length, 1);
    assert.deepEqual(await history.unsentChanges(me), []);
    assert.equal((await rows())[0]?.reactions?.length, 1);
  });
});
