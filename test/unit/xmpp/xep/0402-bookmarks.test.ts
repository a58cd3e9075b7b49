import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { copyOf, type Element } from '../../../../src/xmpp/stanza/xml.ts';
import { changeBookmarkList, parseBookmarkList } from '../../../../src/xmpp/xep/0048-bookmarks.ts';
import {
  type BookmarkChange,
  changeConference,
  parseConference,
} from '../../../../src/xmpp/xep/0402-conference.ts';
import {
  type NotificationLevel,
  parseLevel,
  setLevel,
} from '../../../../src/xmpp/xep/0492-notificationSettings.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { parseXml } from '../../../support/parseXml.ts';

const NS = 'urn:xmpp:bookmarks:1';
const room = 'theplay@conference.shakespeare.lit';

function one(text: string): Element {
  const [element] = parseXml(text);
  assert.ok(element);
  return element;
}

const conference = (attrs: string, content = '') =>
  `<conference xmlns="${NS}" ${attrs}>${content}</conference>`;

/** A conference after a change. */
function changed(text: string, change: BookmarkChange): string {
  const copy = copyOf(one(text));
  changeConference(copy, change);
  return canonicalXml(parseXml(copy.toString()));
}

describe('a bookmark (XEP-0402)', () => {
  it('is read, with a boolean in either form', () => {
    const text = conference(
      'name="The Play" autojoin="true"',
      '<nick>JC</nick><password> open sesame </password><extensions><x xmlns="urn:x"/></extensions>',
    );
    const bookmark = parseConference(one(text), room);
    assert.deepEqual(
      { ...bookmark, room: bookmark?.room.full },
      {
        room,
        name: 'The Play',
        autojoin: true,
        nick: 'JC',
        password: ' open sesame ',
      },
    );
    for (const [attrs, autojoin] of [
      ['autojoin="1"', true],
      ['autojoin="0"', false],
      ['autojoin="false"', false],
      ['autojoin="TRUE"', false],
      ['', false],
    ] as const) {
      assert.equal(parseConference(one(conference(attrs)), room)?.autojoin, autojoin, attrs);
    }
  });

  it('is of a room, without the nick that somebody put into its address', () => {
    const empty = one(conference(''));
    assert.equal(parseConference(empty, 'ThePlay@conference.shakespeare.lit/JC')?.room.full, room);
    for (const address of ['', '@', 'conference.shakespeare.lit', 'a b@x', 'x'.repeat(5000)]) {
      assert.equal(parseConference(empty, address), undefined, address);
    }
  });

  it('is bounded, and its nick one that can be joined with', () => {
    const long = 'x'.repeat(5000);
    const text = conference(
      `name=" a&#10; ${long}"`,
      `<nick>${long}</nick><password>${long}</password>`,
    );
    const bookmark = parseConference(one(text), room);
    assert.equal(bookmark?.name.length, 256);
    assert.ok(bookmark.name.startsWith('a x'));
    assert.deepEqual([bookmark.nick, bookmark.password], ['', '']);
  });

  it('keeps what a change does not name, and what others have added', () => {
    const others = '<pinned xmlns="urn:xmpp:bookmarks-pinning:0"/><a xmlns="urn:a" b="c">d<e/></a>';
    const content = (nick: string) =>
      `<nick>${nick}</nick><password>secret</password>
       <extensions>${others}</extensions><unknown at="1">text</unknown><nick xmlns="urn:n">N</nick>`;
    const before = conference('name="Play" autojoin="1" colour="red"', content('JC'));
    assert.equal(
      changed(before, { nick: 'Puck\u0000' }),
      canonicalXml(parseXml(conference('name="Play" autojoin="1" colour="red"', content('Puck')))),
    );
    assert.equal(
      changed(before, { name: 'The "Play"', autojoin: false, nick: '', password: '' }),
      canonicalXml(
        parseXml(
          conference(
            'name="The &quot;Play&quot;" autojoin="false" colour="red"',
            `<extensions>${others}</extensions><unknown at="1">text</unknown><nick xmlns="urn:n">N</nick>`,
          ),
        ),
      ),
    );
    assert.equal(
      changed(conference('name="Play"'), { name: '', password: 'p' }),
      canonicalXml(parseXml(conference('', '<password>p</password>'))),
    );
  });

  it('is kept whole where its parents declare its prefixes', () => {
    const item = one(
      `<item xmlns:b="${NS}" xmlns:y="urn:y"><b:conference y:z="1" name="Play"><b:nick>JC</b:nick>
         <b:extensions><y:pin y:at="top"/></b:extensions></b:conference></item>`,
    );
    const copy = copyOf(item.getChildElements()[0] ?? assert.fail('no child'));
    changeConference(copy, { nick: 'Puck' });
    const read = one(copy.toString());
    assert.ok(read.is('conference', NS));
    assert.deepEqual([read.attrs['y:z'], read.attrs['xmlns:y']], ['1', 'urn:y']);
    assert.equal(read.getChildText('nick', NS), 'Puck');
    const pin = read.getChild('extensions', NS)?.getChild('pin', 'urn:y');
    assert.deepEqual([pin?.attrs['y:at'], pin?.findNS('y')], ['top', 'urn:y']);
  });

  it('has a level of notifications among its extensions', () => {
    const levelled = changed(conference('name="Play"'), { level: 'never' });
    const notify = '<notify xmlns="urn:xmpp:notification-settings:1"><never/></notify>';
    const expected = conference('name="Play"', `<extensions>${notify}</extensions>`);
    assert.equal(levelled, canonicalXml(parseXml(expected)));
    assert.equal(parseConference(one(expected), room)?.level, 'never');
  });
});

