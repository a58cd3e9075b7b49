import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { occupantContext, roomContext } from '../../../../src/ui/rooms/roomContext.ts';
import { occupant, room } from '../../../support/roomTree.ts';

interface Entry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when: string;
  readonly group: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { menus: Readonly<Record<string, readonly Entry[]>> };
};

/** The commands of a row's context menu, as the editor finds them. */
function menuOf(context: string): readonly string[] {
  return (contributes.menus['view/item/context'] ?? [])
    .flatMap((entry) => entry.when.split(' || ').map((when) => ({ ...entry, when })))
    .filter(({ when, group }) => when.startsWith('view == parley.rooms') && !/inline/u.test(group))
    .filter(({ when }) =>
      [...when.matchAll(/viewItem =~ \/(.+?)\/(?= |$)/gu)].every(([, pattern = '']) =>
        new RegExp(pattern, 'u').test(context),
      ),
    )
    .map(({ command, submenu = '' }) => (command ?? submenu).replace('parley.', ''));
}

const OF_ANY = [
  'hideRoomActivity',
  'openChat',
  'openIn',
  'renameRoom',
  'roomNotifications',
  'copyRoomLink',
  'roomDetails',
];
const OF_HISTORY = ['exportChat', 'clearChat', 'forgetRoom'];

describe('the menu of a row in the rooms’ tree', () => {
  it('of a room that we are in has what we may do there', () => {
    const inside = [...OF_ANY, ...OF_HISTORY, 'sendCurrentFile', 'changeNick', 'leaveRoom'];
    assert.deepEqual([...menuOf(roomContext(room('a')))].sort(), [...inside].sort());
    const owner = roomContext(
      room('a', { rights: ['setSubject', 'invite', 'administer', 'configure', 'destroy'] }),
    );
    const more = ['setSubject', 'inviteToRoom', 'roomMembers', 'configureRoom', 'destroyRoom'];
    assert.deepEqual([...menuOf(owner)].sort(), [...inside, ...more].sort());
    const visitor = roomContext(room('a', { rights: ['requestVoice'] }));
    assert.ok(menuOf(visitor).includes('requestVoice'));
    const quiet = menuOf(
      roomContext(room('a', { showsActivity: false, ignored: [{ id: 'jid:eve@x', nick: 'Eve' }] })),
    );
    assert.deepEqual(
      quiet.filter((one) => /Activity|ignored/u.test(one)),
      ['showRoomActivity', 'ignoredOccupants'],
    );
  });

  it('of a room that we are not in has the way back, where there is one', () => {
    const outside = [...OF_ANY, ...OF_HISTORY];
    for (const change of [{ phase: 'idle' }, { phase: 'left', remedy: 'password' }] as const) {
      const menu = menuOf(roomContext(room('a', { ...change, rights: ['destroy'] })));
      assert.deepEqual([...menu].sort(), [...outside, 'rejoinRoom'].sort());
    }
    const banned = roomContext(room('a', { phase: 'left', remedy: 'none', rights: [] }));
    assert.deepEqual([...menuOf(banned)].sort(), [...outside].sort());
  });

  it('of an occupant has what may be done with them', () => {
    assert.deepEqual(menuOf(occupantContext(occupant('Ada'))), [
      'blockOccupant',
      'privateMessage',
      'ignoreOccupant',
    ]);
    const ignored = occupantContext(occupant('Ada', { ignored: 'occupant:1' }));
    assert.deepEqual(menuOf(ignored), ['blockOccupant', 'privateMessage', 'stopIgnoringOccupant']);
    const blocked = occupantContext(occupant('Ada', { blockedBy: 'a@x/Ada' }));
    assert.deepEqual(menuOf(blocked), ['unblockOccupant', 'privateMessage', 'ignoreOccupant']);
    const one = occupant('Ada', {
      jid: 'ada@example.org',
      actions: ['kick', 'ban', 'revokeVoice', 'grantModerator', 'makeMember'],
    });
    assert.deepEqual([...menuOf(occupantContext(one))].sort(), [
      ...['addOccupant', 'banOccupant', 'blockOccupant', 'changeAffiliation', 'contactDetails'],
      ...['grantModerator', 'ignoreOccupant', 'kickOccupant', 'privateMessage', 'revokeVoice'],
    ]);
    assert.deepEqual(menuOf(occupantContext({ ...one, isOwn: true, actions: [] })), []);
  });

  it('of a chat with an occupant has what concerns its history', () => {
    assert.deepEqual(menuOf('private'), ['exportChat', 'clearChat']);
  });
});
