import assert from 'node:assert/strict';
import { parseHostMeta } from '../../../../../src/xmpp/stream/net/hostMeta.ts';

const REL = 'urn:xmpp:alt-connections:websocket';
const xrd = (links: string) =>
  `<?xml version='1.0' encoding='utf-8'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>${links}</XRD>`;
const parse = (text: string) => parseHostMeta(text).map(({ href }) => href);

describe('parseHostMeta', () => {
  it('finds the WebSockets in XRD and in JSON', () => {
    const links = `<Link rel='urn:xmpp:alt-connections:xbosh' href='https://x/bosh'/><Link rel='${REL}' href='wss://x:5281/ws'/>`;
    assert.deepEqual(parse(xrd(links)), ['wss://x:5281/ws']);
    const json = {
      links: [
        { rel: REL, href: 'wss://x/ws' },
        { rel: 'other', href: 'wss://y/' },
      ],
    };
    assert.deepEqual(parse(JSON.stringify(json)), ['wss://x/ws']);
  });

  it('A27: takes only wss', () => {
    for (const href of ['ws://x/ws', 'https://x/ws', 'wss://user:secret@x/', 'x', '', 'wss://']) {
      assert.deepEqual(parse(xrd(`<Link rel='${REL}' href='${href}'/>`)), [], href);
      assert.deepEqual(parse(JSON.stringify({ links: [{ rel: REL, href }] })), [], href);
    }
  });

  it('finds nothing in what is not a host-meta', () => {
    const link = `<Link rel='${REL}' href='wss://x/ws'/>`;
    const bad = [
      '',
      'x',
      '{',
      '{}',
      '{"links":{}}',
      '{"links":[null,1,"a",{"rel":1,"href":"wss://x/"}]}',
      `<XRD>${link}</XRD>`,
      xrd(`<x xmlns=''>${link}</x>`),
      `<!DOCTYPE x>${xrd(link)}`,
      xrd(`${link}&foo;`),
      xrd(link + ' '.repeat(70_000)),
    ];
    for (const text of bad) assert.deepEqual(parse(text), [], text.slice(0, 80));
  });
});
