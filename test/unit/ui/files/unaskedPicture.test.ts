import assert from 'node:assert/strict';
import { mayFetchUnasked } from '../../../../src/ui/files/unaskedPicture.ts';

const OF = { account: 'you@home.example', chat: 'ada@example.org' };
const may = (url: string | undefined, size: number | undefined = 1000, of = OF) =>
  mayFetchUnasked({ name: 'a.png', ...(url !== undefined && { url }), ...{ size } }, of);

describe('mayFetchUnasked', () => {
  it('A40: takes pictures on the server of the contact or of the account', () => {
    assert.equal(may('https://example.org/a.png'), true);
    assert.equal(may('https://upload.example.org:5443/a.png'), true);
    assert.equal(may('https://UPLOAD.home.example/a.png'), true);
    const of = { account: 'you@home.example', chat: 'ada@bücher.example' };
    assert.equal(may('https://up.xn--bcher-kva.example/a.png', 1000, of), true);
  });

  it('A40: takes nothing from other hosts, by other schemes, or without an address', () => {
    for (const url of [
      'https://tracker.example/a.png',
      'https://notexample.org/a.png',
      'https://example.org.evil.example/a.png',
      'https://example.org@evil.example/a.png',
      'https://192.168.1.1/a.png',
      'http://example.org/a.png',
      'aesgcm://example.org/a.png#00',
      'file:///example.org/a.png',
      'no address',
      undefined,
    ])
      assert.equal(may(url), false, url);
    assert.equal(may('https://example.org/a.png', 1000, { account: '@', chat: '' }), false);
  });

  it('A40: takes nothing that is said to be large', () => {
    assert.equal(may('https://example.org/a.png', 5_000_000), true);
    assert.equal(may('https://example.org/a.png', 5_000_001), false);
    // Clients that only name an address do not tell the size: the download is limited then.
    assert.equal(mayFetchUnasked({ name: 'a.png', url: 'https://example.org/a.png' }, OF), true);
  });
});
