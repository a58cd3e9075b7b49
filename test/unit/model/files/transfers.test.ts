import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { notOnline } from '../../../../src/model/failure.ts';
import { HttpUpload } from '../../../../src/model/files/httpUpload.ts';
import { type Transfer, Transfers } from '../../../../src/model/files/transfers.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { memorySource } from '../../../support/sources.ts';
import { settle } from '../../../support/settle.ts';
import { told } from '../../../support/say.ts';
import { telling } from '../../../support/telling.ts';

const bob = Jid.of('bob@example.org');
const file = memorySource(new Uint8Array(1000), 'a.ts');
const service = (
  limit: number,
) => `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">
  <identity category="store" type="file" /><feature var="urn:xmpp:http:upload:0" />
  <x xmlns="jabber:x:data" type="result">
    <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:http:upload:0</value></field>
    <field var="max-file-size"><value>${limit}</value></field></x></query></iq>`;
const nothing = (name: 'info' | 'items') =>
  `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#${name}" /></iq>`;
const slot = `<iq type="result"><slot xmlns="urn:xmpp:http:upload:0">
  <put url="https://127.0.0.1:1/a.ts" /><get url="https://127.0.0.1:1/a.ts" /></slot></iq>`;

describe('Transfers', () => {
  let session: FakeSession;
  let online: boolean;
  let announced: string[];
  let upload: HttpUpload;
  let clock: FakeClock;
  let transfers: Transfers;

  const announce = () => Promise.resolve();

  beforeEach(() => {
    session = new FakeSession();
    online = true;
    announced = [];
    const trustedCa = () => undefined;
    upload = new HttpUpload({
      session: (what) => {
        if (!online) throw notOnline(what);
        return session;
      },
      trustedCa,
      announce: (_to, { url }) => Promise.resolve(announced.push(url)),
    });
    clock = new FakeClock();
    transfers = new Transfers({ announce, transports: [upload], clock, trustedCa });
  });

  /** What the server offers is asked for once in a session. */
  const find = async (limit: number) => {
    const checking = upload.find(limit);
    session.answer(service(limit));
    assert.equal((await checking).maxSize, limit);
  };
  const send = async () => {
    if (session.sent.length === 0) await find(1000);
    const id = await transfers.send(bob, file);
    await settle();
    return id;
  };
  const last = (id: string): Transfer | undefined => transfers.find(id);
  const ended = async (id: string) => {
    while (last(id)?.state === 'running') await settle();
    return last(id);
  };

  it('need a connection', async () => {
    online = false;
    const message = (what: string) =>
      `${what}, since you are offline: wait for the connection or choose "XMPP: Reconnect Now", then try again.`;
    await assert.rejects(upload.find(1), { name: 'Failure', code: 'offline' });
    await assert.rejects(upload.find(1), telling(message('Nothing was sent')));
    await assert.rejects(transfers.send(bob, file), telling(message('Nothing was sent')));
  });

  it('need a service', async () => {
    const checking = upload.find(1);
    session.answer(nothing('info'));
    await settle();
    session.answer(nothing('items'));
    await assert.rejects(checking, { code: 'no-upload-service' });
  });

  it('say what the limit is, and refuse what is above it', async () => {
    await find(999);
    const refused = transfers.send(bob, file);
    await assert.rejects(refused, { code: 'too-large' });
    await assert.rejects(refused, telling(/takes at most 999 bytes: send a smaller one\.$/));
    assert.deepEqual([...transfers.values()], []);
  });

  it('fail with the server’s reason, and announce nothing', async () => {
    const id = await send();
    assert.equal(last(id)?.state, 'running');
    session.answer(`<iq type="error"><error type="wait">
      <resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`);
    const transfer = await ended(id);
    assert.equal(transfer?.state, 'failed');
    assert.match(
      told(transfer.error),
      /takes no more files .*: try again tomorrow, or send it another way\.$/,
    );
    assert.deepEqual(announced, []);
  });

  it('fail with a sentence where the file cannot be put', async () => {
    const id = await send();
    session.answer(slot);
    const transfer = await ended(id);
    assert.equal(transfer?.state, 'failed');
    assert.match(told(transfer.error), /cannot be reached, .*: try again\.$/);
    assert.deepEqual(announced, []);
  });

  it('end when they are cancelled, also while the server is asked for a place', async () => {
    const id = await send();
    transfers.cancel(id);
    session.answer(slot);
    assert.equal((await ended(id))?.state, 'cancelled');
    assert.deepEqual(announced, []);
  });

  it('that failed are tried again under their id, also twice, and once at a time', async () => {
    const id = await send();
    session.answer(slot);
    assert.equal((await ended(id))?.state, 'failed');
    const asked = session.sent.length;
    await Promise.all([transfers.retry(id), transfers.retry(id)]);
    await settle();
    assert.equal(session.sent.length, asked + 1);
    assert.deepEqual([last(id)?.state, last(id)?.error], ['running', undefined]);
    session.answer(slot);
    assert.equal((await ended(id))?.state, 'failed');
    online = false;
    await assert.rejects(transfers.retry(id), { code: 'offline' });
    assert.equal(last(id)?.state, 'failed');
  });

  it('that failed are given up by cancelling, and then not tried again', async () => {
    const id = await send();
    session.answer(slot);
    await ended(id);
    transfers.cancel(id);
    assert.equal(last(id)?.state, 'cancelled');
    const asked = session.sent.length;
    await transfers.retry(id);
    assert.equal(session.sent.length, asked);
  });

  it('that failed keep the files of the newest five alone', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      const id = await send();
      session.answer(slot);
      await ended(id);
      ids.push(id);
    }
    const gone = transfers.retry(ids[0] ?? '');
    await assert.rejects(gone, telling(/^a\.ts is no longer at hand, .*: choose it again\.$/));
    await transfers.retry(ids[1] ?? '');
    assert.equal(last(ids[1] ?? '')?.state, 'running');
  });

  it('that ended are kept up to fifty, and views hear of those that go', async () => {
    const changed = new Set<string>();
    transfers.onDidChange(({ id }) => changed.add(id));
    const ids: string[] = [];
    for (let n = 0; n < 51; n++) {
      const id = await send();
      ids.push(id);
      transfers.cancel(id);
      session.answer(slot);
      await ended(id);
      if (n === 49) changed.clear();
    }
    assert.deepEqual(
      [...transfers.values()].map(({ id }) => id),
      ids.slice(1),
    );
    assert.ok(changed.has(ids[0] ?? ''));
  });
});
