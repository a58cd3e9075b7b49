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
        await tested.history.save(chat, incoming(String(time), body, time * 1000, chat));
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
      assert.deepEqual(await search({ text: 'grosse' }), ['1']);
      assert.deepEqual(await search({ text: 'große' }), ['1']);
      assert.deepEqual(await search({ text: 'GROẞE große' }), await search({ text: 'GROẞE' }));
      assert.deepEqual(await search({ text: 'парс' }), ['2']);
    });

    it('takes no text for a command', async () => {
      for (const text of ['"quoted', 'body:x', 'NEAR(', 'quoted OR', 'quoted - *'])
        assert.deepEqual(await search({ text }), ['3'], text);
    });

    it('finds nothing by what is no word, and everything by nothing', async () => {
      for (const text of ['*', '→', '...', '\0', '\u0301', '\u200B', '🏽', '"', '\uD800'])
        assert.deepEqual(await search({ text }), [], text);
      for (const text of ['', ' \t']) assert.equal((await search({ text })).length, 5);
      assert.deepEqual(await search({ text: 'quoted\0 → *'.replace('→ ', '') }), ['3']);
    });

    it('finds the names of files', async () => {
      const file = { name: 'Übersicht_2026.pdf', url: 'https://x/secret-name' };
      await tested.history.save(key, { ...incoming('5', file.url, 5000), file });
      assert.deepEqual(await search({ text: 'ubersicht 2026' }), ['5']);
      assert.deepEqual(await search({ text: 'secret' }), []);
      const moreFiles = [{ name: 'photo.png', url: 'https://x/2' }];
      await tested.history.save(key, { ...incoming('6', 'both', 6000), file, moreFiles });
      assert.deepEqual(await search({ text: 'photo' }), ['6']);
      assert.deepEqual(await search({ text: 'ubersicht' }), ['6', '5']);
      assert.deepEqual(await tested.history.findText(key, 'PHOTO', 9), ['6']);
    });

    it('gives of a long body what stands around the place', async () => {
      const body = `${'früh '.repeat(50_000)}Nadel ${'spät '.repeat(50_000)}`;
      await tested.history.save(key, incoming('6', body, 6000));
      const { found } = await tested.history.search({ text: 'nadel', limit: 9 });
      const text = found[0]?.message.body ?? '';
      assert.ok(text.length <= 2001 && text.startsWith('…') && text.includes('h Nadel s'), text);
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

    it('finds who wrote in a room by a part of the nick, page after page', async () => {
      const room = { ...key, chat: 'cave@rooms.example.org', kind: 'room' } as const;
      for (const [at, nick] of ['Hexe', 'Ÿvain', 'Hagar', 'THE HEX'].entries()) {
        const id = `room ${at}`;
        const said = { ...incoming(id, 'bubble', 10_000 + at, room), sender: `nick:${nick}`, nick };
        await tested.history.save(room, said);
      }
      const chats = [room];
      assert.deepEqual(await search({ chats, nicks: ['hex'] }), ['room 3', 'room 0']);
      assert.deepEqual(await search({ chats, nicks: ['yvain'], text: 'bubble' }), ['room 1']);
      assert.deepEqual(await search({ chats, nicks: ['x'], senders: ['nick:Hagar'] }), [
        ...['room 3', 'room 2', 'room 0'],
      ]);
      assert.deepEqual(await search({ chats, nicks: ['nobody'] }), []);
      const query = { text: '', limit: 1, chats, nicks: ['hex'] };
      const first = await tested.history.search(query);
      assert.deepEqual(
        first.found.map(({ message }) => message.id),
        ['room 3'],
      );
      const { next = '' } = first;
      const last = await tested.history.search({ ...query, next });
      assert.deepEqual(
        last.found.map(({ message }) => message.id),
        ['room 0'],
      );
      assert.equal(last.next, undefined);
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

  describe('what is written otherwise', () => {
    /** A text, and what it is found by; each in composed and in decomposed form (Unicode UAX #15). */
    const found: readonly (readonly [body: string, ...asked: readonly string[]])[] = [
      ['明天下午三点开会，请大家准时参加。', '开会', '会', '明', '明天下午', '三点开会', '加'],
      ['明日の会議は三時からです', '会議', 'です', '三時', 'の'],
      ['プログラムのバグ', 'プログラム', 'バグ', 'ﾌﾟﾛｸﾞﾗﾑ', 'グ'],
      ['重跑gen-itgc后完成', 'gen', 'itgc', '后', '跑gen', '完成', 'GEN-IT'],
      ['한글 문서를 삼성전자에', '한글', '문서', '전자', '글'],
      ['ประชุมพรุ่งนี้ตอนบ่าย', 'พรุ่งนี้', 'ประชุม', 'บ่าย'],
      ['release 🎉 tonight 👩🏽‍💻🇩🇪', '🎉', '👩‍💻', '🇩🇪', '💻', '👩🏿‍💻'],
      ['a→b ✓ 20 €', '→', '✓', '€', 'a→b'],
      ['مُحَمَّد وصل', 'محمد', 'مُحَمَّد', 'محـمد'],
      ['שָׁלוֹם עולם', 'שלום', 'שָׁלוֹם'],
      ['İSTANBUL’da Iğdır', 'istanbul', 'İstanbul', 'ISTANBUL', 'ıstanbul', 'iğdir', 'IGDIR'],
      ['ΟΔΟΣ Άρης', 'οδος', 'οδοσ', 'αρησ'],
      ['cafe\u0301 au lait', 'caf\u00e9', 'cafe', 'CAFÉ'],
      ['हिन्दी में', 'हिन्दी', 'हि', 'में'],
      ['ｆｕｌｌ ｗｉｄｔｈ', 'full', 'width'],
      ['می\u200Cخواهم so\u00ADft', 'میخواهم', 'می\u200Cخواهم', 'soft'],
      ['𠮷野家で', '𠮷野', '野家', '𠮷'],
      ['snake_case_name', 'case', 'name', 'snake_case'],
    ];
    const forms = (text: string) => [
      ...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
    ];
    const search = async (text: string) =>
      (await tested.history.search({ text, limit: 99 })).found.map(({ message }) => message.id);

    beforeEach(async () => {
      const all = found.flatMap(([body], id) =>
        forms(body).map((form, n) => ({ key, message: incoming(`${id}.${n}`, form, id * 10 + n) })),
      );
      await tested.history.add(all);
    });

    it('is found by words in all chats, and by any of it in one', async () => {
      for (const [id, [body, ...asked]] of found.entries()) {
        const ids = forms(body).map((_, n) => `${id}.${n}`);
        for (const text of asked.flatMap(forms)) {
          const mine = (all: readonly string[]) => all.filter((one) => one.startsWith(`${id}.`));
          assert.deepEqual(mine(await search(text)).sort(), ids, `${text} in ${body}`);
          // A flag or a colour of skin is a part of others there, too.
          assert.deepEqual(
            mine(await tested.history.findText(key, text, 99)),
            ids,
            `find ${text} in ${body}`,
          );
        }
      }
    });

    it('is not found by what is not there', async () => {
      for (const text of [
        '会开',
        '天三',
        '下明',
        '点开三',
        '한국',
        'ログロ',
        '🚀',
        '🇪🇩',
        '🇪',
        'stanbul',
        'लिपि',
      ])
        assert.deepEqual(await search(text), [], text);
      assert.deepEqual(await search('开会 参加'), await search('开会'));
      assert.deepEqual(await search('开会 会議'), []);
      assert.deepEqual(await tested.history.findText(key, '\u0301', 9), []);
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
      await tested.history.save(eve, incoming('other', 'parser', 0, eve));
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
      assert.deepEqual(await find('GRÖSSE'), ['file']);
      assert.deepEqual(await find('größe "100%'), ['file']);
      assert.deepEqual(await find('secret'), []);
    });
  });
}
