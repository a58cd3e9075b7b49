import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { ArchiveQuery } from '../../../../src/xmpp/xep/0313-archive.ts';
import { fetchPage, fetchRoomPage } from '../../../../src/xmpp/im/messageArchive.ts';
import { attachModules } from '../../../../src/xmpp/modules.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const account = 'juliet@example.org';
const fin = (attrs = '', set = '') =>
  `<iq type="result"><fin xmlns="urn:xmpp:mam:2" ${attrs}>
     <set xmlns="http://jabber.org/protocol/rsm">${set}</set></fin></iq>`;

function result(queryId: string, id: string, options: { from?: string; inner?: string } = {}) {
  const { from = account, inner = `<body>${id}</body>` } = options;
  return `<message from="${from}" to="${account}/balcony">
    <result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="${id}">
      <forwarded xmlns="urn:xmpp:forward:0">
        <delay xmlns="urn:xmpp:delay" stamp="2024-12-31T00:00:00Z" />
        <message xmlns="jabber:client" from="romeo@example.net/orchard" to="${account}" type="chat">
          ${inner}
        </message>
      </forwarded>
    </result>
  </message>`;
}

/** A query that is open, and its id. */
function open(query: ArchiveQuery = { page: { max: 10 } }, room?: Jid) {
  const session = new FakeSession();
  attachModules(session);
  const page = room ? fetchRoomPage(session, room, query) : fetchPage(session, query);
  const iq = session.sent.at(-1);
  const queryId = iq?.getChild('query')?.attrs['queryid'] ?? '';
  return { session, page, iq, queryId };
}

