import assert from 'node:assert/strict';
import { commandsFor, parseTyped } from '../../../../webview/typing/typedText.ts';

const SHRUG = '¯\\_(ツ)_/¯';
const inRoom = (text: string) => parseTyped(text, true);
const text = (body: string) => ({ kind: 'text', body });

describe('what is typed in a chat', () => {
  it('is a message unless it begins with one slash and a word', () => {
    for (const body of ['hello', ' /kick Ada', 'a /kick', '/', '/ kick', '/me waves', '/me', '']) {
      for (const isRoom of [true, false]) assert.deepEqual(parseTyped(body, isRoom), text(body));
    }
    assert.deepEqual(inRoom('//kick is a command'), text('/kick is a command'));
    assert.deepEqual(inRoom('///'), text('//'));
  });

  it('is a command of a room with all that follows it', () => {
    const command = (name: string, rest: string) => ({ kind: 'command', name, rest });
    assert.deepEqual(inRoom('/nick Ada L'), command('nick', 'Ada L'));
    assert.deepEqual(inRoom('/TOPIC  one\ntwo '), command('topic', 'one\ntwo'));
    assert.deepEqual(inRoom('/part'), command('part', ''));
  });

  it('is never sent if the command is unknown, as those of rooms are elsewhere', () => {
    for (const name of ['kcik', 'msgs', 'usr/bin', 'me:', 'Me', 'constructor', 'toString']) {
      assert.deepEqual(inRoom(`/${name} Ada secret`), { kind: 'unknown', name });
    }
    assert.deepEqual(parseTyped('/kick Ada', false), { kind: 'unknown', name: 'kick' });
  });

  it('is a snippet everywhere', () => {
    for (const isRoom of [true, false]) {
      assert.deepEqual(parseTyped('/shrug', isRoom), text(SHRUG));
      assert.deepEqual(parseTyped('/shrug who knows ', isRoom), text(`who knows ${SHRUG}`));
      assert.deepEqual(parseTyped('/code', isRoom), { kind: 'code' });
      assert.deepEqual(parseTyped('/code a < b', isRoom), text('```\na < b\n```'));
      assert.deepEqual(parseTyped('/code ts\n  a < b', isRoom), text('```ts\n  a < b\n```'));
      assert.deepEqual(parseTyped('/code\n  a\n b', isRoom), text('```\n  a\n b\n```'));
    }
  });

  it('is proposed by its beginning, and no longer once it is typed in full', () => {
    const names = (query: string, isRoom: boolean) =>
      commandsFor(query, isRoom).map(([name]) => name);
    assert.deepEqual(names('', false), ['me', 'code', 'shrug']);
    assert.deepEqual(names('M', true), ['me', 'msg']);
    assert.deepEqual(names('m', false), ['me']);
    assert.deepEqual(names('ME', true), []);
    assert.deepEqual(names('x', true), []);
  });
});
