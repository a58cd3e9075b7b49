import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import {
  MAX_USERS,
  type SearchTarget,
  type UserQuery,
  UserSearch,
} from '../../../../src/model/directory/userSearch.ts';
import type { FormField } from '../../../../src/xmpp/xep/0004-dataForms.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';

const field = (name: string, change: Partial<FormField> = {}): FormField => ({
  ...{ name, type: 'text-single', label: name, description: '', required: false },
  ...{ values: [], options: [], media: [], ...change },
});
const service = Jid.of('search.example.org');
const form = {
  ...{ isDataForm: true, title: '', instructions: '', fields: [field('nick'), field('email')] },
};
const target: SearchTarget = { service, form, isPaged: false };

/** Names of users, or the condition of an error. */
type Answer = readonly string[] | string;

/** A service that answers by what is looked for: `field=text`, or nothing. */
function searching(answers: (asked: string) => Answer, change: Partial<SearchTarget> = {}) {
  const session = new FakeSession();
  const asked: string[] = [];
  session.stream.server = (iq) => {
    const { id = '', to = '' } = iq.attrs;
    const fields = iq.getChild('query')?.getChild('x')?.getChildren('field') ?? [];
    const values = fields.flatMap((one) =>
      one.attrs['var'] === 'FORM_TYPE'
        ? []
        : [`${one.attrs['var'] ?? ''}=${one.getChildText('value') ?? ''}`],
    );
    asked.push(values.join('&'));
    return parseXml(answer(id, to, answers(values.join('&'))));
  };
  const find = async (query: UserQuery) => {
    const search = new UserSearch(session, { ...target, ...change }, query);
    const found: string[] = [];
    for (;;) {
      const users = await search.next();
      if (!users)
        return { found, asked, completeness: search.completeness, columns: search.columns };
      found.push(...users.map(({ jid }) => jid.local));
    }
  };
  return find;
}

function answer(id: string, from: string, found: Answer): string {
  const attributes = `xmlns="jabber:client" id="${id}" from="${from}"`;
  if (typeof found === 'string') {
    return `<iq ${attributes} type="error"><error type="modify"><${found} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`;
  }
  const items = found.map(
    (name) =>
      `<item><field var="jid"><value>${name}@example.org</value></field><field var="nick"><value>${name}</value></field></item>`,
  );
  return `<iq ${attributes} type="result"><query xmlns="jabber:iq:search"><x xmlns="jabber:x:data" type="result">${items.join('')}</x></query></iq>`;
}

