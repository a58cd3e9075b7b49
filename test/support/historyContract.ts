/** What every History does: one suite for all of them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Addition, Change, History, Message, PageOptions } from '../../src/model/history.ts';

const ME = 'me@example.org';
const BOB = 'bob@example.org';
const key = { account: ME, chat: BOB };
const eve = { account: ME, chat: 'eve@example.org' };

const incoming = (id: string, body = id, time = 0): Message => ({
  id,
  outgoing: false,
  body,
  time,
});
const outgoing = (id: string, time = 0): Message => ({
  id,
  outgoing: true,
  body: id,
  time,
  delivery: 'queued',
});

/** @param make a history without anything in it. */
export function describeHistory(make: () => Promise<History> | History): void {
  let history: History;

  beforeEach(async () => {
    history = await make();
  });

  const save = async (...ids: readonly string[]) => {
    for (const id of ids) await history.save(key, incoming(id));
  };
  const ids = async (options: PageOptions = { limit: 99 }, of = key) =>
    (await history.load(of, options)).map(({ id }) => id);
  const stateOf = async (chat: string) =>
    (await history.chats(ME)).find((state) => state.chat === chat);

  it('gives back what was saved, whole', async () => {
    const messages: Message[] = [
      { ...outgoing('1', 17), delivery: 'failed', error: 'Nobody is there.' },
      { ...incoming('2', 'Да, <b>это</b> \0 👩‍💻', 2 ** 41), sender: 'nick' },
      {
        ...incoming('3', '', -5),
        file: { name: 'a.ts', url: 'https://x/a', size: 12, mediaType: 'text/x-ts' },
      },
      { ...incoming('4'), file: { name: 'b', url: 'https://x/b' } },
    ];
    for (const message of messages) await history.save(key, message);
    assert.deepEqual(await history.load(key, { limit: 9 }), messages);
    assert.deepEqual(await history.find(key, '2'), messages[1]);
    assert.equal(await history.find(key, '5'), undefined);
    assert.equal(await history.find(eve, '2'), undefined);
  });

  it('gives the newest, and those before, after and around one, oldest first', async () => {
    await save('1', '2', '3', '4', '5');
    assert.deepEqual(await ids({ limit: 2 }), ['4', '5']);
    assert.deepEqual(await ids({ limit: 2, before: '3' }), ['1', '2']);
    assert.deepEqual(await ids({ limit: 2, before: '1' }), []);
    assert.deepEqual(await ids({ limit: 2, after: '2' }), ['3', '4']);
    assert.deepEqual(await ids({ limit: 2, after: '5' }), []);
    assert.deepEqual(await ids({ limit: 2, after: null }), ['1', '2']);
    assert.deepEqual(await ids({ limit: 3, around: '3' }), ['2', '3', '4']);
    assert.deepEqual(await ids({ limit: 4, around: '1' }), ['1', '2']);
    for (const unknown of [{ before: '?' }, { after: '?' }, { around: '?' }]) {
      assert.deepEqual(await ids({ limit: 9, ...unknown }), []);
    }
  });

  it('replaces in place', async () => {
    await save('1', '2', '3');
    await history.save(key, incoming('2', 'changed'));
    assert.deepEqual(await ids(), ['1', '2', '3']);
    assert.equal((await history.find(key, '2'))?.body, 'changed');
    assert.equal((await history.search({ text: 'changed', limit: 9 })).found.length, 1);
  });

  it('keeps chats and accounts apart', async () => {
    await save('1');
    assert.deepEqual(await ids({ limit: 9 }, eve), []);
    assert.deepEqual(await ids({ limit: 9 }, { ...key, account: 'you@x' }), []);
  });

  it('puts what an archive brings before what it is told to', async () => {
    await save('8', '9');
    const page = (before: string, ...names: readonly string[]) =>
      history.add(names.map((id) => ({ key, message: incoming(id), before })));
    await page('8', '4', '5');
    await page('4', '1', '2', '3');
    await page('9', '8.2', '8.4');
    await page('9', '8.6');
    await page('?', '10');
    const all = ['1', '2', '3', '4', '5', '8', '8.2', '8.4', '8.6', '9', '10'];
    assert.deepEqual(await ids(), all);
    assert.deepEqual(await ids({ limit: 3, before: '8.6' }), ['8', '8.2', '8.4']);
  });

  it('adds what has an identity once, whatever the order', async () => {
    const copies: Addition[] = [
      { key, message: incoming('live'), identities: ['origin 1'] },
      { key, message: incoming('archived'), identities: ['stanza 1', 'origin 1'] },
      { key, message: incoming('again'), identities: ['stanza 1'] },
    ];
    assert.deepEqual(await history.add(copies.slice(0, 2)), [true, false]);
    assert.deepEqual(await history.add(copies), [false, false, false]);
    assert.deepEqual(await ids(), ['live']);
    assert.equal((await history.findIdentity(key, BOB, 'stanza 1'))?.id, 'live');
    assert.equal(await history.findIdentity(key, ME, 'stanza 1'), undefined);
    assert.equal(await history.findIdentity(eve, BOB, 'stanza 1'), undefined);
  });

  it('never takes the message of another sender, or chat, for the same', async () => {
    const identities = ['same'];
    const added = await history.add([
      { key, message: incoming('his'), identities },
      { key, message: outgoing('mine'), identities },
      { key, message: { ...incoming('nick'), sender: 'nick' }, identities },
      { key: eve, message: incoming('hers'), identities },
      { key, message: incoming('his, again'), identities },
    ]);
    assert.deepEqual(added, [true, true, true, true, false]);
    assert.deepEqual(await ids(), ['his', 'mine', 'nick']);
  });

  it('finds what others refer to: by an identity, or else the newest with that reference', async () => {
    const add = (id: string, identities: string[], ...references: string[]) =>
      history.add([{ key, message: incoming(id), identities, references }]);
    assert.deepEqual(await add('1', ['origin 1'], 'a'), [true]);
    assert.deepEqual(await add('2', [], 'a'), [true]);
    assert.deepEqual(await add('1', [], 'b', 'origin 1'), [false]);
    assert.deepEqual(await add('3', [], 'c'), [true]);
    assert.deepEqual(await add('4', ['origin:c'], 'c', 'd'), [true]);
    const found = async (reference: string, sender = BOB, of = key) =>
      (await history.findReference(of, sender, reference))?.id;
    assert.deepEqual(
      [await found('origin 1'), await found('a'), await found('b')],
      ['1', '2', '1'],
    );
    assert.deepEqual([await found('c'), await found('d')], ['4', '4']);
    assert.equal(await found('a', ME), undefined);
    assert.equal(await found('a', BOB, eve), undefined);
    assert.equal(await history.findIdentity(key, BOB, 'a'), undefined);
    await history.clear(key);
    assert.equal(await found('a'), undefined);
  });

  it('keeps what is to be sent about messages, each in place of its like', async () => {
    const of = { message: '1', originId: 'o' };
    const changes: Change[] = [
      { ...of, id: 'a', kind: 'correction', body: 'one' },
      { ...of, id: 'b', kind: 'reactions', emojis: ['👍'] },
      { ...of, id: 'c', kind: 'correction', body: 'two' },
      { ...of, message: '2', id: 'd', kind: 'retraction' },
    ];
    const unsent = async () => (await history.unsentChanges(ME)).map(({ change }) => change);
    for (const change of changes) await history.saveChange(key, change);
    await history.saveChange({ ...key, account: 'you@x' }, { ...of, id: 'e', kind: 'retraction' });
    assert.deepEqual(await unsent(), changes.slice(1));
    await history.removeChange(key, 'a');
    await history.removeChange(key, 'd');
    await history.clear(key);
    assert.deepEqual(await unsent(), changes.slice(1, 3));
    await history.saveChange(key, { ...of, id: 'f', kind: 'retraction' });
    assert.deepEqual(await history.unsentChanges(ME), [
      { key, change: { ...of, id: 'f', kind: 'retraction' } },
    ]);
    await history.removeAccount(ME);
    assert.deepEqual(await unsent(), []);
  });

  it('marks how far a message got, only from where it may', async () => {
    await history.save(key, outgoing('1'));
    assert.equal(await history.mark(key, '1', ['sent'], { delivery: 'delivered' }), undefined);
    const error = 'Nobody is there.';
    const failed = await history.mark(key, '1', ['queued'], { delivery: 'failed', error });
    assert.deepEqual(failed, { ...outgoing('1'), delivery: 'failed', error });
    await history.mark(key, '1', ['failed'], { delivery: 'queued' });
    assert.deepEqual(await history.find(key, '1'), outgoing('1'));
    await save('2');
    assert.equal(await history.mark(key, '2', ['queued'], { delivery: 'sent' }), undefined);
    assert.equal(await history.mark(key, '?', ['queued'], { delivery: 'sent' }), undefined);
  });

  it('removes what was not sent', async () => {
    for (const id of ['1', '2']) await history.save(key, outgoing(id));
    assert.equal(await history.remove(key, '1', ['failed']), false);
    assert.equal(await history.remove(key, '1', ['queued']), true);
    assert.equal(await history.remove(key, '1', ['queued']), false);
    assert.deepEqual(await ids(), ['2']);
    assert.deepEqual((await history.search({ text: '1', limit: 9 })).found, []);
  });

  it('knows what is to be sent, in order', async () => {
    for (const [index, id] of ['1', '2', '3', '4'].entries()) {
      await history.save(index % 2 === 0 ? key : eve, outgoing(id, index));
    }
    await history.mark(key, '3', ['queued'], { delivery: 'sent' });
    await history.save({ ...key, account: 'you@x' }, outgoing('5'));
    const unsent = await history.unsent(ME);
    assert.deepEqual(new Set(unsent.map(({ message }) => message.id)), new Set(['1', '2', '4']));
    assert.deepEqual(
      unsent.filter(({ key: { chat } }) => chat === eve.chat).map(({ message }) => message.id),
      ['2', '4'],
    );
  });

  it('counts what is unread, and keeps drafts', async () => {
    assert.deepEqual(await history.chats(ME), []);
    await save('1', '2');
    await history.save(key, outgoing('mine'));
    await save('3');
    await history.saveDraft(eve, 'half a thou');
    assert.deepEqual(await history.chats(ME), [
      { chat: BOB, unread: 3, draft: '' },
      { chat: eve.chat, unread: 0, draft: 'half a thou' },
    ]);
    assert.equal(await history.markRead(key, '2'), 1);
    assert.equal(await history.markRead(key, '1'), 1);
    assert.equal(await history.markRead(key), 0);
    await save('4');
    assert.equal((await stateOf(BOB))?.unread, 1);
    assert.equal(await history.markRead(key, '?'), 1);
    assert.equal(await history.markRead({ ...key, chat: 'nobody@x' }), 0);
  });

  it('does not count as unread what an archive brings before what was read', async () => {
    await save('5');
    await history.add([{ key, message: incoming('4'), before: '5' }]);
    assert.equal((await stateOf(BOB))?.unread, 1);
    await history.markRead(key);
    await save('9');
    await history.add([{ key, message: incoming('7'), before: '9' }]);
    await history.add([{ key, message: incoming('3'), before: '4' }]);
    assert.equal((await stateOf(BOB))?.unread, 2);
  });

  it('finds the first message since a time', async () => {
    for (const time of [10, 30, 20]) await history.save(key, incoming(String(time), '', time));
    const since = async (time: number) => (await history.findSince(key, time))?.id;
    assert.deepEqual([await since(0), await since(11), await since(20)], ['10', '20', '20']);
    assert.equal(await since(31), undefined);
  });

  it('keeps a cursor together with what was read', async () => {
    assert.equal(await history.cursor(ME, ME), undefined);
    await history.add([{ key, message: incoming('1') }], {
      account: ME,
      archive: ME,
      position: 'a',
    });
    await history.add([], { account: ME, archive: ME, position: 'b' });
    assert.equal(await history.cursor(ME, ME), 'b');
    assert.equal(await history.cursor(ME, 'room@x'), undefined);
  });

  describe('search', () => {
    const bodies = [
      ['Have you seen the parser?', key],
      ['Die Größe des Parsers', eve],
      ['Парсер готов', key],
      ['"quoted" OR body:x NEAR(', key],
    ] as const;

    beforeEach(async () => {
      for (const [time, [body, chat]] of bodies.entries()) {
        await history.save(chat, incoming(String(time), body, time * 1000));
      }
      const file = { name: 'p.ts', url: 'https://x/p.ts' };
      await history.save(key, { ...outgoing('4', 4000), body: 'parser', file });
    });

    const search = async (query: Partial<Parameters<History['search']>[0]>) =>
      (await history.search({ text: '', limit: 9, ...query })).found.map(
        ({ message }) => message.id,
      );

    it('finds words and their beginnings, newest first', async () => {
      assert.deepEqual(await search({ text: 'parser' }), ['4', '1', '0']);
      assert.deepEqual(await search({ text: 'PARS' }), ['4', '1', '0']);
      assert.deepEqual(await search({ text: 'parser seen' }), ['0']);
      assert.deepEqual(await search({ text: 'grosse' }), []);
      assert.deepEqual(await search({ text: 'große' }), ['1']);
      assert.deepEqual(await search({ text: 'GROẞE große' }), await search({ text: 'GROẞE' }));
      assert.deepEqual(await search({ text: 'парс' }), ['2']);
    });

    it('takes no text for a command', async () => {
      for (const text of ['"quoted', 'body:x', 'NEAR(', 'quoted OR', 'quoted - *'])
        assert.deepEqual(await search({ text }), ['3'], text);
      assert.deepEqual(await search({ text: '*' }), await search({}));
    });

    it('keeps to a chat, a sender, a time, and what has a file', async () => {
      assert.deepEqual(await search({ text: 'parser', chats: [eve] }), ['1']);
      assert.deepEqual(await search({ text: 'parser', chats: [{ ...key, chat: 'nobody@x' }] }), []);
      assert.deepEqual(await search({ text: 'parser', chats: [eve, key] }), ['4', '1', '0']);
      assert.deepEqual(await search({ text: 'parser', chats: [] }), []);
      assert.deepEqual(await search({ text: 'parser', accounts: ['you@x'] }), []);
      assert.deepEqual(await search({ accounts: [ME, 'you@x'], chats: [eve] }), ['1']);
      assert.deepEqual(await search({ text: 'parser', senders: [ME] }), ['4']);
      assert.deepEqual(await search({ text: 'parser', senders: [BOB] }), ['0']);
      assert.deepEqual(await search({ text: 'parser', senders: [ME, BOB] }), ['4', '0']);
      assert.deepEqual(await search({ from: 1000, to: 3000 }), ['3', '2', '1']);
      assert.deepEqual(await search({ text: 'parser', from: 1, to: 3999 }), ['1']);
      assert.deepEqual(await search({ hasFile: true }), ['4']);
      assert.deepEqual(await search({ hasFile: true, chats: [eve] }), []);
    });

    it('gives page after page', async () => {
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await history.search({ text: '', limit: 2, ...(next && { next }) });
        seen.push(...page.found.map(({ message }) => message.id));
        next = page.next;
      } while (next !== undefined && seen.length < 9);
      assert.deepEqual(seen, ['4', '3', '2', '1', '0']);
    });
  });

  describe('finding a text in a chat', () => {
    const find = (text: string, limit = 9) => history.findText(key, text, limit);

    beforeEach(async () => {
      const file = { name: 'Größe "100%".txt', url: 'https://x/secret-name' };
      await history.save(key, incoming('late', 'new ParserFactory()', 9000));
      await history.save(key, incoming('early', 'the parser_factory', 1000));
      await history.save(key, { ...incoming('file', file.url), file });
      await history.save(key, incoming('cyrillic', 'ПАРСЕР готов'));
      await history.save(eve, incoming('other', 'parser'));
    });

    it('finds it anywhere, in whatever case, in the order of the chat', async () => {
      assert.deepEqual(await find('ARSER'), ['late', 'early']);
      assert.deepEqual(await find('rFact'), ['late']);
      assert.deepEqual(await find('парсер'), ['cyrillic']);
      assert.deepEqual(await find('nowhere'), []);
      assert.deepEqual(await history.findText({ ...key, chat: 'nobody@x' }, 'a', 9), []);
    });

    it('gives the last ones where there are too many', async () => {
      assert.deepEqual(await find('parser', 1), ['early']);
    });

    it('takes no text for a pattern', async () => {
      assert.deepEqual(await find('parser_'), ['early']);
      assert.deepEqual(await find('r%f'), []);
      assert.deepEqual(await find('\\'), []);
    });

    it('looks at the name of a file, and not at its address', async () => {
      assert.deepEqual(await find('GRÖSSE'), []);
      assert.deepEqual(await find('größe "100%'), ['file']);
      assert.deepEqual(await find('secret'), []);
    });
  });

  it('clears a chat, but for what is still to be sent', async () => {
    await history.add([{ key, message: incoming('1'), identities: ['one'] }]);
    await history.save(key, outgoing('2'));
    await history.save(eve, incoming('3'));
    await history.clear(key);
    assert.deepEqual(await ids(), ['2']);
    assert.deepEqual(await ids({ limit: 9 }, eve), ['3']);
    assert.equal((await stateOf(BOB))?.unread, 0);
    assert.deepEqual((await history.search({ text: '1', limit: 9 })).found, []);
    await save('4');
    assert.equal((await stateOf(BOB))?.unread, 1);
  });

  it('forgets what is older than a time, but for what is still to be sent', async () => {
    for (let n = 0; n < 10; n++) await history.save(key, incoming(String(n), '', n));
    await history.save(key, outgoing('waits', 3));
    while (await history.removeBefore(7)) assert.notEqual((await ids()).length, 0);
    assert.deepEqual(await ids(), ['7', '8', '9', 'waits']);
  });

  it('forgets an account whole', async () => {
    const other = { ...key, account: 'you@x' };
    for (const each of [key, other]) {
      const cursor = { account: each.account, archive: each.account, position: 'a' };
      await history.add([{ key: each, message: incoming('1'), identities: ['one'] }], cursor);
    }
    await history.removeAccount(ME);
    assert.deepEqual([await ids(), await history.chats(ME)], [[], []]);
    assert.equal(await history.cursor(ME, ME), undefined);
    assert.equal(await history.findIdentity(key, BOB, 'one'), undefined);
    assert.equal((await history.search({ text: '', limit: 9 })).found.length, 1);
    assert.equal(await history.cursor('you@x', 'you@x'), 'a');
  });

  it('puts messages in an order, behind those that they follow', async () => {
    for (const id of ['c', 'x', 'a', 'y', 'b', 'z']) await history.save(key, incoming(id));
    assert.equal(await history.order(key, ['a', 'b', 'gone', 'c', 'a']), true);
    assert.deepEqual(await ids(), ['x', 'a', 'y', 'b', 'c', 'z']);
    assert.equal(await history.order(key, ['a', 'b', 'c']), false);
    assert.equal(await history.order(eve, ['a']), false);
    assert.equal(await history.order(key, ['z', 'y', 'a', 'x']), true);
    assert.deepEqual(await ids(), ['b', 'c', 'z', 'y', 'a', 'x']);
  });

  it('keeps one copy of each message in order, however copies and places come', async () => {
    const step = fc.record({
      identity: fc.integer({ min: 0, max: 8 }),
      before: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 8 }),
        async (all) => {
          await history.removeAccount(ME);
          const model: string[] = [];
          for (const additions of all) {
            const there = [...model];
            // A place is that of a message which was there before.
            const placed = additions.map(({ identity, before }) => ({
              identity,
              before: there.includes(String(before)) ? before : undefined,
            }));
            const added = await history.add(
              placed.map(({ identity, before }) => ({
                key,
                message: incoming(String(identity)),
                identities: [`identity ${identity}`],
                ...(before !== undefined && { before: String(before) }),
              })),
            );
            const expected = placed.map(({ identity, before }) => {
              const id = String(identity);
              if (model.includes(id)) return false;
              const at = before === undefined ? -1 : model.indexOf(String(before));
              model.splice(at < 0 ? model.length : at, 0, id);
              return true;
            });
            assert.deepEqual(added, expected);
          }
          assert.deepEqual(await ids(), model);
        },
      ),
      { numRuns: 40 },
    );
  });
}
