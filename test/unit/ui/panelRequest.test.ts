import assert from 'node:assert/strict';
import { MAX_TEXT } from '../../../src/api/panel.ts';
import { parsePanelRequest } from '../../../src/ui/panelRequest.ts';

describe('parsePanelRequest', () => {
  it('takes what a chat tab may ask about text and code', () => {
    const requests = [
      { type: 'copyText', text: 'x'.repeat(MAX_TEXT) },
      { type: 'insertCode', code: 'let x;' },
      { type: 'openCode', code: 'let x;' },
      { type: 'openCode', code: 'let x;', language: 'typescript' },
    ];
    for (const request of requests) assert.deepEqual(parsePanelRequest(request), request);
  });

  it('takes nothing of another shape, name or size', () => {
    const requests = [
      { type: 'copyText', text: '' },
      { type: 'copyText', text: 'x'.repeat(MAX_TEXT + 1) },
      { type: 'insertCode', code: 'x', path: '/etc/passwd' },
      { type: 'openCode', code: 'x', language: 'x'.repeat(33) },
      { type: 'openCode', code: 'x', language: undefined },
      { type: 'openCode', code: ['x'] },
      { type: 'runCommand', command: 'workbench.action.quit' },
    ];
    for (const request of requests) assert.equal(parsePanelRequest(request), undefined);
  });
});
