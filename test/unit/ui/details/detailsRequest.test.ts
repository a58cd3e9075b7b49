import assert from 'node:assert/strict';
import { DETAILS_COMMANDS, FILE_ACTIONS, MAX_NOTE } from '../../../../src/api/detailsPanel.ts';
import { parseDetailsRequest } from '../../../../src/ui/details/detailsRequest.ts';

describe('the requests of a tab of details', () => {
  for (const request of [
    { type: 'loaded' },
    { type: 'refresh' },
    { type: 'readNote' },
    { type: 'saveNote', text: '', before: 'x' },
    { type: 'keepNote', note: { text: 'x', before: '' } },
    { type: 'keepNote', note: null },
    { type: 'openLink', url: 'https://example.org' },
    { type: 'copyAddress' },
    { type: 'showMessage', message: 'id' },
    { type: 'openRoom', room: 'team@rooms.example.org' },
    ...FILE_ACTIONS.map((action) => ({ type: 'file', action, message: 'id' })),
    { type: 'file', action: 'save', message: 'id', file: 2 },
    ...DETAILS_COMMANDS.map((command) => ({ type: 'command', command })),
  ]) {
    it(`are taken: ${JSON.stringify(request)}`, () => {
      assert.deepEqual(parseDetailsRequest(request), request);
    });
  }

  for (const request of [
    { type: 'command', command: 'deleteAccount' },
    { type: 'command', command: 'blockContact', chat: 'other@example.org' },
    { type: 'file', action: 'delete', message: 'id' },
    { type: 'file', action: 'open', message: 'id', file: -1 },
    { type: 'file', action: 'open', message: 'id', chat: 'other@example.org' },
    { type: 'saveNote', text: 'x' },
    { type: 'saveNote', text: 'x'.repeat(MAX_NOTE + 1), before: '' },
    { type: 'saveNote', text: 'x', before: '', chat: 'other@example.org' },
    { type: 'keepNote' },
    { type: 'keepNote', note: { text: 'x'.repeat(MAX_NOTE + 1), before: '' } },
    { type: 'openLink', url: 'x'.repeat(8193) },
    { type: 'request', method: 'signOut' },
    null,
  ]) {
    it(`C4: are refused: ${JSON.stringify(request).slice(0, 60)}`, () => {
      assert.equal(parseDetailsRequest(request), undefined);
    });
  }
});
