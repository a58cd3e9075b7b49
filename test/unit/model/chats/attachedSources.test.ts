import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { Message } from '../../../../src/model/history.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import {
  type ArchivedAccount,
  bob,
  carbon,
  me,
  rest,
  startAccount,
} from '../../../support/archivedAccount.ts';
import { FakeArchive } from '../../../support/fakeArchive.ts';
import { telling } from '../../../support/telling.ts';

const URL_1 = 'https://example.org/up/1';
const URL_2 = 'https://example.org/up/2';

interface Part {
  readonly from?: string;
  /** Of the message. */
  readonly id?: string;
  /** Of the file, where it has one. */
  readonly share?: string;
  readonly extra?: string;
}

const message = (from: string, id: string, inner: string) =>
  `<message type="chat" from="${from}/x" to="${from === me ? bob : me}" id="${id}">${inner}</message>`;
const idAttribute = (share?: string) => (share === undefined ? '' : `id="${share}"`);
const shared = ({ from = bob, id = 'a', share, extra = '' }: Part = {}, name = 'summit.png') =>
  message(
    from,
    id,
    `<file-sharing xmlns="urn:xmpp:sfs:0" ${idAttribute(share)}>
      <file xmlns="urn:xmpp:file:metadata:0"><name>${name}</name><size>42</size></file>
    </file-sharing>${extra}`,
  );
const source = ({ from = bob, id = 'b', share, extra = '' }: Part = {}, to = 'a', url = URL_1) =>
  message(
    from,
    id,
    `<attach-to xmlns="urn:xmpp:message-attaching:1" id="${to}" />
     <sources xmlns="urn:xmpp:sfs:0" ${idAttribute(share)}>
       <url-data xmlns="http://jabber.org/protocol/url-data" target="${url}" /></sources>
     <fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:sfs:0"><body /></fallback>
     <body>${url}</body><x xmlns="jabber:x:oob"><url>${url}</url></x>${extra}`,
  );
const origin = (id: string) => `<origin-id xmlns="urn:xmpp:sid:0" id="${id}" />`;
const retract = (id: string) => `<retract xmlns="urn:xmpp:message-retract:1" id="${id}" />`;
const react = (id: string, emoji: string) =>
  message(
    bob,
    `r-${id}`,
    `<reactions xmlns="urn:xmpp:reactions:0" id="${id}"><reaction>${emoji}</reaction></reactions>`,
  );