describe('a list of bookmarks (XEP-0048)', () => {
  const list = (content: string) => `<storage xmlns="storage:bookmarks">${content}</storage>`;
  const url = '<url name="Works" url="http://the-tech.mit.edu/Shakespeare/"/>';
  const play = (nick: string, jid = room) =>
    `<conference jid="${jid}" name="Play" minimize="1"><nick>${nick}</nick></conference>`;
  const after = (text: string, change: BookmarkChange | undefined) =>
    canonicalXml(
      parseXml(changeBookmarkList(text ? one(text) : undefined, Jid.of(room), change).toString()),
    );

  it('has one bookmark for each room, and no web pages', () => {
    const text = list(
      `${url}${play('JC')}${play('Puck', `${room}/Puck`)}${play('x', '@')}<conference/>
       <conference jid="council@conference.underhill.org" autojoin="1"/>
       <conference xmlns="${NS}" jid="other@x"/>`,
    );
    assert.deepEqual(
      parseBookmarkList(one(text)).map(({ room: { full }, nick, autojoin }) => [
        full,
        nick,
        autojoin,
      ]),
      [
        [room, 'JC', false],
        ['council@conference.underhill.org', '', true],
      ],
    );
    assert.deepEqual(parseBookmarkList(undefined), []);
  });

  it('changes one of them alone, and has it once then', () => {
    const others = `${url}<conference jid="council@conference.underhill.org"/><unknown a="b"/>`;
    const before = list(`${others}${play('JC')}${play('Old', room.toUpperCase())}`);
    assert.equal(
      after(before, { nick: 'Puck', level: 'never' }),
      canonicalXml(parseXml(list(others + play('Puck')))),
    );
    assert.equal(after(before, undefined), canonicalXml(parseXml(list(others))));
    const added = `<conference jid="${room}" autojoin="true"/>`;
    assert.equal(
      after(list(others), { autojoin: true }),
      canonicalXml(parseXml(list(others + added))),
    );
    assert.equal(after('', { autojoin: true }), canonicalXml(parseXml(list(added))));
  });
});

describe('levels of notifications (XEP-0492)', () => {
  const settings = (content: string) =>
    `<extensions xmlns="${NS}"><notify xmlns="urn:xmpp:notification-settings:1">${content}</notify></extensions>`;
  const pc = 'identity-category="client" identity-type="pc"';
  const phone = '<on-mention identity-category="client" identity-type="phone"/>';
  const advanced = '<advanced><when xmlns="custom:ns-1" day="monday"/></advanced>';

  for (const [content, level] of [
    ['<never/>', 'never'],
    [`<always/><never ${pc}/><on-mention identity-category="client"/>`, 'never'],
    ['<always/><on-mention identity-category="client"/>', 'on-mention'],
    [`${phone}<never identity-category="gateway"/>`, undefined],
    ['<never identity-type="pc"/>', undefined],
    ['<sometimes/><never xmlns="urn:x"/>', undefined],
    ['<always/><never/>', 'always'],
    ['', undefined],
  ] as const) {
    it(`is ${level ?? 'none'} by ${content || 'nothing'}`, () => {
      assert.equal(parseLevel(one(settings(content))), level);
    });
  }

  for (const [what, before, level, after] of [
    ['for all clients', '', 'never', '<never/>'],
    ['which others see', `${phone}<always/>`, 'never', `<never/>${phone}`],
    [
      'and leaves one as it is',
      `<never>${advanced}</never>`,
      'never',
      `<never>${advanced}</never>`,
    ],
    [
      'and keeps what is advanced',
      `<always>${advanced}</always>`,
      'never',
      `<never>${advanced}</never>`,
    ],
    ['where ours are told apart', `<always/><never ${pc}/>`, 'always', `<always ${pc}/><always/>`],
    [
      'not for telephones',
      '<never identity-category="client"/><always/>',
      'on-mention',
      `<on-mention ${pc}/><never identity-category="client"/><always/>`,
    ],
    ['with one for others', `<never ${pc}/>`, 'always', `<always ${pc}/><always/>`],
    ['once', '<always/><never/><on-mention/>', 'on-mention', '<on-mention/>'],
    ['beside what is unknown', '<x xmlns="urn:x"/>', 'always', '<always/><x xmlns="urn:x"/>'],
  ] as const satisfies readonly (readonly [string, string, NotificationLevel, string])[]) {
    it(`is set ${what}`, () => {
      const parent = copyOf(one(settings(before)));
      setLevel(parent, level);
      assert.equal(
        canonicalXml(parseXml(parent.toString())),
        canonicalXml(parseXml(settings(after))),
      );
      assert.equal(parseLevel(parent), level);
    });
  }
});
