import assert from 'node:assert/strict';
import { parseStreamError, SeeOtherHost } from '../../../../src/xmpp/stream/streamError.ts';
import { xml } from '../../../../src/xmpp/stanza/xml.ts';
import { told } from '../../../support/say.ts';

const NS = 'urn:ietf:params:xml:ns:xmpp-streams';

function parse(condition: string, content = '') {
  const error = xml(
    'stream:error',
    { 'xmlns:stream': 'http://etherx.jabber.org/streams' },
    xml('text', { xmlns: NS }, 'the words of the server'),
    xml(condition, { xmlns: NS }, content),
  );
  return parseStreamError(error, 'example.org');
}

describe('parseStreamError', () => {
  it('tells what needs the user from what passes', () => {
    assert.deepEqual([parse('conflict').code, parse('conflict').needsUser], ['conflict', true]);
    assert.equal(parse('host-unknown').code, 'no-such-server');
    assert.equal(parse('system-shutdown').code, 'lost');
    for (const condition of ['system-shutdown', 'reset', 'policy-violation', 'x-unknown']) {
      assert.equal(parse(condition).needsUser, false, condition);
    }
  });

  it('makes one sentence without the words of the server', () => {
    for (const condition of ['conflict', 'host-gone', 'not-authorized', 'policy-violation']) {
      const message = told(parse(condition));
      assert.match(message, /^[^.]+(?:\.\w[^.]*)*\.$/u, message);
      assert.doesNotMatch(message, /words of the server/u);
    }
  });

  it('reads where another host is', () => {
    const targets = {
      'b.example.org': ['b.example.org', undefined],
      'b.example.org:9222': ['b.example.org', 9222],
      '[2001:db8::1]:5222': ['2001:db8::1', 5222],
    };
    for (const [text, expected] of Object.entries(targets)) {
      const error = parse('see-other-host', text);
      assert.ok(error instanceof SeeOtherHost);
      assert.deepEqual([error.host, error.port], expected);
    }
    for (const text of ['', 'a b', 'x:0', 'x:70000', 'user@host', 'http://x']) {
      assert.ok(!(parse('see-other-host', text) instanceof SeeOtherHost), text);
    }
  });
});
