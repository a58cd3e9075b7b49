import assert from 'node:assert/strict';
import { NS_INFO, parseDiscoInfo } from '../../../../src/xmpp/xep/0030-disco.ts';
import { capsOf } from '../../../../src/xmpp/xep/0115-caps.ts';
import { parseXml } from '../../../support/parseXml.ts';

const NODE = 'http://code.google.com/p/exodus';

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

describe('entity capabilities', () => {
  it('have the hash that the standard says', () => {
    for (const [parts, ver] of [
      [SIMPLE, SIMPLE_VER],
      [COMPLEX, COMPLEX_VER],
    ] as const) {
      const [query] = parseXml(`<query xmlns="${NS_INFO}">${parts}</query>`);
      assert.ok(query);
      assert.deepEqual(capsOf(parseDiscoInfo(query), NODE), { node: NODE, ver, hash: 'sha-1' });
    }
  });
});
