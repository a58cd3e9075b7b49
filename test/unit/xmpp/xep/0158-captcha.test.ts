import assert from 'node:assert/strict';
import { parseCaptcha } from '../../../../src/xmpp/xep/0158-captcha.ts';
import { incomingStanza } from '../../../support/incomingStanza.ts';
import { plain } from '../../../support/plain.ts';

const field = (name: string, value: string) =>
  `<field var="${name}" type="hidden"><value>${value}</value></field>`;

/** As ejabberd sends it to who joins. */
function challenge({
  type = 'urn:xmpp:captcha',
  asker = 'cave@rooms.example.net/thirdwitch',
  from = 'cave@rooms.example.net',
  sid = 'join1',
  attributes = '',
} = {}): string {
  return `<message from="${from}" id="${sid}" ${attributes}><body>Visit the page</body>
    <x xmlns="jabber:x:oob"><url>https://example.net/captcha/1</url></x>
    <captcha xmlns="urn:xmpp:captcha"><x xmlns="jabber:x:data" type="form">
      ${field('FORM_TYPE', type)}${field('from', asker)}${field('challenge', '1')}
      ${sid === '' ? '' : field('sid', sid)}
      <field var="ocr" label="Enter the text you see" /></x></captcha></message>`;
}

describe('the CAPTCHA of a room (XEP-0158)', () => {
  const parse = (text: string) => plain(parseCaptcha(incomingStanza(text)));

  it('names the stanza that waits for it, and a page', () => {
    const expected = {
      from: 'xmpp:cave@rooms.example.net',
      stanzaId: 'join1',
      url: 'https://example.net/captcha/1',
    };
    assert.deepEqual(parse(challenge()), expected);
    assert.deepEqual(parse(challenge({ from: 'rooms.example.net' })), expected);
  });

  it('is nothing in the name of another, or without its form', () => {
    for (const bad of [
      challenge({ from: 'romeo@example.net/orchard' }),
      challenge({ from: 'rooms.example.net/a' }),
      challenge({ asker: '@' }),
      challenge({ sid: '' }),
      challenge({ type: 'other' }),
      challenge({ attributes: 'type="error"' }),
      '<message from="cave@rooms.example.net"><captcha xmlns="urn:xmpp:captcha" /></message>',
    ]) {
      assert.equal(parse(bad), undefined);
    }
  });
});
