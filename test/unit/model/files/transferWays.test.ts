import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { failure } from '../../../../src/base/userError.ts';
import type { FileTransport, SendingWay } from '../../../../src/model/files/fileTransport.ts';
import { type Transfer, Transfers } from '../../../../src/model/files/transfers.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { memorySource } from '../../../support/sources.ts';
import { settle } from '../../../support/settle.ts';

const bob = Jid.of('bob@example.org');
const file = memorySource(new Uint8Array(1000), 'a.ts');

describe('Transfers in several ways', () => {
  let clock: FakeClock;
  let transfers: Transfers;

  const announce = () => Promise.resolve();
  const last = (id: string): Transfer | undefined => transfers.find(id);
  const ended = async (id: string) => {
    while (last(id)?.state === 'running') await settle();
    return last(id);
  };
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
    clock = new FakeClock();
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
