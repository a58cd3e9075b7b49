import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { roomName, type RoomNames } from '../../../../src/model/rooms/roomName.ts';

const nameOf = (names: Partial<RoomNames>) =>
  roomName({
    room: Jid.of('the\\20play@conference.example.org'),
    bookmark: '',
    own: '',
    kind: 'public',
    members: ['Romeo', 'Nurse'],
    ...names,
  });

describe('the name of a room', () => {
  it('is the user’s, else its own, else its local part', () => {
    assert.equal(nameOf({ bookmark: ' Ours ', own: 'Theirs' }), 'Ours');
    assert.equal(nameOf({ own: 'Theirs' }), 'Theirs');
    assert.equal(nameOf({ own: ' ' }), 'the play');
    assert.equal(nameOf({ room: Jid.of('conference.example.org') }), 'conference.example.org');
  });

  it('is that of its members if private, and nobody has named it', () => {
    for (const own of ['', 'the play', 'the\\20play']) {
      assert.equal(nameOf({ own, kind: 'private' }), 'Nurse, Romeo');
    }
    assert.equal(nameOf({ own: 'The Play', kind: 'private' }), 'The Play');
    assert.equal(nameOf({ bookmark: 'the play', kind: 'private' }), 'the play');
    assert.equal(nameOf({ kind: 'private', members: [] }), 'the play');
  });

  it('is of few members, each in a short line', () => {
    const members = ['a\nb', 'a b', '', 'x'.repeat(1000), 'c', 'd', 'e', 'f', 'g', 'h'];
    const name = nameOf({ kind: 'private', members });
    assert.equal(name, 'a b, c, d, e, f, …');
    const long = nameOf({ kind: 'private', members: ['x'.repeat(1000)] });
    assert.equal(long.length, 40);
  });
});
