import assert from 'node:assert/strict';
import { parseAvatarHash } from '../../../../src/xmpp/xep/0153-avatarHashes.ts';
import { parseHats, wornHats } from '../../../../src/xmpp/xep/0317-hats.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';

const presence = (children: string) =>
  incomingStanza(`<presence from="cave@rooms.example.net/a">${children}</presence>`).element;

describe('hats (XEP-0317)', () => {
  const hats = (xmlns: string, inner: string) => `<hats xmlns="${xmlns}">${inner}</hats>`;
  const standard = hats('urn:xmpp:hats:0', '<hat uri="urn:a" title="Host" />');
  const prosody = hats('xmpp:prosody.im/protocol/hats:1', '<hat uri="urn:b" title="Guard" />');

  it('are the room’s: by the announced namespace, else by the one that Prosody guards', () => {
    const found = parseHats(presence(standard + prosody));
    const titles = (isAnnounced: boolean) => wornHats(found, isAnnounced).map(({ title }) => title);
    assert.deepEqual(titles(true), ['Host']);
    assert.deepEqual(titles(false), ['Guard']);
  });

  it('have an address and a title', () => {
    const inner =
      '<hat uri="urn:a" /><hat title="Host" /><hat uri="" title="a" /><hat uri="u" title=" " />';
    assert.deepEqual(parseHats(presence(hats('urn:xmpp:hats:0', inner))), []);
  });
});

describe('avatar hashes (XEP-0153)', () => {
  const hash = (photo: string) =>
    parseAvatarHash(presence(`<x xmlns="vcard-temp:x:update">${photo}</x>`));

  it('are of 40 digits, or empty, or not told', () => {
    assert.equal(hash(`<photo>\n${'0A'.repeat(20)} </photo>`), '0a'.repeat(20));
    assert.equal(hash('<photo />'), '');
    for (const photo of ['', '<photo>x</photo>', `<photo>${'0a'.repeat(21)}</photo>`]) {
      assert.equal(hash(photo), undefined);
    }
    assert.equal(parseAvatarHash(presence('')), undefined);
  });
});
