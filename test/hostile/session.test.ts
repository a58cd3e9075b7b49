import assert from 'node:assert/strict';
import { xml } from '../../src/xmpp/xml.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';
import { eventually, HostileFixture } from '../support/hostileFixture.ts';

describe('a session', () => {
  const fixture = new HostileFixture();
  let certificate: Certificate;

  before(async () => {
    ({ good: certificate } = await testCertificates());
  });
  afterEach(() => fixture.dispose());

  for (const [offered, told] of [
    [`<csi xmlns='urn:xmpp:csi:0'/>`, ['inactive', 'active', 'inactive', 'message']],
    ['', ['message']],
  ] as const) {
    it(`tells ${offered ? 'the server' : 'no server that does not ask'} whether somebody is looking`, async () => {
      const heard: string[] = [];
      const server = await fixture.serve(async (peer) => {
        await peer.signIn({ certificate, features: offered });
        while (heard.at(-1) !== 'message') heard.push((await peer.next()).name);
        await peer.expectClose();
      });
      const { connection } = await fixture.client(server.port);
      connection.focused = false;
      await connection.connect();
      for (const focused of [true, true, false]) connection.focused = focused;
      connection.send(xml('message', { to: 'bob@localhost' }));
      await eventually('the message', () => heard.includes('message'));
      assert.deepEqual(heard, told);
    });
  }
});
