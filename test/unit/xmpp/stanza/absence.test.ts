import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Absence } from '../../../../src/xmpp/stanza/absence.ts';
import { StanzaError } from '../../../../src/xmpp/stanza/stanzaError.ts';
import type { Element } from '../../../../src/xmpp/stanza/xml.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { prefixed } from '../../../support/prefixed.ts';

const ERROR = `<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error>`;
const STANDARD =
  '<iq id="1" to="eve@x/y" type="error"><error type="cancel">' +
  '<service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>';

function stanza(text: string): Element {
  const [element] = parseXml(text);
  assert.ok(element);
  element.attrs['xmlns'] ??= 'jabber:client';
  return element;
}

const question = (payload: string, lang = '') =>
  stanza(`<iq type="get" id="1" from="eve@x/y" ${lang}>${payload}</iq>`);

/** Asks a server that answers like this; what it was asked is in `asked`. */
class Server {
  readonly asked: { readonly to: string; readonly lang: string | undefined }[] = [];
  readonly absence: Absence;

  constructor(answer: (payload: Element, lang: string | undefined) => Promise<Element> | string) {
    this.absence = new Absence(Jid.of('ada@example.org'), ({ to, payload, lang }) => {
      this.asked.push({ to: to.full, lang });
      const answered = answer(payload, lang);
      return typeof answered === 'string' ? Promise.resolve(stanza(answered)) : answered;
    });
  }

  async answer(iq: Element): Promise<string> {
    return String(await this.absence.answer(iq));
  }
}

describe('Absence', () => {
  it('asks the server once how it answers for a resource of ours that nobody has', async () => {
    const server = new Server(() => `<iq type="error">${ERROR}</iq>`);
    for (const payload of [
      '<ping xmlns="urn:xmpp:ping" />',
      '',
      '<a xmlns="x" /><b xmlns="x" />',
    ]) {
      assert.equal(await server.answer(question(payload)), STANDARD);
    }
    assert.equal(server.asked.length, 1);
    assert.match(server.asked[0]?.to ?? '', /^ada@example\.org\/absent-[0-9a-f-]{36}$/u);
    server.absence.reset();
    await server.answer(question(''));
    assert.equal(new Set(server.asked.map(({ to }) => to)).size, 2);
  });

  it('repeats the request and speaks its language where the server does', async () => {
    const server = new Server(
      (payload, lang = 'en') =>
        `<iq type="error" xml:lang="${lang}">${String(payload)}<error type="cancel" code="503">
           <text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" xml:lang="${lang}">nobody</text></error></iq>`,
    );
    for (const [lang, said] of [
      ['de', 'de'],
      ['', 'en'],
      ['de', 'de'],
    ] as const) {
      const asked = question('<q xmlns="urn:q" a="1">&lt;<b xmlns="" /></q>', `xml:lang="${lang}"`);
      for (const iq of [asked, prefixed(asked)]) {
        const answer = await server.answer(iq);
        assert.ok(answer.startsWith(`<iq id="1" to="eve@x/y" type="error" xml:lang="${said}">`));
        const [read] = parseXml(answer);
        const q = read?.getChild('q', 'urn:q');
        assert.equal(q?.attrs['a'], '1');
        assert.equal(q.text(), '<');
        assert.ok(q.getChild('b', ''));
        const error = read?.getChildElements().find((child) => child.getName() === 'error');
        assert.equal(error?.getChildElements()[0]?.attrs['xml:lang'], said);
      }
    }
    assert.deepEqual(
      server.asked.map(({ lang }) => lang),
      ['de', undefined],
    );
  });

  it('answers as the standard says where the server does not, and asks again later', async () => {
    let refuses = true;
    const server = new Server(() =>
      refuses
        ? Promise.reject(new StanzaError('remote-server-timeout'))
        : '<iq type="result"><x xmlns="urn:x" /></iq>',
    );
    assert.equal(await server.answer(question('<x xmlns="urn:x" />')), STANDARD);
    refuses = false;
    assert.equal(await server.answer(question('<x xmlns="urn:x" />')), STANDARD);
    assert.equal(server.asked.length, 2);
  });

  it('keeps no more than a hundred waiting, and no more than some languages', async () => {
    const silent = new Server(() => new Promise(() => undefined));
    const answers = Array.from({ length: 500 }, () => silent.absence.answer(question('')));
    assert.deepEqual(await Promise.all(answers.slice(100)), new Array(400).fill(undefined));
    const server = new Server(() => `<iq type="error">${ERROR}</iq>`);
    for (let n = 0; n < 50; n++) await server.answer(question('', `xml:lang="x-${n}"`));
    for (const lang of ['x'.repeat(100), 'a b', '&lt;']) {
      await server.answer(question('', `xml:lang="${lang}"`));
    }
    assert.equal(server.asked.at(-1)?.lang, undefined);
    assert.equal(server.asked.length, 51);
  });
});
