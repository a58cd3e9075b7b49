import assert from 'node:assert/strict';
import { roomLink, typedRoom } from '../../../../../src/ui/commands/rooms/joinTarget.ts';

const service = 'rooms.example.org';

describe('the room that a typed text names', () => {
  for (const [typed, room] of [
    ['lobby@rooms.example.org', 'lobby@rooms.example.org'],
    [' xmpp:lobby@rooms.example.org?join ', 'lobby@rooms.example.org'],
    ['xmpp:tea%20time@rooms.example.org?join', String.raw`tea\20time@rooms.example.org`],
    ['lobby@rooms.example.org/Ada', 'lobby@rooms.example.org'],
    ['lobby', 'lobby@rooms.example.org'],
    ['#Lobby', 'lobby@rooms.example.org'],
    ['tea time', 'tea-time@rooms.example.org'],
    ['', undefined],
    ['#', undefined],
    ['xmpp:', undefined],
  ] as const) {
    it(`is ${room ?? 'none'} for “${typed}”`, () => {
      assert.equal(typedRoom(typed, service), room);
    });
  }

  it('needs an address where no service is known', () => {
    assert.equal(typedRoom('lobby', undefined), undefined);
    assert.equal(typedRoom('lobby@rooms.example.org', undefined), 'lobby@rooms.example.org');
  });

  it('is the one that its link leads to', () => {
    for (const room of ['lobby@rooms.example.org', String.raw`a\20b#c?d@rooms.example.org`]) {
      assert.equal(typedRoom(roomLink(room), undefined), room);
    }
    assert.equal(roomLink('lobby@rooms.example.org'), 'xmpp:lobby@rooms.example.org?join');
  });
});
