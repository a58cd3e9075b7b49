import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Jid } from '../../../../src/base/jid.ts';
import { TransferError } from '../../../../src/xmpp/transferError.ts';
import { findUploadService, requestSlot } from '../../../../src/xmpp/xep/0363-httpUpload.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { telling } from '../../../support/telling.ts';

const UPLOAD = 'urn:xmpp:http:upload:0';
const SERVICE = { jid: Jid.of('upload.example.org') };
const FILE = { name: 'a.txt', size: 1, mediaType: 'text/plain' };

const info = (feature: string, maxSize?: string) =>
  `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">
    <feature var="${feature}" />
    <x xmlns="jabber:x:data" type="result">
      <field var="FORM_TYPE" type="hidden"><value>${UPLOAD}</value></field>
      <field var="max-file-size"><value>${maxSize ?? ''}</value></field>
    </x>
  </query></iq>`;
const items = (...jids: readonly string[]) =>
  `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#items">${jids
    .map((jid) => `<item jid="${jid}" />`)
    .join('')}<item jid="example.org" node="announce" /></query></iq>`;

/** Gives the answers one after the other, each once it is waited for. */
async function answerAll(session: FakeSession, ...answers: readonly string[]): Promise<void> {
  for (const answer of answers) {
    session.answer(answer);
    await setImmediate();
  }
}

describe('the upload service', () => {
  it('may be the server itself', async () => {
    const session = new FakeSession();
    const service = findUploadService(session);
    await answerAll(session, info(UPLOAD, '5242880'));
    assert.deepEqual(await service, { jid: Jid.of('example.org'), maxSize: 5_242_880 });
  });

  it('is looked for among what belongs to the server, though one of that is down', async () => {
    const session = new FakeSession();
    const service = findUploadService(session);
    const belonging = items('down.example.org', 'rooms.example.org', 'upload.example.org');
    await answerAll(session, info('a'), belonging, '<iq type="error" />', info('b'), info(UPLOAD));
    assert.deepEqual(await service, SERVICE);
    assert.equal(session.sent.length, 5);
  });

  it('is found at once, and missed in some seconds, though another one never answers', async () => {
    for (const feature of [UPLOAD, 'b']) {
      const session = new FakeSession();
      const service = findUploadService(session);
      const belonging = items('silent.example.org', 'upload.example.org');
      await answerAll(session, info('a'), belonging);
      const silent = session.stream.sent.splice(2, 1);
      await answerAll(session, info(feature));
      if (feature !== UPLOAD) session.clock.advance(10_000);
      assert.deepEqual(await service, feature === UPLOAD ? SERVICE : undefined);
      assert.equal(silent[0]?.attrs['to'], 'silent.example.org');
    }
  });

  it('may be missing', async () => {
    const session = new FakeSession();
    const service = findUploadService(session);
    await answerAll(session, info('a'), items());
    assert.equal(await service, undefined);
  });

  it('has no limit when what it says makes no sense', async () => {
    for (const maxSize of ['-1', '1e9', 'many', '9'.repeat(16)]) {
      const session = new FakeSession();
      const service = findUploadService(session);
      await answerAll(session, info(UPLOAD, maxSize));
      assert.deepEqual(await service, { jid: Jid.of('example.org') }, maxSize);
    }
  });

  it('cannot be found while the server does not answer', async () => {
    const session = new FakeSession();
    const service = findUploadService(session);
    session.stream.goOffline();
    await assert.rejects(service, { condition: 'not-connected' });
  });
});

describe('a slot', () => {
  it('comes from the service that was asked, and from nobody else', async () => {
    const session = new FakeSession();
    const slot = requestSlot(session, SERVICE, FILE);
    session.answer(
      `<iq type="result" from="mallory@example.com/x"><slot xmlns="${UPLOAD}">
        <put url="https://evil.example/put" /><get url="https://evil.example/get" />
      </slot></iq>`,
    );
    session.clock.advance(30_000);
    await assert.rejects(slot, { code: 'offline' });
  });

  it('is refused in one sentence that names the limit', async () => {
    const session = new FakeSession();
    const slot = requestSlot(session, SERVICE, FILE);
    session.answer(
      `<iq type="error"><error type="modify">
        <not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" />
        <file-too-large xmlns="${UPLOAD}"><max-file-size>20000</max-file-size></file-too-large>
      </error></iq>`,
    );
    await assert.rejects(slot, TransferError);
    await assert.rejects(
      slot,
      telling('The file is larger than allowed (at most 20 kB): send it in smaller parts.'),
    );
  });
});