describe('archives (XEP-0313)', () => {
  it('give the messages of a page, with their ids and times, and nothing as received now', async () => {
    const { session, page, queryId } = open();
    session.receive(result(queryId, 'a') + result(queryId, 'b', { inner: '<x xmlns="urn:x" />' }));
    const early = '<delay xmlns="urn:xmpp:delay" stamp="2024-12-30T00:00:00Z" />';
    session.receive(result(queryId, 'c', { inner: `<body>late</body>${early}` }));
    session.answer(
      fin('complete="true"', '<first index="0">a</first><last>c</last><count>3</count>'),
    );
    const { messages, ...rest } = await page;
    assert.deepEqual(rest, {
      complete: true,
      unstable: false,
      isCut: false,
      first: 'a',
      last: 'c',
      count: 3,
    });
    assert.deepEqual(
      messages.map(({ id, message }) => [id, message?.stanzaId, message?.body, message?.stamp]),
      [
        ['a', 'a', 'a', Date.UTC(2024, 11, 31)],
        ['b', undefined, undefined, undefined],
        ['c', 'c', 'late', Date.UTC(2024, 11, 30)],
      ],
    );
    assert.deepEqual(session.emitted, []);
  });

  it('give nothing of which they are not asked, and none but the one asked answers (A3)', async () => {
    const { session, page, queryId } = open();
    for (const from of ['evil@example.com', `${account}/balcony`, 'example.org']) {
      session.receive(result(queryId, 'x', { from }));
    }
    session.receive(result('another', 'x'));
    session.receive(result(queryId, ''));
    session.answer(fin());
    const { messages, complete } = await page;
    session.receive(result(queryId, 'too late'));
    assert.deepEqual([messages, complete], [[], false]);
    assert.deepEqual(session.emitted, []);
  });

  it('of a room answer for the room alone', async () => {
    const room = Jid.of('room@example.net');
    const { session, page, iq, queryId } = open(undefined, room);
    assert.equal(iq?.attrs['to'], room.bare);
    session.receive(result(queryId, 'own'));
    session.receive(result(queryId, 'occupant', { from: `${room.bare}/romeo` }));
    session.receive(result(queryId, 'room', { from: room.bare }));
    session.answer(fin());
    assert.deepEqual(
      (await page).messages.map(({ id }) => id),
      ['room'],
    );
  });

  it('A36: know the time better than our clock, which may be behind, but not by thousands of years', async () => {
    const { session, page, queryId } = open();
    const now = session.clock.now();
    const behind = now + 3 * 24 * 3_600_000;
    const stamped = (id: string, stamp: string) =>
      result(queryId, id).replace('2024-12-31T00:00:00Z', stamp);
    session.receive(
      stamped('a', new Date(behind).toISOString()) + stamped('b', '9999-12-31T23:59:59Z'),
    );
    session.answer(fin('complete="true"'));
    assert.deepEqual(
      (await page).messages.map(({ message }) => [message?.arrived, message?.stamp]),
      [
        [behind, behind],
        [now, now],
      ],
    );
  });

  it('are asked by contact and time, and for a page', () => {
    const { iq } = open({
      with: Jid.of('romeo@example.net'),
      start: Date.UTC(2025, 0, 1),
      end: Date.UTC(2025, 0, 2, 3, 4, 5, 6),
      page: { max: 50, before: '' },
    });
    const query = iq?.getChild('query', 'urn:xmpp:mam:2');
    assert.deepEqual(
      query
        ?.getChild('x', 'jabber:x:data')
        ?.getChildren('field')
        .map((field) => [field.attrs['var'], field.getChildText('value')]),
      [
        ['FORM_TYPE', 'urn:xmpp:mam:2'],
        ['with', 'romeo@example.net'],
        ['start', '2025-01-01T00:00:00.000Z'],
        ['end', '2025-01-02T03:04:05.006Z'],
      ],
    );
    assert.equal(
      query.getChild('set')?.toString(),
      '<set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before/></set>',
    );
    const all = open({ page: { max: 1, after: 'a' } }).iq?.getChild('query');
    assert.ok(all);
    assert.equal(all.getChild('x'), undefined);
    assert.equal(all.getChild('set')?.getChildText('after'), 'a');
  });

  it('say so when they do not have the message that the query names (F11)', async () => {
    const { session, page } = open({ page: { max: 10, after: 'purged' } });
    session.answer(`<iq type="error"><error type="cancel">
      <item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`);
    await assert.rejects(page, { condition: 'item-not-found' });
  });

  it('must end their answer, and may call it unstable', async () => {
    const ended = open();
    ended.session.answer();
    await assert.rejects(ended.page, { condition: 'bad-format' });
    const unstable = open();
    const junk = `<first>${'x'.repeat(1024)}</first><last /><count>-1</count>`;
    unstable.session.answer(fin('stable="false"', junk));
    const { messages, ...rest } = await unstable.page;
    assert.deepEqual([messages, rest], [[], { complete: false, unstable: true, isCut: false }]);
  });

  it('that send more than they were asked for are read on from where that ends', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const set = '<first>a</first><last>e</last>';
    for (const [page, kept, edges] of [
      [{ max: 3, after: '0' }, ['a', 'b', 'c'], ['a', 'c']],
      [{ max: 3, before: '' }, ['c', 'd', 'e'], ['c', 'e']],
    ] as const) {
      const { session, page: asked, queryId } = open({ page });
      session.receive(ids.map((id) => result(queryId, id)).join(''));
      session.answer(fin('complete="true"', set));
      const { messages, complete, first, last, isCut } = await asked;
      assert.deepEqual(
        messages.map(({ id }) => id),
        kept,
      );
      assert.deepEqual([complete, isCut, first, last], [false, true, ...edges]);
    }
  });

  it('give no more at once than can be held, and always something', async () => {
    const large = `<body>${'x'.repeat(256 * 1024)}</body>`.repeat(2);
    for (const page of [{ max: 100 }, { max: 100, before: '' }]) {
      const { session, page: asked, queryId } = open({ page });
      const ids = Array.from({ length: 20 }, (_, n) => `m${n}`);
      for (const id of ids) session.receive(result(queryId, id, { inner: large }));
      session.answer(fin('complete="true"'));
      const { messages, isCut, complete } = await asked;
      assert.deepEqual([messages.length, isCut, complete], [7, true, false]);
      assert.equal(messages.at(-1)?.id, 'before' in page ? 'm19' : 'm6');
    }
    const huge = `<body>x</body><x xmlns="urn:x">${'y'.repeat(5 * 1024 * 1024)}</x>`;
    const { session, page, queryId } = open();
    session.receive(result(queryId, 'a', { inner: huge }) + result(queryId, 'b'));
    session.answer(fin('complete="true"'));
    const { messages, last } = await page;
    assert.deepEqual([messages.length, last], [1, 'a']);
  });
});