const many = (count: number, prefix = 'u') =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('a search for users', () => {
  it('asks for everybody with an empty form, and no more if that lists them', async () => {
    const find = searching((asked) => (asked === '' ? ['ada', 'bob', 'ada'] : []));
    const { found, asked, completeness, columns } = await find({ kind: 'all' });
    assert.deepEqual([found, asked, completeness], [['ada', 'bob'], [''], 'whole']);
    assert.deepEqual(columns, [{ name: 'nick', label: 'nick' }]);
  });

  it('asks with an asterisk in each field where an empty form lists nobody', async () => {
    const find = searching((asked) =>
      asked === 'nick=*' ? ['ada'] : asked === 'email=*' ? ['ada', 'bob'] : [],
    );
    const { found, asked } = await find({ kind: 'all' });
    assert.deepEqual(
      [found, asked],
      [
        ['ada', 'bob'],
        ['', 'nick=*', 'email=*'],
      ],
    );
  });

  it('goes on where one of the requests is refused, and fails if all are', async () => {
    const one = searching((asked) => (asked === 'nick=*' ? ['ada'] : 'bad-request'));
    assert.deepEqual((await one({ kind: 'all' })).found, ['ada']);
    const none = searching(() => 'not-acceptable');
    await assert.rejects(none({ kind: 'all' }), { condition: 'not-acceptable' });
  });

  it('fails at once where the service itself is not there', async () => {
    let count = 0;
    const find = searching(() => {
      count += 1;
      return 'service-unavailable';
    });
    await assert.rejects(find({ kind: 'all' }), { condition: 'service-unavailable' });
    assert.equal(count, 1);
  });

  it('tells nobody from an error', async () => {
    const find = searching(() => []);
    const { found, completeness } = await find({ kind: 'values', values: { nick: ['zoe'] } });
    assert.deepEqual([found, completeness], [[], 'whole']);
  });

  it('says that there are perhaps more where a service ends at a round number', async () => {
    for (const [count, completeness] of [
      [30, 'perhaps'],
      [100, 'perhaps'],
      [31, 'whole'],
    ] as const) {
      const find = searching((asked) => (asked.includes('*') ? [] : many(count)));
      assert.equal((await find({ kind: 'all' })).completeness, completeness, String(count));
    }
  });

  it('looks for the beginnings of what was typed, then for exactly that', async () => {
    const prefix = searching((asked) => (asked === 'nick=ad*' ? ['ada'] : []));
    const typed: UserQuery = { kind: 'values', values: { nick: [' ad '] } };
    assert.deepEqual((await prefix(typed)).asked, ['nick=ad*']);
    const literal = searching((asked) => (asked === 'nick=ad' ? ['ad'] : []));
    const { found, asked } = await literal(typed);
    assert.deepEqual([found, asked], [['ad'], ['nick=ad*', 'nick=ad']]);
  });

  it('tries without the asterisk that was typed before it says nobody', async () => {
    const find = searching((asked) => (asked === 'nick=ivan' ? ['ivan'] : []));
    const { found, asked } = await find({ kind: 'values', values: { nick: ['ivan*'] } });
    assert.deepEqual([found, asked], [['ivan'], ['nick=ivan*', 'nick=ivan']]);
  });

  it('sends presets and other fields as they are', async () => {
    const fields = [field('search'), field('Name', { type: 'boolean', values: ['1'] })];
    const find = searching(() => ['ada'], { form: { ...form, fields } });
    assert.deepEqual((await find({ kind: 'values', values: { search: ['a'] } })).asked, [
      'search=a*&Name=1',
    ]);
  });

  it('finds more by first letters, and by two where these are cut off, too', async () => {
    const all = [...many(40, 'a'), ...many(3, 'b')];
    const find = searching((asked) => {
      const letters = /^nick=(.*)\*$/u.exec(asked)?.[1] ?? '-';
      return all.filter((name) => name.startsWith(letters)).slice(0, 30);
    });
    const { found, completeness } = await find({ kind: 'letters' });
    assert.deepEqual([[...found].sort(), completeness], [[...all].sort(), 'whole']);
  });

  it('finds by letters without asterisks where the service takes them literally', async () => {
    const find = searching((asked) => (asked === 'nick=b' ? ['bob'] : []));
    assert.deepEqual((await find({ kind: 'letters' })).found, ['bob']);
  });

  it('ends at 20,000 users, in parts of 500', async () => {
    const find = searching(() => many(MAX_USERS + 5));
    const { found, completeness } = await find({ kind: 'all' });
    assert.deepEqual([found.length, completeness], [MAX_USERS, 'capped']);
  });

  it('is done in parts, whether they have anybody new or not', async () => {
    const session = new FakeSession();
    session.stream.server = ({ attrs: { id = '', to = '' } }) =>
      parseXml(answer(id, to, [...Array<string>(1200).fill('ada'), 'bob']));
    const search = new UserSearch(session, target, { kind: 'all' });
    const parts: number[] = [];
    for (let users = await search.next(); users; users = await search.next()) {
      parts.push(users.length);
    }
    assert.deepEqual(parts, [1, 0, 1]);
  });

  it('reads all pages where the service has them', async () => {
    const session = new FakeSession();
    const asked: unknown[] = [];
    session.stream.server = (iq) => {
      const { id = '', to = '' } = iq.attrs;
      const after = iq.getChild('query')?.getChild('set')?.getChildText('after') ?? '';
      asked.push(after);
      const name = after === '' ? 'ada' : 'bob';
      const set = `<set xmlns="http://jabber.org/protocol/rsm"><last>${name}</last><count>2</count></set>`;
      return parseXml(answer(id, to, [name]).replace('</query>', `${set}</query>`));
    };
    const search = new UserSearch(session, { ...target, isPaged: true }, { kind: 'all' });
    const found = [];
    for (let users = await search.next(); users; users = await search.next()) found.push(...users);
    assert.deepEqual(
      found.map(({ jid }) => jid.local),
      ['ada', 'bob'],
    );
    assert.deepEqual([asked, search.completeness], [['', 'ada'], 'whole']);
  });
});
