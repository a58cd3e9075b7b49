import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { mentionedIn } from '../../../../src/model/rooms/mentioned.ts';

const room = Jid.of('cave@rooms.example.net');
const nicks = ['Ada', 'Ada L.', 'Grace', '日本'];
const occupants = nicks.map((nick) => ({ nick, jids: [Jid.of(`${nick.charCodeAt(0)}@x.org/1`)] }));

const found = (text: string, isNonAnonymous = false) =>
  mentionedIn(text, { room, occupants, isNonAnonymous }).map(({ jid, range }) => [
    isNonAnonymous ? jid.full : jid.resource,
    text.slice(range?.start, range?.end),
  ]);

describe('whom a message to a room mentions', () => {
  it('is told by @, and by a colon or comma behind a name that begins a line', () => {
    assert.deepEqual(found('@Ada, look'), [['Ada', 'Ada']]);
    assert.deepEqual(found('see @Grace and @日本'), [
      ['Grace', 'Grace'],
      ['日本', '日本'],
    ]);
    assert.deepEqual(found('Ada: yes\nGrace, no'), [
      ['Ada', 'Ada'],
      ['Grace', 'Grace'],
    ]);
  });

  it('is the longest name that fits', () => {
    assert.deepEqual(found('@Ada L. knows'), [['Ada L.', 'Ada L.']]);
  });

  it('is nobody in a word, an address or a sentence about them', () => {
    for (const text of ['Ada said', '@Adam', 'me@Graceland', 'so Ada: no']) {
      assert.deepEqual(found(text), [], text);
    }
  });

  it('is told by the real address only where all see it (44)', () => {
    assert.deepEqual(found('@Grace', true), [['71@x.org', 'Grace']]);
    assert.deepEqual(found('@Grace'), [['Grace', 'Grace']]);
  });
});
