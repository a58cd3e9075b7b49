import assert from 'node:assert/strict';
import { say, sayExcerpt, speak } from '../../../src/api/say.ts';
import { type UserError, userError } from '../../../src/base/userError.ts';
import { english } from '../../support/say.ts';

const UNKNOWN = english.texts.unknown;

describe('say', () => {
  afterEach(() => {
    speak(english);
  });

  it('puts texts, numbers, sizes and other errors into the sentence', () => {
    assert.equal(
      say(userError('too-large.size', { size: { bytes: 2_000_000 }, most: { bytes: 999 } })),
      'The file has 2 MB, and this server takes at most 999 bytes: send a smaller one.',
    );
    assert.match(say(userError('too-long', { most: 65_536, length: 70_000 })), /65,536.*70,000/u);
    const task = userError('task.add-contact', { name: 'Ada' });
    assert.equal(
      say(userError('not-connected', { task })),
      'Adding Ada failed: the connection was lost; try again once it is back.',
    );
  });

  it('says code in one line without what fences it, and nothing else without anything', () => {
    assert.equal(sayExcerpt('Look:\n```src/a.ts\nconst a = `b`;\n```'), 'Look:\n\nconst a = `b`;');
    for (const text of ['```', ' ```ts', 'a ``` b', 'plain\n'])
      assert.equal(sayExcerpt(text), text);
    assert.equal(sayExcerpt(userError('unknown')), UNKNOWN);
  });

  it('takes what is named as text, whatever it looks like', () => {
    assert.equal(
      say(userError('folder.empty', { name: '{name} $& {toString}' })),
      '{name} $& {toString} has no files to send: it is empty, or .gitignore or the setting files.exclude leaves all of them out. Send them one by one.',
    );
  });

  it('says what it knows of the kind where it does not know the code', () => {
    const newer = { code: 'wrong-password.newer', params: { domain: 'a.org', address: 'b@a.org' } };
    assert.equal(say(newer), say(userError('wrong-password', newer.params)));
    assert.equal(say({ code: 'offline.somehow', params: {} }), say(userError('offline')));
  });

  it('says one clear sentence of what it does not know, and of what is no error', () => {
    for (const error of [
      { code: 'newer', params: {} },
      { code: 'constructor', params: {} },
      { code: 'wrong-password', params: {} },
      { code: 'not-connected', params: { task: { code: 'task.newer', params: {} } } },
      { code: '', params: {} },
      { code: 'lost' },
      { message: 'It is lost.' },
      'It is lost.',
      undefined,
    ]) {
      const said = say(error as UserError);
      assert.ok(said.includes(UNKNOWN), said);
    }
  });

  it('speaks the language that it was given, with its numbers', () => {
    const texts = { 'too-many-reactions': 'Höchstens {most} Reaktionen.', unknown: 'Unbekannt.' };
    speak({ language: 'de', texts });
    assert.equal(
      say(userError('too-many-reactions', { most: 1234 })),
      'Höchstens 1.234 Reaktionen.',
    );
    assert.equal(say(userError('no-account')), 'Unbekannt.');
  });
});
