import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { failure } from '../../../../src/base/userError.ts';
import type { FileTransport, TransportOptions } from '../../../../src/model/files/fileTransport.ts';
import { Transfers } from '../../../../src/model/files/transfers.ts';
import type { AvailableFile, OwnContent } from '../../../../src/model/history.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { settle } from '../../../support/settle.ts';
import { memorySource } from '../../../support/sources.ts';

const bob = Jid.of('bob@example.org');
const uploaded = (name: string): AvailableFile => ({ name, url: `https://up/${name}` });

describe('files that are sent together', () => {
  /** What is being uploaded, by name. */
  let running: Map<string, TransportOptions & { end: (error?: Error) => void }>;
  let said: OwnContent[];
  let queueFails: Error | undefined;
  let refused: boolean;
  let transfers: Transfers;

  const transport: FileTransport = {
    way: 'upload',
    check: () => (refused ? Promise.reject(failure('no-upload-service')) : Promise.resolve()),
    send: async (_to, { name }, options) => {
      await new Promise<void>((resolve, reject) => {
        const end = (error?: Error) => {
          if (error) reject(error);
          else resolve();
        };
        options.signal.addEventListener('abort', () => {
          end(new Error('aborted'));
        });
        running.set(name, { ...options, end });
      });
      await options.announce?.(uploaded(name));
    },
  };

  beforeEach(() => {
    running = new Map();
    said = [];
    queueFails = undefined;
    refused = false;
    transfers = new Transfers({
      announce: (_to, content) => {
        if (queueFails) return Promise.reject(queueFails);
        said.push(content);
        return Promise.resolve();
      },
      transports: [transport],
      clock: new FakeClock(),
      trustedCa: () => undefined,
    });
  });

  const send = (caption: string, ...names: string[]) =>
    transfers.sendTogether(
      bob,
      names.map((name) => memorySource(new Uint8Array(10), name)),
      { caption },
    );
  const end = async (name: string, error?: Error) => {
    running.get(name)?.end(error);
    await settle();
  };
  const states = (ids: readonly string[]) => ids.map((id) => transfers.find(id)?.state);

  it('are announced by one message, in their order, once all are uploaded', async () => {
    const ids = await send('Look', 'a', 'b', 'c');
    await settle();
    await end('c');
    await end('a');
    assert.deepEqual([said, states(ids)], [[], ['running', 'running', 'running']]);
    await end('b');
    const [file, ...moreFiles] = ['a', 'b', 'c'].map(uploaded);
    assert.deepEqual(said, [{ body: 'Look', file, moreFiles }]);
    assert.deepEqual(states(ids), ['done', 'done', 'done']);
  });

  it('are not held up by one that fails, which follows by itself', async () => {
    const ids = await send('Look', 'a', 'b');
    await settle();
    await end('a', failure('unreachable'));
    await end('b');
    assert.deepEqual(said, [{ body: 'Look', file: uploaded('b') }]);
    assert.deepEqual(states(ids), ['failed', 'done']);
    await transfers.retry(ids[0] ?? '');
    await settle();
    await end('a');
    assert.deepEqual(said[1], { body: 'https://up/a', file: uploaded('a') });
    assert.deepEqual(states(ids), ['done', 'done']);
  });

  it('keep their caption for the first that goes after all', async () => {
    const ids = await send('Look', 'a', 'b');
    await settle();
    await end('a', failure('unreachable'));
    await end('b', failure('unreachable'));
    assert.deepEqual([said, states(ids)], [[], ['failed', 'failed']]);
    await transfers.retry(ids[1] ?? '');
    await settle();
    await end('b');
    assert.deepEqual(said, [{ body: 'Look', file: uploaded('b') }]);
  });

  it('leave out what is cancelled, also while it waits for the others', async () => {
    const ids = await send('', 'a', 'b', 'c');
    await settle();
    await end('a');
    transfers.cancel(ids[0] ?? '');
    transfers.cancel(ids[1] ?? '');
    await settle();
    assert.deepEqual([said, states(ids)], [[], ['cancelled', 'cancelled', 'running']]);
    await end('c');
    assert.deepEqual(said, [{ body: 'https://up/c', file: uploaded('c') }]);
  });

  it('are all sent again if their message could not be stored', async () => {
    const ids = await send('Look', 'a', 'b');
    await settle();
    queueFails = failure('offline');
    await end('a');
    await end('b');
    assert.deepEqual(states(ids), ['failed', 'failed']);
    queueFails = undefined;
    for (const id of ids) await transfers.retry(id);
    await settle();
    await end('a');
    await end('b');
    const [file, ...moreFiles] = ['a', 'b'].map(uploaded);
    assert.deepEqual(said, [{ body: 'Look', file, moreFiles }]);
  });

  it('go three at a time, and a cancelled one does not wait for its turn', async () => {
    const ids = await send('', 'a', 'b', 'c', 'd', 'e');
    await settle();
    assert.deepEqual([...running.keys()], ['a', 'b', 'c']);
    transfers.cancel(ids[3] ?? '');
    await settle();
    assert.equal(states(ids)[3], 'cancelled');
    await end('a');
    assert.deepEqual([...running.keys()], ['a', 'b', 'c', 'e']);
  });

  it('are not begun if one of them cannot be sent', async () => {
    refused = true;
    await assert.rejects(send('Look', 'a', 'b'), { code: 'no-upload-service' });
    assert.deepEqual([...transfers.values()], []);
  });
});
