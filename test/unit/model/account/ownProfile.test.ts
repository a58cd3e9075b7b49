import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { Element } from '../../../../src/xmpp/stanza/xml.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { base64, png, sha1 } from '../../../support/pictures.ts';
import { settle } from '../../../support/settle.ts';

const ada = 'ada@example.org';
const bob = 'bob@example.net';
const picture = png(96);
const CONVERSION = 'urn:xmpp:pep-vcard-conversion:0';

/** A server that answers everything, and keeps the vCard. */
function serve(link: FakeLink, features: readonly string[]): Element[] {
  const asked: Element[] = [];
  link.session.stream.server = (stanza) => {
    if (stanza.getName() !== 'iq') return undefined;
    const { id = '', to = ada } = stanza.attrs;
    const [request] = stanza.getChildElements();
    asked.push(stanza);
    const info = `<query xmlns="http://jabber.org/protocol/disco#info">${features
      .map((feature) => `<feature var="${feature}" />`)
      .join('')}</query>`;
    const content =
      request?.getNS() === 'http://jabber.org/protocol/disco#info'
        ? info
        : request?.is('vCard', 'vcard-temp') && stanza.attrs['type'] === 'get'
          ? '<vCard xmlns="vcard-temp"><FN>Ada</FN></vCard>'
          : '';
    return parseXml(
      `<iq xmlns="jabber:client" type="result" id="${id}" from="${to}">${content}</iq>`,
    );
  };
  return asked;
}

describe('the user’s own avatar', () => {
  const start = async (features: readonly string[]) => {
    const accounts = new FakeAccounts();
    await accounts.signIn(ada, 'secret');
    const link = accounts.links[0] ?? assert.fail();
    const asked = serve(link, features);
    link.goOnline();
    for (let turn = 0; turn < 10; turn++) await settle();
    return { account: accounts.get(ada), link, asked };
  };
  const cards = (asked: readonly Element[]) =>
    asked.filter(
      (stanza) => stanza.attrs['type'] === 'set' && stanza.getChild('vCard', 'vcard-temp'),
    );
  const told = (link: FakeLink) =>
    link.session.sent
      .filter((stanza) => stanza.getName() === 'presence')
      .map((stanza) => stanza.getChild('x', 'vcard-temp:x:update')?.getChildText('photo'));

  it('is published alone where the server converts it, and presence is sent again', async () => {
    const { account, link, asked } = await start([CONVERSION]);
    const before = told(link).length;
    await account.ownProfile.setAvatar(picture, 'presence');
    await settle();
    assert.equal(cards(asked).length, 0);
    assert.deepEqual(told(link).slice(before), [undefined]);
    assert.equal(account.avatars.hashOf(ada), sha1(picture));
  });

  it('is written into the vCard and told in presence elsewhere, and so is its removal', async () => {
    const { account, link, asked } = await start([]);
    await account.ownProfile.setAvatar(picture, 'presence');
    await settle();
    const photo = cards(asked)[0]?.getChild('vCard', 'vcard-temp')?.getChild('PHOTO');
    assert.equal(photo?.getChildText('BINVAL'), base64(picture));
    assert.equal(told(link).at(-1), sha1(picture));
    await account.ownProfile.removeAvatar();
    await settle();
    assert.equal(told(link).at(-1), '');
    assert.equal(account.avatars.hashOf(ada), undefined);
  });

  it('is refused if it is too large, with the reason', async () => {
    const { account } = await start([CONVERSION]);
    const padded = new Uint8Array(60 * 1024);
    padded.set(picture);
    await assert.rejects(account.ownProfile.setAvatar(padded, 'open'), { code: 'bad-avatar' });
  });

  it('A37: is not to be had through a chat whose people do not have it', async () => {
    const { account } = await start([CONVERSION]);
    const hash = sha1(png(5));
    assert.equal(await account.avatars.image(Jid.of(bob), hash), undefined);
  });
});
