import assert from 'node:assert/strict';
import type { MessageView } from '../../../../src/api/views.ts';
import {
  insertedNick,
  nickPlace,
  rankNicks,
  recentSpeakers,
} from '../../../../webview/room/nickCompletion.ts';

/** The query at `|`. */
const query = (text: string, by: '@' | 'Tab') => {
  const caret = text.indexOf('|');
  const whole = text.replace('|', '');
  const place = nickPlace(whole, caret, by);
  return place && `${place.query} for ${whole.slice(place.start, place.end)}`;
};

describe('the completion of nicks', () => {
  it('begins with an @ at the beginning of a word', () => {
    assert.equal(query('@|', '@'), ' for @');
    assert.equal(query('hi @gr|', '@'), 'gr for @gr');
    assert.equal(query('(@Gr| said', '@'), 'Gr for @Gr');
    assert.equal(query('a\n@gr|', '@'), 'gr for @gr');
    for (const text of ['gr|', 'me@im|', '@gr |', '@g|race', '@a@b|', '']) {
      assert.equal(query(text, '@'), undefined, text);
    }
  });

  it('takes by Tab any word before the cursor', () => {
    assert.equal(query('gr|', 'Tab'), 'gr for gr');
    assert.equal(query('/kick Gr|', 'Tab'), 'Gr for Gr');
    assert.equal(query('hi @gr|', 'Tab'), 'gr for @gr');
    for (const text of ['|', 'gr |', 'g|r']) assert.equal(query(text, 'Tab'), undefined, text);
  });

  it('addresses whom a line begins with', () => {
    const inserted = (text: string, start: number, nick = 'Ada') =>
      insertedNick(text, { start, end: text.length, query: '' }, nick);
    assert.equal(inserted('@a', 0), 'Ada: ');
    assert.equal(inserted('x\n@a', 2), 'Ada: ');
    assert.equal(inserted('hi @a', 3), 'Ada ');
    // A nick must not become a command.
    assert.equal(inserted('@t', 0, '/topic x'), '//topic x: ');
    assert.equal(inserted('hi @t', 3, '/topic x'), '/topic x ');
  });

  it('proposes the last speakers first, then who begins so, then the others', () => {
    const message = (senderName: string, outgoing = false) =>
      ({ senderName, outgoing }) as MessageView;
    const speakers = recentSpeakers(
      ['Grace', 'Ada', 'Greta', 'Grace'].map((nick) => message(nick)).concat(message('Me', true)),
    );
    assert.deepEqual(speakers, ['Grace', 'Greta', 'Ada']);
    const nicks = ['Agra', 'Grant', 'Greta', 'Gráce2', 'Grace', 'Linus', 'Grace'];
    assert.deepEqual(rankNicks('gr', '@', nicks, speakers), [
      ...['Grace', 'Greta', 'Gráce2', 'Grant', 'Agra'],
    ]);
    assert.ok(!rankNicks('gr', 'Tab', nicks, speakers).includes('Agra'));
    assert.deepEqual(rankNicks('', '@', ['Zoe', 'Ada', 'Bob'], speakers), ['Ada', 'Bob', 'Zoe']);
    const many = Array.from({ length: 900 }, (_, at) => `nick${at}`);
    assert.equal(rankNicks('', '@', many, []).length, 50);
  });
});