describe('sources that are attached to files', () => {
  let history: MemoryHistory;
  let archive: FakeArchive;
  let link: ArchivedAccount['link'];
  let account: ArchivedAccount['account'];
  let signIn: ArchivedAccount['signIn'];

  const start = async () => {
    ({ account, link, signIn } = await startAccount(history, archive));
  };
  const receive = async (...texts: string[]) => {
    for (const text of texts) {
      link.session.receive(text);
      await rest();
    }
  };
  const chat = () => account.chats.open(Jid.of(bob));
  const rows = () => history.load({ account: me, chat: bob }, { limit: 5000 });
  /** Whether one row is the whole file, called by its first id. */
  const checkOne = (all: readonly Message[], id = 'a', url = URL_1) => {
    assert.deepEqual(
      all.map(({ body, file, originId, id: own, sourceOnly }) => [
        body,
        file,
        originId ?? own,
        sourceOnly,
      ]),
      [['', { name: 'summit.png', size: 42, url }, id, undefined]],
    );
  };

  beforeEach(async () => {
    history = new MemoryHistory();
    archive = new FakeArchive(me);
    await start();
  });

  afterEach(() => {
    assert.deepEqual(link.session.log.lines, []);
  });

  const several = (...names: string[]) =>
    message(
      bob,
      'a',
      `<body>Look</body>${names
        .map(
          (name) => `<file-sharing xmlns="urn:xmpp:sfs:0" id="${name}">
            <file xmlns="urn:xmpp:file:metadata:0"><name>${name}</name></file></file-sharing>`,
        )
        .join('')}`,
    );
  const one = { share: 'one' };
  const two = { id: 'c', share: 'two' };

  it('are each for its own of several files, in any order', async () => {
    const whole = [
      [
        'Look',
        { name: 'one', url: URL_1 },
        [
          { name: 'two', url: URL_2 },
          { name: 'three', share: 'three' },
        ],
      ],
    ];
    const texts = [source(two, 'a', URL_2), source(one), source({ id: 'd', share: 'no' })];
    for (const [first, ...others] of [texts, texts.toReversed()]) {
      history = new MemoryHistory();
      await start();
      await signIn();
      await receive(several('one', 'two', 'three'), first ?? '', ...others);
      const all = (await rows()).filter(({ sourceOnly }) => sourceOnly !== true);
      assert.deepEqual(
        all.map(({ body, file, moreFiles }) => [body, file, moreFiles]),
        whole,
      );
    }
  });

  it('of one of several files may come before the message that shares them', async () => {
    await signIn();
    await receive(source(two, 'a', URL_2), several('one', 'two'));
    assert.deepEqual(
      (await rows()).map(({ body, file, moreFiles }) => [body, file, moreFiles]),
      [['Look', { name: 'one', share: 'one' }, [{ name: 'two', url: URL_2 }]]],
    );
    await receive(source(one));
    assert.deepEqual(
      (await rows()).map(({ file, moreFiles = [] }) => [file?.url, moreFiles[0]?.url]),
      [[URL_1, URL_2]],
    );
  });

  it('are waited for, and change the row that is there', async () => {
    await signIn();
    await receive(shared());
    const [row] = await rows();
    assert.deepEqual(row?.file, { name: 'summit.png', size: 42 });
    await assert.rejects(account.transfers.fetch(row.file), telling(/still being sent/u));
    await receive(source());
    checkOne(await rows());
    assert.equal((await rows())[0]?.id, row.id);
    assert.equal(chat().unread, 1);
  });

  for (const [title, part, own] of [
    ['plain ids', {}, {}],
    ['a name of the file', { share: 'f' }, { share: 'f' }],
    ['origin-ids', { extra: origin('a') }, { extra: origin('b') }],
  ] as const) {
    for (const order of ['in order', 'in reverse']) {
      const inOrder = () =>
        order === 'in order' ? [shared(part), source(own)] : [source(own), shared(part)];

      it(`make one row of two messages with ${title}, ${order}, live, together and again`, async () => {
        await signIn();
        await receive(...inOrder());
        checkOne(await rows());
        await receive(inOrder().join(''), ...inOrder());
        checkOne(await rows());
        assert.equal(chat().unread, 1);
      });

      it(`make one row of two messages with ${title}, ${order}, in one read`, async () => {
        await signIn();
        await receive(inOrder().join(''));
        checkOne(await rows());
      });

      it(`make one row of two messages with ${title}, ${order}, from the archive and live`, async () => {
        for (const limit of [1, 250]) {
          history = new MemoryHistory();
          archive = new FakeArchive(me);
          archive.limit = limit;
          await start();
          await signIn();
          link.goOffline();
          for (const [at, text] of inOrder().entries()) archive.add(`s${String(at)}`, text);
          await start();
          await signIn();
          checkOne(await rows());
          await start();
          await signIn();
          await receive(...inOrder());
          checkOne(await rows());
        }
      });

      it(`make one row of two messages with ${title}, ${order}, live and then from the archive`, async () => {
        await signIn();
        await receive(...inOrder());
        link.goOffline();
        for (const [at, text] of inOrder().entries()) archive.add(`s${String(at)}`, text);
        await start();
        await signIn();
        checkOne(await rows());
      });

      it(`make one row of what another client of ours sent with ${title}, ${order}`, async () => {
        await signIn();
        const sent =
          order === 'in order'
            ? [shared({ ...part, from: me }), source({ ...own, from: me })]
            : [source({ ...own, from: me }), shared({ ...part, from: me })];
        await receive(...sent.map((text) => carbon('sent', text)));
        checkOne(await rows());
        assert.equal((await rows())[0]?.delivery, 'sent');
      });
    }
  }

  it('come to a row that an earlier start has kept, and one that was kept waits for its message', async () => {
    await signIn();
    await receive(shared(), source({ id: 'd' }, 'c', URL_2));
    link.goOffline();
    await start();
    await signIn();
    await receive(source(), shared({ id: 'c' }));
    assert.deepEqual(
      (await rows()).map(({ file }) => file?.url),
      [URL_1, URL_2],
    );
    assert.deepEqual(
      (await rows()).map(({ file }) => file?.size),
      [42, 42],
    );
  });

  it('are found where a chat is read backwards', async () => {
    const words = (count: number) => {
      for (let n = 0; n < count; n++) {
        const id = `m${archive.messages.length}`;
        archive.add(id, message(bob, id, `<body>${id}</body>`));
      }
    };
    words(20);
    archive.add('s0', shared());
    words(60);
    archive.add('s1', source());
    words(1020);
    await signIn();
    assert.equal(
      (await rows()).some(({ file }) => file),
      false,
    );
    for (let before = ''; before !== (await rows())[0]?.id;) {
      before = (await rows())[0]?.id ?? '';
      await chat().load({ limit: 51, before });
    }
    checkOne((await rows()).filter(({ file }) => file));
  });

  it('are called by the first id in what we say of them, and by either in what others say', async () => {
    await signIn();
    for (const order of [
      [shared(), source()],
      [source({ id: 'd' }, 'c'), shared({ id: 'c' })],
    ]) {
      await receive(...order);
    }
    await receive(react('b', '👍'), react('c', '🎉'));
    const [first, second] = await rows();
    assert.deepEqual(first?.reactions?.[0]?.emojis, ['👍']);
    assert.deepEqual(second?.reactions?.[0]?.emojis, ['🎉']);
    await account.changes.react(chat(), second.id, '👍', true);
    await rest();
    const reactions = link.session.sent.at(-1)?.getChild('reactions');
    assert.equal(reactions?.attrs['id'], 'c');
  });

  it('A9: count only from who shared the file, and are a message of their own otherwise', async () => {
    await signIn();
    await receive(carbon('sent', shared({ from: me })), source());
    const [ours, theirs, ...others] = await rows();
    assert.deepEqual([ours?.outgoing, ours?.file], [true, { name: 'summit.png', size: 42 }]);
    assert.deepEqual([theirs?.outgoing, theirs?.file?.url, others], [false, URL_1, []]);
  });

  it('leave an address that is there, and what was taken back', async () => {
    await signIn();
    await receive(shared(), source(), source({ id: 'c' }, 'a', URL_2));
    checkOne(await rows());
    await receive(message(bob, 'd', retract('a')), source({ id: 'e' }, 'a', URL_2), source());
    assert.deepEqual(
      (await rows()).map(({ file, retracted }) => [file, retracted !== undefined]),
      [[undefined, true]],
    );
  });

  it('of files that came first are taken back with their message', async () => {
    await signIn();
    await receive(source(), message(bob, 'd', retract('a')), shared());
    assert.deepEqual(
      (await rows()).map(({ file, retracted }) => [file, retracted !== undefined]),
      [[undefined, true]],
    );
  });

  it('of other files of a message, or with words, are messages of their own', async () => {
    await signIn();
    await receive(shared({ share: 'f' }), source({ share: 'g', id: 'c' }, 'a', URL_2));
    await receive(source({ share: 'f' }));
    assert.deepEqual(
      (await rows()).map(({ file }) => file?.url),
      [URL_1, URL_2],
    );
    const words = source({ id: 'z' }, 'y').replace(/<fallback.*?<\/body>/su, '<body>Look</body>');
    await receive(shared({ id: 'y' }), words);
    assert.deepEqual(
      (await rows()).slice(2).map(({ body, file }) => [body, file?.url]),
      [
        ['', URL_1],
        ['Look', URL_1],
      ],
    );
  });

  it('are for the newest of two files with one id, each of which is a row', async () => {
    await signIn();
    await receive(source(), shared(), shared({}, 'other.png'), source({ id: 'c' }, 'a', URL_2));
    assert.deepEqual(
      (await rows()).map(({ file }) => [file?.name, file?.url]),
      [
        ['summit.png', URL_1],
        ['other.png', URL_2],
      ],
    );
  });
});
