import assert from 'node:assert/strict';

import type { FileView } from '../../../../src/api/views.ts';
import { fileFacts } from '../../../../webview/view/fileFacts.ts';
import { fileKind } from '../../../../webview/view/fileKind.ts';

describe('What a card says of a file', () => {
  const facts = (file: FileView, isDirect = false) => fileFacts(file, fileKind(file), isDirect);
  const url = 'https://example.org/f';

  it('leaves out a type that says no more than the name', () => {
    assert.equal(facts({ name: 'a.ts', url, size: 1200, mediaType: 'text/plain' }), '1.2 kB');
    assert.equal(facts({ name: 'a.dat', url, mediaType: 'application/octet-stream' }), '');
    assert.equal(facts({ name: 'a.ts', url, mediaType: 'video/mp2t' }), 'video/mp2t');
    assert.equal(facts({ name: '4a771ac1', url, mediaType: 'text/plain' }), '');
    const nameless = { name: '4a771ac1', url, mediaType: 'application/octet-stream' };
    assert.equal(facts(nameless), 'application/octet-stream');
    assert.equal(facts({ name: 'setup.exe', url, mediaType: 'text/plain' }), 'program');
  });

  it('has size, type, measures and length in this order', () => {
    const video = { size: 9_400_000, mediaType: 'video/webm', width: 640, duration: 63_000 };
    assert.equal(
      facts({ name: 'climb.webm', url, ...video, height: 360 }),
      '9.4 MB · video/webm · 640 × 360 · 1:03',
    );
    assert.equal(facts({ name: 'x.ogg', url, duration: 3_723_000 }), '1:02:03');
  });

  it('says how it comes', () => {
    assert.equal(facts({ name: 'a.pdf', mediaType: '' }, true), 'sent directly');
    assert.equal(facts({ name: 'a.pdf' }), 'being sent: no address yet');
  });

  it('shows hidden characters of a type', () => {
    assert.ok(!facts({ name: 'a.pdf', url, mediaType: 'a/\u202eb' }).includes('\u202e'));
  });
});
