import assert from 'node:assert/strict';
import { MAX_CAPTION, MAX_GIVEN_BYTES, MAX_TEXT } from '../../../../src/api/panel.ts';
import { parsePanelRequest } from '../../../../src/ui/chat/panelRequest.ts';

const KEPT = {
  account: 'ada@example.org',
  chat: 'grace@example.org',
  draft: 'half a',
  anchor: { message: '1', offset: -3.5 },
};

describe('parsePanelRequest', () => {
  it('C4: takes what a tab may ask of its panel', () => {
    const requests = [
      { type: 'loaded', account: 'ada@example.org', chat: 'grace@example.org' },
      { type: 'goToChat' },
      { type: 'keep', state: KEPT },
      { type: 'keep', state: { ...KEPT, mode: { kind: 'reply', message: '1' }, at: 1 } },
      { type: 'timeZone', timeZone: 'Europe/Berlin' },
      { type: 'saveFile', message: '1' },
      { type: 'copyText', text: 'x'.repeat(MAX_TEXT) },
      { type: 'insertCode', code: 'let x;' },
      { type: 'pickContact', query: '' },
      { type: 'openCode', code: 'let x;' },
      { type: 'openCode', code: 'let x;', language: 'typescript' },
      { type: 'sendFiles', files: [{ name: 'a', content: new Uint8Array(MAX_GIVEN_BYTES) }] },
      { type: 'sendUris', uris: ['file:///a.ts'] },
      { type: 'chooseFile', caption: 'x'.repeat(MAX_CAPTION) },
      { type: 'previewFile', message: '1', file: 3 },
      { type: 'showPicture', message: '1', file: 3 },
      { type: 'acceptFile', message: 'a' },
      { type: 'revealFile', message: 'a' },
      { type: 'revealFile', message: 'a', file: 3 },
      { type: 'sendAnotherWay', transfer: 'a' },
      { type: 'roomCommand', command: 'rejoin' },
      { type: 'roomCommand', command: 'join' },
      { type: 'openPrivate', nick: 'Ada' },
      { type: 'moderate', message: '1' },
      { type: 'occupantCommand', command: 'kick', nick: 'Ada', reason: '' },
    ];
    for (const request of requests) assert.deepEqual(parsePanelRequest(request), request);
  });

  it('C4: refuses other types, other shapes, paths beside ids, and what is too long', () => {
    const content = new Uint8Array(1);
    const junk: unknown[] = [
      ...[null, undefined, 1, 'loaded', [], {}],
      { type: 'loaded' },
      { type: 'goToChat', chat: 'eve@example.org' },
      { type: 'keep', state: { ...KEPT, draft: 'x'.repeat(MAX_TEXT + 1) } },
      { type: 'keep', state: { ...KEPT, anchor: { message: '1', offset: '0' } } },
      { type: 'keep', state: { ...KEPT, anchor: { message: '1', offset: Infinity } } },
      { type: 'keep', state: { ...KEPT, emoji: Array(101).fill('x') } },
      { type: 'keep', state: { ...KEPT, html: '<script>' } },
      { type: 'runCommand', command: 'workbench.action.quit' },
      { type: 'timeZone', timeZone: 'x'.repeat(101) },
      { type: 'saveFile' },
      { type: 'saveFile', message: 1 },
      { type: 'sendAnotherWay', transfer: 'a', way: 'upload' },
      { type: 'sendAnotherWay', transfer: 'x'.repeat(201) },
      { type: 'saveFile', message: '1', file: -1 },
      { type: 'openFile', message: '1', file: 0.5 },
      { type: 'chooseFile', caption: '' },
      { type: 'sendUris', uris: ['file:///a.ts'], caption: 'x'.repeat(MAX_CAPTION + 1) },
      { type: 'saveFile', message: '1', path: '/etc/passwd' },
      { type: 'saveFile', message: 'x'.repeat(201) },
      { type: 'openLink', url: `https://${'x'.repeat(8192)}` },
      { type: 'titleChanged', title: 'Somebody else' },
      { type: 'copyText', text: '' },
      { type: 'copyText', text: 'x'.repeat(MAX_TEXT + 1) },
      { type: 'insertCode', code: 'x', path: '/etc/passwd' },
      { type: 'pickContact', query: 'x'.repeat(101) },
      { type: 'openCode', code: 'x', language: 'x'.repeat(33) },
      { type: 'openCode', code: 'x', language: undefined },
      { type: 'openCode', code: ['x'] },
      { type: 'acceptFile', message: 'a', path: '/etc/passwd' },
      { type: 'sendFiles', files: [] },
      { type: 'sendFiles', files: [{ name: '', content }] },
      {
        type: 'sendFiles',
        files: [{ name: 'a', content, thumbnail: 'data:image/svg+xml,<svg/>' }],
      },
      { type: 'sendFiles', files: [{ name: 'x'.repeat(256), content }] },
      { type: 'sendFiles', files: [{ name: 'a', content: [1] }] },
      { type: 'sendFiles', files: [{ name: 'a', content, uri: 'file:///etc/passwd' }] },
      { type: 'sendFiles', files: Array(51).fill({ name: 'a', content }) },
      {
        type: 'sendFiles',
        files: Array(2).fill({ name: 'a', content: new Uint8Array(MAX_GIVEN_BYTES / 2 + 1) }),
      },
      { type: 'roomCommand', command: 'parley.destroyRoom' },
      { type: 'roomCommand', command: 'leave', room: 'other@rooms.example.org' },
      { type: 'occupantCommand', command: 'makeOwner', nick: 'Ada', reason: '' },
      { type: 'openPrivate', nick: '' },
      { type: 'openPrivate', nick: 'x'.repeat(1024) },
      { type: 'openPrivate', nick: 'Ada', room: 'other@rooms.example.org' },
      { type: 'occupantCommand', command: 'kick', nick: '', reason: '' },
      { type: 'occupantCommand', command: 'kick', nick: 'x'.repeat(1024), reason: '' },
      { type: 'occupantCommand', command: 'kick', nick: 'Ada', reason: 'x'.repeat(1001) },
      { type: 'sendUris', uris: [] },
      { type: 'sendUris', uris: [1] },
      { type: 'sendUris', uris: ['x'.repeat(8193)] },
      { type: 'sendUris', uris: Array(51).fill('file:///a.ts') },
    ];
    for (const request of junk) assert.equal(parsePanelRequest(request), undefined);
  });
});
