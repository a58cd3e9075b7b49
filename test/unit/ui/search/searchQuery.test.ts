import assert from 'node:assert/strict';
import {
  dayName,
  parseDay,
  parseSearch,
  withFilter,
} from '../../../../src/ui/search/searchQuery.ts';

const me = 'me@example.org';
const ada = { account: me, chat: 'ada@example.org', name: 'Ada Lovelace' };
const adam = { account: me, chat: 'adam@work.example', name: 'Adam' };
const scope = { zone: 'Pacific/Kiritimati', accounts: [me, 'me@work.example'], chats: [ada, adam] };
const of = ({ account, chat }: typeof ada) => ({ account, chat });

const filtersOf = (typed: string) => {
  const parsed = parseSearch(typed, scope);
  assert.ok('filters' in parsed, JSON.stringify(parsed));
  return parsed.filters;
};

describe('what is typed into the search', () => {
  it('is words, whatever they look like', () => {
    for (const text of ['', 'one two', 'std::move', 'http://x/in:y', '"in: a" b', 'within:x']) {
      assert.deepEqual(filtersOf(text), { text });
    }
  });

  it('has filters anywhere among the words', () => {
    assert.deepEqual(filtersOf(' one in:lovelace two has:file HAS:File '), {
      ...{ text: 'one two', chats: [of(ada)], hasFile: true },
    });
  });

  it('names chats by a part of name or address, by all of it, or by an address not known', () => {
    assert.deepEqual(filtersOf('in:ada').chats, [of(ada), of(adam)]);
    assert.deepEqual(filtersOf('in:"ada l"').chats, [of(ada)]);
    assert.deepEqual(filtersOf('in:ada@example.org').chats, [of(ada)]);
    assert.deepEqual(filtersOf('in:lovelace in:work').chats, [of(ada), of(adam)]);
    assert.deepEqual(
      filtersOf('in:eve@x').chats,
      scope.accounts.map((account) => ({ account, chat: 'eve@x' })),
    );
  });

  it('names chats with occupants by their full address, or by nick', () => {
    const one = { account: me, chat: 'lobby@rooms.example/Ada', name: 'Ada in lobby' };
    const other = { account: me, chat: 'lobby@rooms.example/Adam', name: 'Adam in lobby' };
    const withBoth = { ...scope, chats: [one, other] };
    const chats = (typed: string) => {
      const parsed = parseSearch(typed, withBoth);
      return 'filters' in parsed ? parsed.filters : parsed.problem;
    };
    assert.deepEqual(chats('in:lobby@rooms.example/Ada'), { text: '', chats: [of(one)] });
    assert.deepEqual(chats('in:"adam in"'), { text: '', chats: [of(other)] });
    assert.deepEqual(chats('from:lobby@rooms.example/Ada'), { text: '', senders: [one.chat] });
  });

  it('names rooms as chats, but never as senders', () => {
    const lobby = { account: me, chat: 'lobby@rooms.example', name: 'Ada’s lobby', isRoom: true };
    const withRoom = { ...scope, chats: [ada, { ...lobby, isRoom: true as const }] };
    assert.deepEqual(parseSearch('in:lobby', withRoom), {
      filters: { text: '', chats: [of(lobby)] },
    });
    assert.deepEqual(parseSearch('from:ada', withRoom), {
      filters: { text: '', senders: [ada.chat] },
    });
    assert.ok('problem' in parseSearch('from:lobby', withRoom));
  });

  it('names chats and senders without regard to case, accents and how they are encoded', () => {
    const zoe = { account: me, chat: 'zoe@x.example', name: 'Zo\u00eb MÜLLER' };
    for (const name of ['zo\u00eb', 'zoe\u0308', 'zoe', 'müller', 'Muller', 'ＺＯＥ']) {
      const found = parseSearch(`in:${name} from:${name}`, { ...scope, chats: [ada, zoe] });
      const filters = { text: '', chats: [of(zoe)], senders: [zoe.chat] };
      assert.deepEqual(found, { filters }, name);
    }
    assert.ok('problem' in parseSearch('in:\u0308', scope));
  });

  it('names senders, oneself among them', () => {
    assert.deepEqual(filtersOf('from:me').senders, scope.accounts);
    assert.deepEqual(filtersOf('from:lovelace').senders, [ada.chat]);
    assert.deepEqual(filtersOf('from:eve@x').senders, ['eve@x']);
  });

  it('names anybody in a room by a part of the nick, beside contacts', () => {
    const lobby = { account: 'me@x', chat: 'lobby@rooms.x', name: 'lobby', isRoom: true } as const;
    const rooms = { ...scope, chats: [...scope.chats, lobby] };
    const found = (typed: string) => parseSearch(typed, rooms);
    const chats = [{ account: 'me@x', chat: lobby.chat }];
    const filters = { text: '', chats, senders: [], nicks: ['witch'] };
    assert.deepEqual(found('from:witch in:lobby'), { filters });
    assert.deepEqual(found('in:lobby from:witch'), { filters });
    assert.deepEqual(found('in:lobby from:lovelace'), {
      filters: { ...filters, senders: [ada.chat], nicks: ['lovelace'] },
    });
    assert.deepEqual(found('in:lobby from:me'), {
      filters: { text: '', chats, senders: scope.accounts },
    });
    assert.ok('problem' in found('from:witch'));
  });

  it('names days by the user’s own calendar: from one on, and up to another', () => {
    const { from, to } = filtersOf('after:2026-01-31 before:2026-3-1');
    assert.equal(from, Date.UTC(2026, 0, 31, -14));
    assert.equal(to, Date.UTC(2026, 2, 1, -14) - 1);
    const narrow = filtersOf(
      'after:2026-01-01 after:2026-02-01 before:2027-01-01 before:2026-06-01',
    );
    assert.equal(narrow.from, Date.UTC(2026, 1, 1, -14));
    assert.equal(narrow.to, Date.UTC(2026, 5, 1, -14) - 1);
  });

  for (const [typed, sentence] of [
    ['in:', /“in:” fits no chat: type a part/u],
    ['in:nobody word', /“in:nobody” fits no chat/u],
    ['from:nobody', /“from:nobody” fits nobody: type me/u],
    ['after:yesterday', /“after:yesterday” needs a day that looks like after:2026-01-31\.$/u],
    ['before:2026-02-30', /“before:2026-02-30” needs a day/u],
    ['has:picture', /knows only has:file/u],
  ] as const) {
    it(`says what is wrong with ${typed}`, () => {
      const parsed = parseSearch(typed, scope);
      assert.match('problem' in parsed ? parsed.problem : '', sentence);
    });
  }
});

describe('a filter that is chosen', () => {
  it('stands behind what was typed, in place of the former one', () => {
    assert.equal(withFilter('', 'in', 'ada@x'), 'in:ada@x ');
    assert.equal(withFilter('two words in:old', 'in', 'Ada L'), 'two words in:"Ada L" ');
    assert.equal(withFilter('a in:"x y" IN:z b', 'in', 'q'), 'a b in:q ');
    assert.equal(withFilter('a has:file from:me', 'has'), 'a from:me ');
  });
});

describe('a day', () => {
  it('is named as it is read, and begins where the user is', () => {
    const day = { year: 2026, month: 1, day: 5 };
    assert.equal(dayName(day), '2026-01-05');
    assert.equal(parseDay(dayName(day), 'UTC'), Date.UTC(2026, 0, 5));
    assert.equal(parseDay(dayName(day), 'America/New_York'), Date.UTC(2026, 0, 5, 5));
    assert.equal(parseDay('2026-13-01', 'UTC'), undefined);
    assert.equal(parseDay('x2026-01-01', 'UTC'), undefined);
  });
});
