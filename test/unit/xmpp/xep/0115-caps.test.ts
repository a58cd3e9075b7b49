import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Jid } from '../../../../src/base/jid.ts';
import { fetchCapabilities } from '../../../../src/xmpp/xep/0115-caps.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

const NODE = 'http://code.google.com/p/exodus';
const ROMEO = Jid.of('romeo@example.net/orchard');
const NURSE = Jid.of('nurse@example.com/kitchen');

/** The parts of the simple example in XEP-0115 §5.2. */
const SIMPLE = `
  <identity category="client" name="Exodus 0.9.1" type="pc" />
  <feature var="http://jabber.org/protocol/caps" />
  <feature var="http://jabber.org/protocol/muc" />
  <feature var="http://jabber.org/protocol/disco#items" />
  <feature var="http://jabber.org/protocol/disco#info" />`;
const SIMPLE_VER = 'QgayPKawpkPSDYmwT/WM94uAlu0=';

/** Those of the complex one, §5.3. */
const COMPLEX = `
  <identity xml:lang="en" category="client" name="Psi 0.11" type="pc" />
  <identity xml:lang="el" category="client" name="Ψ 0.11" type="pc" />
  <feature var="http://jabber.org/protocol/muc" />
  <feature var="http://jabber.org/protocol/caps" />
  <feature var="http://jabber.org/protocol/disco#info" />
  <feature var="http://jabber.org/protocol/disco#items" />
  <x xmlns="jabber:x:data" type="result">
    <field var="software_version"><value>0.11</value></field>
    <field var="software"><value>Psi</value></field>
    <field var="os_version"><value>10.5.1</value></field>
    <field var="os"><value>Mac</value></field>
    <field var="ip_version" type="text-multi"><value>ipv6</value><value>ipv4</value></field>
    <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:dataforms:softwareinfo</value></field>
  </x>`;
const COMPLEX_VER = 'q07IKJEyjvHSyhy//CH0CxmKi8w=';

/** How many of two clients that announce the same had to be asked. */
async function asked(ver: string, parts: string, hash = 'sha-1'): Promise<number> {
  const session = new FakeSession();
  const first = fetchCapabilities(session, ROMEO, { node: NODE, ver, hash });
  answer(session, parts);
  await first;
  const second = fetchCapabilities(session, NURSE, { node: NODE, ver, hash });
  const count = session.sent.length;
  if (count > 1) answer(session, parts);
  assert.deepEqual(await second, await first);
  return count;
}

function answer(session: FakeSession, parts: string): void {
  session.answer(
    `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">${parts}</query></iq>`,
  );
}

describe('entity capabilities', () => {
  it('are asked of one client for all with the same hash', async () => {
    assert.equal(await asked(SIMPLE_VER, SIMPLE), 1);
    assert.equal(await asked(COMPLEX_VER, COMPLEX), 1);
  });

  it('are asked at the node that the presence names', async () => {
    const session = new FakeSession();
    const info = fetchCapabilities(session, ROMEO, { node: NODE, ver: SIMPLE_VER, hash: 'sha-1' });
    answer(session, SIMPLE);
    assert.equal((await info).features.length, 4);
    const query = session.sent[0]?.getChildElements()[0];
    assert.equal(session.sent[0]?.attrs['to'], ROMEO.full);
    assert.equal(query?.attrs['node'], `${NODE}#${SIMPLE_VER}`);
  });

  it('count for their own client only when the hash is wrong or unknown', async () => {
    assert.equal(await asked(COMPLEX_VER, SIMPLE), 2);
    assert.equal(await asked(SIMPLE_VER, SIMPLE, 'sha-256'), 2);
  });

  it('count for their own client only when they are ill-formed, though the hash be right', async () => {
    const form =
      '<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>f</value></field></x>';
    assert.equal(await asked(sha1('a<'), '<feature var="a" />'), 1);
    assert.equal(await asked(sha1('f<'), form), 1);
    const illFormed = [
      ['a<a<', '<feature var="a" /><feature var="a" />'],
      ['a<b<', '<feature var="a&lt;b" />'],
      ['f<f<', form + form],
      ['c/t//x<c/t//x<', '<identity category="c" type="t" name="x" />'.repeat(2)],
      ['c/t/l//x<', '<identity category="c" type="t/l" name="x" />'],
    ] as const;
    for (const [text, parts] of illFormed) assert.equal(await asked(sha1(text), parts), 2, text);
  });

  it('are remembered of a limited number of hashes', async () => {
    const session = new FakeSession();
    const ask = async (feature: number) => {
      const before = session.sent.length;
      const caps = { node: NODE, ver: sha1(`${feature}<`), hash: 'sha-1' };
      const info = fetchCapabilities(session, ROMEO, caps);
      if (session.sent.length > before) answer(session, `<feature var="${feature}" />`);
      await info;
      return session.sent.length > before;
    };
    for (let feature = 0; feature < 1000; feature++) await ask(feature);
    assert.equal(await ask(0), false);
    await ask(1000);
    assert.equal(await ask(1000), false);
    assert.equal(await ask(0), true);
  });
});

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
