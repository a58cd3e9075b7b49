import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { failure } from '../../../../src/base/userError.ts';
import type { FileTransport, SendingWay } from '../../../../src/model/files/fileTransport.ts';
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

  describe('in several ways', () => {
    const outcomes: Partial<Record<string, (() => Promise<void>)[]>> = {};
    const tried: string[] = [];
    const checked: string[] = [];
    const refused: string[] = [];
    const way = (name: SendingWay): FileTransport => ({
      way: name,
      check: () => {
        checked.push(name);
        return refused.includes(name)
          ? Promise.reject(failure('no-upload-service'))
          : Promise.resolve();
      },
      send: async (_to, source, { onProgress }) => {
        tried.push(name);
        onProgress(source.size);
        await outcomes[name]?.shift()?.();
      },
    });
    const fails = (error: Error) => () => Promise.reject(error);
    beforeEach(() => {
      for (const list of [tried, refused, checked]) list.length = 0;
      for (const name of Object.keys(outcomes)) outcomes[name] = [];
      transfers = new Transfers({
        announce,
        ...{ transports: [way('upload'), way('jingle'), way('si')], clock },
        trustedCa: () => undefined,
      });
    });

    it('use the first that can, or the one that is asked for', async () => {
      refused.push('upload');
      const first = await ended(await transfers.send(bob, file));
      assert.deepEqual([first?.state, first?.way], ['done', 'jingle']);
      const asked = await ended(await transfers.send(bob, file, { way: 'si' }));
      assert.deepEqual([asked?.state, asked?.way], ['done', 'si']);
      await assert.rejects(transfers.send(bob, file, { way: 'upload' }), {
        code: 'no-upload-service',
      });
      assert.deepEqual(tried, ['jingle', 'si']);
    });

    it('ask no further than the first that can, as a device may take long to answer', async () => {
      await ended(await transfers.send(bob, file));
      assert.deepEqual(checked, ['upload']);
    });

    it('are found, all or only the first', async () => {
      refused.push('jingle');
      assert.deepEqual(await transfers.findWays(bob, 1), ['upload', 'si']);
      assert.equal(await transfers.findWay(bob, 1), 'upload');
      refused.push('upload', 'si');
      await assert.rejects(transfers.findWays(bob, 1), { code: 'no-upload-service' });
      await assert.rejects(transfers.findWay(bob, 1), { code: 'no-upload-service' });
    });

    it('fail as the first would where none can', async () => {
      refused.push('upload', 'jingle', 'si');
      await assert.rejects(transfers.send(bob, file), { code: 'no-upload-service' });
      assert.deepEqual(checked, ['upload', 'jingle', 'si']);
    });

    it('go on with the next where the file is too large after all', async () => {
      outcomes['upload'] = [fails(failure('too-large'))];
      outcomes['jingle'] = [fails(failure('refused'))];
      const failed = await ended(await transfers.send(bob, file));
      assert.deepEqual([failed?.state, failed?.way], ['failed', 'jingle']);
      assert.deepEqual(tried, ['upload', 'jingle']);
      await transfers.retry(failed?.id ?? '', { way: 'si' });
      const again = await ended(failed?.id ?? '');
      assert.deepEqual([again?.state, again?.way], ['done', 'si']);
    });

    it('go on with the next where the upload service gives no place', async () => {
      for (const error of [
        failure('refused.upload', { condition: 'bad-request' }),
        failure('refused.quota'),
      ]) {
        outcomes['upload'] = [fails(error)];
        const sent = await ended(await transfers.send(bob, file));
        assert.deepEqual([sent?.state, sent?.way], ['done', 'jingle']);
      }
      outcomes['upload'] = [fails(failure('refused.http', { status: 403 }))];
      const failed = await ended(await transfers.send(bob, file));
      assert.deepEqual([failed?.state, failed?.way], ['failed', 'upload']);
    });

    it('stay with the one that was asked for', async () => {
      outcomes['upload'] = [fails(failure('too-large'))];
      const failed = await ended(await transfers.send(bob, file, { way: 'upload' }));
      assert.deepEqual([failed?.state, tried], ['failed', ['upload']]);
    });

    /** Goes on for as long as nobody cancels it. */
    const waits = (name: SendingWay): FileTransport => ({
      ...way(name),
      send: (_to, _source, { signal }) => {
        tried.push(name);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    });

    it('go to the chosen device, and there again at another try', async () => {
      const devices: (string | undefined)[] = [];
      const direct: FileTransport = {
        ...way('jingle'),
        check: (_to, _size, device) => Promise.resolve(void devices.push(device)),
        send: (_to, _source, { device }) => {
          devices.push(device);
          return devices.length < 5 ? Promise.reject(failure('declined')) : Promise.resolve();
        },
      };
      transfers = new Transfers({
        announce,
        ...{ transports: [way('upload'), direct], clock },
        trustedCa: () => undefined,
      });
      const chosen = { way: 'jingle', device: 'phone' } as const;
      const declined = await ended(await transfers.send(bob, file, chosen));
      assert.deepEqual([declined?.state, declined?.way], ['failed', 'jingle']);
      await transfers.retry(declined?.id ?? '');
      await ended(declined?.id ?? '');
      await transfers.retry(declined?.id ?? '', { way: 'jingle', device: 'desk' });
      const done = await ended(declined?.id ?? '');
      assert.deepEqual([done?.state, tried], ['done', []]);
      assert.deepEqual(devices, ['phone', 'phone', 'phone', 'phone', 'desk', 'desk']);
    });

    it('go to another device, while they wait for one', async () => {
      const devices: (string | undefined)[] = [];
      const waiting = waits('jingle');
      const direct: FileTransport = {
        ...waiting,
        send: (to, source, options) => {
          devices.push(options.device);
          return options.device === 'desk' ? Promise.resolve() : waiting.send(to, source, options);
        },
      };
      transfers = new Transfers({
        announce,
        ...{ transports: [direct], clock },
        trustedCa: () => undefined,
      });
      const id = await transfers.send(bob, file);
      await settle();
      await transfers.retry(id, { way: 'jingle', device: 'desk' });
      assert.equal((await ended(id))?.state, 'done');
      assert.deepEqual(devices, [undefined, 'desk']);
    });

    it('go another way, while they run, if the user wants it', async () => {
      transfers = new Transfers({
        announce,
        ...{ transports: [way('upload'), waits('jingle'), way('si')], clock },
        trustedCa: () => undefined,
      });
      const states = new Set<string>();
      transfers.onDidChange(({ state }) => states.add(state));
      const id = await transfers.send(bob, file, { way: 'jingle' });
      await settle();
      await transfers.retry(id, { way: 'jingle' });
      refused.push('upload');
      await assert.rejects(transfers.retry(id, { way: 'upload' }), { code: 'no-upload-service' });
      await settle();
      assert.deepEqual([last(id)?.state, tried], ['running', ['jingle']]);
      await transfers.retry(id, { way: 'si' });
      const end = await ended(id);
      assert.deepEqual([end?.state, end?.way, tried], ['done', 'si', ['jingle', 'si']]);
      assert.deepEqual([...states], ['running', 'done']);
    });

    it('do not go another way once they are cancelled', async () => {
      transfers = new Transfers({
        announce,
        ...{ transports: [waits('jingle'), way('si')], clock },
        trustedCa: () => undefined,
      });
      const id = await transfers.send(bob, file, { way: 'jingle' });
      const retried = transfers.retry(id, { way: 'si' });
      transfers.cancel(id);
      await retried;
      const end = await ended(id);
      assert.deepEqual([end?.state, tried], ['cancelled', ['jingle']]);
    });

    it('that the other side cancels say so, and can be tried again', async () => {
      outcomes['jingle'] = [fails(failure('cancelled'))];
      const failed = await ended(await transfers.send(bob, file, { way: 'jingle' }));
      assert.deepEqual([failed?.state, failed?.error?.code], ['failed', 'cancelled.peer']);
      await transfers.retry(failed?.id ?? '');
      assert.equal((await ended(failed?.id ?? ''))?.state, 'done');
    });

    it('tell the progress ten times a second at most, and the speed of the last seconds', async () => {
      const seen: [number, number | undefined][] = [];
      transfers = new Transfers({
        announce,
        clock,
        trustedCa: () => undefined,
        transports: [
          {
            ...way('upload'),
            send: (_to, _source, { onProgress }) => {
              for (let sent = 10; sent <= 1000; sent += 10) {
                clock.advance(10);
                onProgress(sent);
              }
              return Promise.resolve();
            },
          },
        ],
      });
      transfers.onDidChange(({ sent, bytesPerSecond }) => seen.push([sent, bytesPerSecond]));
      const done = await ended(await transfers.send(bob, file));
      assert.equal(done?.bytesPerSecond, undefined);
      assert.equal(seen.length, 12);
      assert.deepEqual(seen[5], [500, 1000]);
      assert.deepEqual(seen[1], [100, undefined]);
    });
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
