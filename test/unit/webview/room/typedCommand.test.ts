import assert from 'node:assert/strict';
import { parseTyped } from '../../../../webview/room/typedCommand.ts';

describe('what is typed in a room', () => {
  it('is a message unless it begins with one slash and a word', () => {
    for (const body of ['hello', ' /kick Ada', 'a /kick', '/', '/ kick', '/me waves', '/me', '']) {
      assert.deepEqual(parseTyped(body), { kind: 'text', body });
    }
    assert.deepEqual(parseTyped('//kick is a command'), {
      kind: 'text',
      body: '/kick is a command',
    });
    assert.deepEqual(parseTyped('///'), { kind: 'text', body: '//' });
  });

  it('is a command with all that follows it', () => {
    const command = (name: string, rest: string) => ({ kind: 'command', name, rest });
    assert.deepEqual(parseTyped('/nick Ada L'), command('nick', 'Ada L'));
    assert.deepEqual(parseTyped('/TOPIC  one\ntwo '), command('topic', 'one\ntwo'));
    assert.deepEqual(parseTyped('/part'), command('part', ''));
  });

  it('is never sent if the command is unknown', () => {
    for (const name of ['kcik', 'msgs', 'usr/bin', 'me:', 'Me', 'constructor']) {
      assert.deepEqual(parseTyped(`/${name} Ada secret`), { kind: 'unknown', name });
    }
  });
});
