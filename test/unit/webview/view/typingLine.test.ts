import assert from 'node:assert/strict';
import { typingSentence } from '../../../../webview/view/typingLine.ts';
import { room, roomHead } from '../../../support/roomView.ts';
import { head } from '../../../support/storeBench.ts';

describe('the line that says who is typing', () => {
  it('names the contact, and in a room one or two nicks', () => {
    const line = (...typing: readonly string[]) =>
      typingSentence(roomHead({ ...room, typing })).join('');
    assert.equal(typingSentence(undefined).join(''), '');
    assert.equal(typingSentence(head).join(''), '');
    assert.deepEqual(typingSentence({ ...head, composing: true }), ['', 'Ada', ' is typing…']);
    assert.equal(line(), '');
    assert.equal(line('Ada'), 'Ada is typing…');
    assert.equal(line('Ada', 'Grace'), 'Ada and Grace are typing…');
    assert.equal(line('Ada', 'Grace', 'Linus'), 'Several people are typing…');
    assert.equal(line('\u202eAda'), '[U+202E]Ada is typing…');
  });
});
