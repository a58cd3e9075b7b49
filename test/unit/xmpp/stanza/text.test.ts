import assert from 'node:assert/strict';
import fc from 'fast-check';
import { receivedId, receivedText, sendableText } from '../../../../src/xmpp/stanza/text.ts';
import { xml } from '../../../../src/xmpp/stanza/xml.ts';
import { parseXml } from '../../../support/parseXml.ts';

describe('text at the border', () => {
  it('can be sent whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (body, attribute) => {
        const text = String(xml('x', { a: sendableText(attribute) }, `|${sendableText(body)}|`));
        assert.equal(parseXml(text).length, 1);
      }),
    );
    const unfit = '\u0000\u0008\u000b\u001f\ud800\udc00x\udc00\ud800\ufffe\uffff';
    assert.equal(sendableText(unfit), '\u{10000}x');
  });

  it('is sent as it was when XML can hold it', () => {
    const text = 'a\tb\nc\r\n– Ünïcode 😀 \u202e\u0085\ufffd';
    assert.equal(sendableText(text), text);
  });

  it('is cut at its limit, and never within a character', () => {
    assert.equal(receivedText('abcd', 4), 'abcd');
    assert.equal(receivedText('abcde', 4), 'abc…');
    assert.equal(receivedText('ab😀de', 4), 'ab…');
    assert.equal(receivedText('\u009babcd', 4), 'abcd');
  });

  it('takes an id only of a fit length', () => {
    assert.equal(receivedId('x'.repeat(1023))?.length, 1023);
    assert.equal(receivedId('x'.repeat(1024)), undefined);
    assert.equal(receivedId(''), undefined);
    assert.equal(receivedId(undefined), undefined);
  });
});
