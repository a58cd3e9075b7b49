import assert from 'node:assert/strict';
import type { History } from '../../../src/model/history.ts';
import { BOB, eve, incoming, key, ME, outgoing, type TestedHistory } from './tested.ts';

/** What is found, in all chats and in one. */
export function describeSearch(tested: TestedHistory): void {
  describe('search', () => {
    const bodies = [
      ['Have you seen the parser?', key],
      ['Die Größe des Parsers', eve],
      ['Парсер готов', key],
      ['"quoted" OR body:x NEAR(', key],
    ] as const;

    beforeEach(async () => {
      for (const [time, [body, chat]] of bodies.entries()) {
        await tested.history.save(chat, incoming(String(time), body, time * 1000));
      }
      const file = { name: 'p.ts', url: 'https://x/p.ts' };
      await tested.history.save(key, { ...outgoing('4', 4000), body: 'parser', file });
    });

    const search = async (query: Partial<Parameters<History['search']>[0]>) =>
      (await tested.history.search({ text: '', limit: 9, ...query })).found.map(
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
        const page = await tested.history.search({ text: '', limit: 2, ...(next && { next }) });
        seen.push(...page.found.map(({ message }) => message.id));
        next = page.next;
      } while (next !== undefined && seen.length < 9);
      assert.deepEqual(seen, ['4', '3', '2', '1', '0']);
    });
  });

  describe('finding a text in a chat', () => {
    const find = (text: string, limit = 9) => tested.history.findText(key, text, limit);

    beforeEach(async () => {
      const file = { name: 'Größe "100%".txt', url: 'https://x/secret-name' };
      await tested.history.save(key, incoming('late', 'new ParserFactory()', 9000));
      await tested.history.save(key, incoming('early', 'the parser_factory', 1000));
      await tested.history.save(key, { ...incoming('file', file.url), file });
      await tested.history.save(key, incoming('cyrillic', 'ПАРСЕР готов'));
      await tested.history.save(eve, incoming('other', 'parser'));
    });

    it('finds it anywhere, in whatever case, in the order of the chat', async () => {
      assert.deepEqual(await find('ARSER'), ['late', 'early']);
      assert.deepEqual(await find('rFact'), ['late']);
      assert.deepEqual(await find('парсер'), ['cyrillic']);
      assert.deepEqual(await find('nowhere'), []);
      assert.deepEqual(await tested.history.findText({ ...key, chat: 'nobody@x' }, 'a', 9), []);
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
}
