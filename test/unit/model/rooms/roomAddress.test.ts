import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { parseTypedRoom, proposedNick } from '../../../../src/model/rooms/roomAddress.ts';

const room = Jid.of('coven@chat.shakespeare.lit');

describe('the address of a room', () => {
  it('is taken as typed', () => {
    const typed = ['coven@chat.shakespeare.lit/Nick', 'xmpp:coven@chat.shakespeare.lit?join'];
    for (const text of typed) assert.equal(parseTypedRoom(text)?.full, room.full);
    for (const text of ['coven', 'chat.shakespeare.lit', '@', '']) {
      assert.equal(parseTypedRoom(text), undefined);
    }
  });
});

describe('the nick proposed for a room', () => {
  const account = Jid.of('juliet\\20c@example.org');

  it('is the last one, the nickname or the local part, the first that is valid', () => {
    const nick = (last: string, nickname: string) =>
      proposedNick(room, { last, nickname, account });
    assert.equal(nick('JC', 'Juliet'), 'JC');
    assert.equal(nick(' ', ' Juliet '), 'Juliet');
    assert.equal(nick('a\nb', 'x'.repeat(2000)), 'juliet c');
    const nobody = Jid.of('example.org');
    assert.equal(proposedNick(room, { last: '', nickname: '', account: nobody }), '');
  });
});
