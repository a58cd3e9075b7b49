import assert from 'node:assert/strict';
import { occupantActions, roomRights } from '../../../src/host/roomRights.ts';
import type { Privileges } from '../../../src/model/rooms/roomEvents.ts';

const standing = (text: string): Privileges => {
  const [role, affiliation] = text.split(' ');
  return { role, affiliation } as Privileges;
};
const OPEN = { isMembersOnly: false, moderation: [] };

describe('what the user may do in a room', () => {
  const cases: readonly (readonly [self: string, rights: string])[] = [
    ['visitor none', 'requestVoice'],
    ['participant none', 'write setSubject invite'],
    ['participant member', 'write setSubject invite'],
    ['moderator none', 'write setSubject invite'],
    ['moderator admin', 'write setSubject invite administer'],
    ['moderator owner', 'write setSubject invite administer configure destroy'],
  ];
  for (const [self, rights] of cases) {
    it(`as ${self}`, () => {
      assert.equal(roomRights(standing(self), OPEN).join(' '), rights);
    });
  }

  it('depends on the room', () => {
    const rules = { isMembersOnly: true, moderation: [1] as const };
    const rights = (self: string) => roomRights(standing(self), rules).join(' ');
    assert.equal(rights('participant member'), 'write setSubject');
    assert.equal(rights('moderator none'), 'write setSubject moderate');
    assert.equal(rights('moderator admin'), 'write setSubject invite moderate administer');
  });

  it('is nothing outside', () => {
    assert.deepEqual(roomRights(undefined, OPEN), []);
  });
});

describe('what the user may do with an occupant', () => {
  const cases: readonly (readonly [self: string, other: string, actions: string])[] = [
    ['participant member', 'participant none', ''],
    ['visitor none', 'visitor none', ''],
    ['moderator none', 'visitor none', 'kick grantVoice'],
    ['moderator none', 'participant member', 'kick revokeVoice'],
    ['moderator none', 'moderator admin', ''],
    ['moderator none', 'participant owner', ''],
    ['moderator admin', 'participant none', 'kick ban revokeVoice grantModerator makeMember'],
    ['moderator admin', 'visitor member', 'kick ban grantVoice grantModerator makeNone'],
    ['moderator admin', 'moderator none', 'kick ban revokeModerator makeMember'],
    ['moderator admin', 'moderator admin', ''],
    ['moderator admin', 'moderator owner', ''],
    [
      'moderator owner',
      'participant member',
      'kick ban revokeVoice grantModerator makeNone makeAdmin makeOwner',
    ],
    ['moderator owner', 'moderator admin', 'kick ban makeNone makeMember makeOwner'],
    ['moderator owner', 'moderator owner', 'makeNone makeMember makeAdmin'],
  ];
  const actions = (self: string, other: string, isOwn = false, hasAddress = true) =>
    occupantActions(standing(self), standing(other), { isOwn, hasAddress }).join(' ');
  for (const [self, other, expected] of cases) {
    it(`as ${self} with ${other}`, () => {
      assert.equal(actions(self, other), expected);
    });
  }

  it('affects accounts only where their address is shown, and never ourselves', () => {
    assert.equal(
      actions('moderator owner', 'participant none', false, false),
      'kick revokeVoice grantModerator',
    );
    assert.equal(actions('moderator owner', 'moderator owner', true), '');
    assert.deepEqual(
      occupantActions(undefined, standing('visitor none'), { isOwn: false, hasAddress: true }),
      [],
    );
  });
});
