import assert from 'node:assert/strict';
import { answerCaptcha, parseCaptcha } from '../../../../src/xmpp/xep/0158-captcha.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
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
    for (const asker of ['cave@rooms.example.net', 'rooms.example.net']) {
      const parsed = parseCaptcha(incomingStanza(challenge({ from: asker })));
      assert.deepEqual(
        [parsed?.from.full, parsed?.asker.full, parsed?.stanzaId],
        ['cave@rooms.example.net', asker, 'join1'],
      );
      const [field] = parsed?.fields.filter(({ type }) => type !== 'hidden') ?? [];
      assert.deepEqual(
        [field?.name, field?.label, field?.link],
        ['ocr', 'Enter the text you see', 'https://example.net/captcha/1'],
      );
    }
  });

  it('has its picture, and is answered with all that was sent along', async () => {
    const picture = '<data xmlns="urn:xmpp:bob" cid="c@bob.xmpp.org" type="image/png">AAEC</data>';
    const media =
      '<media xmlns="urn:xmpp:media-element"><uri type="image/png">cid:c@bob.xmpp.org</uri></media>';
    const text = challenge()
      .replace('you see" />', `you see">${media}</field>`)
      .replace('</message>', `${picture}</message>`);
    const parsed = parseCaptcha(incomingStanza(text));
    assert.ok(parsed);
    const field = parsed.fields.find(({ name }) => name === 'ocr');
    assert.deepEqual([...(field?.picture ?? [])], [0, 1, 2]);
    const session = new FakeSession();
    const values = { challenge: ['1'], ocr: ['7nHL3'] };
    const answered = answerCaptcha(session, parsed, values);
    const [sent] = session.sent;
    assert.equal(sent?.attrs['to'], 'cave@rooms.example.net');
    assert.match(
      String(sent),
      /<captcha xmlns="urn:xmpp:captcha"><x xmlns="jabber:x:data" type="submit">.*7nHL3/u,
    );
    session.answer();
    await answered;
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
