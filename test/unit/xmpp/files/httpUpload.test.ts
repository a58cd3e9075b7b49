import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { failure } from '../../../../src/base/userError.ts';
import type { FileSource } from '../../../../src/xmpp/files/fileOffer.ts';
import { upload } from '../../../../src/xmpp/files/httpUpload.ts';
import { memorySource } from '../../../support/sources.ts';
import { type Answer, failsAs, HttpsServers, slotAt } from '../../../support/httpsServers.ts';

describe('HTTP upload', () => {
  const servers = new HttpsServers();

  it('puts the content with its length, type and the headers of the slot', async () => {
    const content = randomBytes(1_000_000);
    let seen: { incoming: IncomingMessage; body: Buffer } | undefined;
    const url = await servers.serve(async (incoming, response) => {
      seen = { incoming, body: await buffer(incoming) };
      response.writeHead(201).end();
    });
    const progress: number[] = [];
    const headers = [
      ['authorization', 'Bearer secret'],
      ['cookie', 'a=1'],
      ['cookie', 'b=2'],
    ] as const;
    const hashes = await upload(slotAt(url, headers), memorySource(content), {
      trustedCa: servers.trustedCa,
      onProgress: (sent) => progress.push(sent),
    });
    assert.ok(seen);
    assert.ok(seen.body.equals(content));
    assert.equal(seen.incoming.method, 'PUT');
    assert.equal(seen.incoming.url, '/put');
    assert.equal(seen.incoming.headers['content-length'], '1000000');
    assert.equal(seen.incoming.headers['content-type'], 'text/plain');
    assert.equal(seen.incoming.headers.authorization, 'Bearer secret');
    assert.equal(seen.incoming.headers.cookie, 'a=1; b=2');
    const value = createHash('sha256').update(content).digest('base64');
    assert.deepEqual(hashes, [{ algorithm: 'sha-256', value }]);
    assert.equal(progress[0], 262_144);
    assert.equal(progress.at(-1), 1_000_000);
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
  });

  it('reads no further ahead than the server takes', async () => {
    const size = 64 * 2 ** 20;
    let read = 0;
    let taken = 0;
    let farthest = 0;
    const url = await servers.serve(async (incoming, response) => {
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        taken += chunk.length;
        await setImmediate();
      }
      response.writeHead(201).end();
    });
    const source: FileSource = {
      ...memorySource(new Uint8Array()),
      size,
      read: (_, length) => {
        read += length;
        farthest = Math.max(farthest, read - taken);
        return Promise.resolve(new Uint8Array(length));
      },
    };
    await upload(slotAt(url), source, { trustedCa: servers.trustedCa });
    assert.equal(taken, size);
    // Besides two pieces, what the sockets of both sides hold.
    assert.ok(farthest < 16 * 2 ** 20, `${farthest} bytes ahead`);
  });

  it('ends with what is wrong with the file, and tells the server nothing whole', async () => {
    let whole = false;
    const url = await servers.serve(async (incoming) => {
      whole = await buffer(incoming).then(
        () => true,
        () => false,
      );
    });
    const source: FileSource = {
      ...memorySource(new Uint8Array()),
      size: 1_000_000,
      read: (offset, length) =>
        offset === 0
          ? Promise.resolve(new Uint8Array(length))
          : Promise.reject(failure('unreadable.changed', { name: 'a' })),
    };
    const transfer = upload(slotAt(url), source, { trustedCa: servers.trustedCa });
    await assert.rejects(transfer, { code: 'unreadable' });
    assert.equal(whole, false);
  });

  it('does not count the time that reading takes', async () => {
    const url = await servers.serve(async (incoming, response) => {
      await buffer(incoming);
      response.writeHead(201).end();
    });
    const source: FileSource = {
      ...memorySource(new Uint8Array(10)),
      read: (_, length) => delay(300, new Uint8Array(length)),
    };
    await upload(slotAt(url), source, { trustedCa: servers.trustedCa, graceMs: 200 });
  });

  it('puts an empty file', async () => {
    const url = await servers.serve((incoming, response) => {
      response.writeHead(incoming.headers['content-length'] === '0' ? 201 : 400).end();
    });
    await upload(slotAt(url), memorySource(new Uint8Array()), { trustedCa: servers.trustedCa });
  });

  it('follows no redirect', async () => {
    let elsewhere = 0;
    const target = await servers.serve((_incoming, response) => {
      elsewhere++;
      response.writeHead(201).end();
    });
    const url = await servers.serve((incoming, response) => {
      incoming.resume();
      response.writeHead(307, { location: `${target}/put` }).end();
    });
    await failsAs(
      'refused',
      upload(slotAt(url), memorySource(randomBytes(10)), { trustedCa: servers.trustedCa }),
    );
    assert.equal(elsewhere, 0);
  });

  for (const [status, code] of [
    [413, 'too-large'],
    [403, 'refused'],
    [500, 'refused'],
  ] as const) {
    it(`fails as ${code} when the server says ${status}`, async () => {
      const url = await servers.serve(async (incoming, response) => {
        await buffer(incoming);
        response.writeHead(status).end();
      });
      await failsAs(
        code,
        upload(slotAt(url), memorySource(randomBytes(10)), { trustedCa: servers.trustedCa }),
      );
    });
  }

  it('stops when the server refuses before it has read everything', async () => {
    const url = await servers.serve((_incoming, response) => {
      response.writeHead(413).end();
    });
    let sent = 0;
    const size = 200_000_000;
    const transfer = upload(slotAt(url), memorySource(new Uint8Array(size)), {
      trustedCa: servers.trustedCa,
      onProgress: (bytes) => (sent = bytes),
    });
    await failsAs('too-large', transfer);
    assert.ok(sent < size, `${sent} bytes were handed over`);
  });

  describe('of a large file', () => {
    const content = randomBytes(2 ** 20);

    /** Starts a server that is asked for its consent before the content comes. */
    async function serveAsked(asked: Answer, answer: Answer = () => assert.fail('unasked')) {
      const url = await servers.serve(answer);
      servers.started
        .at(-1)
        ?.on('checkContinue', (incoming: IncomingMessage, response: ServerResponse) => {
          Promise.resolve(asked(incoming, response)).catch(() => response.destroy());
        });
      return url;
    }
    const take: Answer = async (incoming, response) => {
      const isWhole = content.equals(await buffer(incoming));
      response.writeHead(isWhole ? 201 : 400).end();
    };

    it('sends nothing of it before the server agrees', async () => {
      let sent = 0;
      const url = await serveAsked(async (incoming, response) => {
        await delay(50);
        assert.equal(sent, 0);
        response.writeContinue();
        await take(incoming, response);
      });
      const options = {
        trustedCa: servers.trustedCa,
        onProgress: (bytes: number) => (sent = bytes),
      };
      await upload(slotAt(url), memorySource(content), options);
      assert.equal(sent, content.length);
    });

    it('sends nothing of it where the server refuses', async () => {
      let sent = 0;
      const url = await serveAsked((_incoming, response) => {
        response.writeHead(413).end();
      });
      const options = {
        trustedCa: servers.trustedCa,
        onProgress: (bytes: number) => (sent = bytes),
      };
      await failsAs('too-large', upload(slotAt(url), memorySource(content), options));
      assert.equal(sent, 0);
    });

    it('sends it to a server that says nothing of that', async () => {
      const url = await serveAsked(take);
      await upload(slotAt(url), memorySource(content), { trustedCa: servers.trustedCa });
    });

    it('asks for nothing where that cannot be met', async () => {
      let asked = 0;
      const refuse: Answer = (_incoming, response) => {
        asked += 1;
        response.writeHead(417).end();
      };
      const url = await serveAsked(refuse, take);
      await upload(slotAt(url), memorySource(content), { trustedCa: servers.trustedCa });
      assert.equal(asked, 1);
      const never = await serveAsked(refuse, refuse);
      await failsAs(
        'refused',
        upload(slotAt(never), memorySource(content), { trustedCa: servers.trustedCa }),
      );
      assert.equal(asked, 3);
    });
  });

  it('does not take an early success for one', async () => {
    const url = await servers.serve((_incoming, response) => {
      response.writeHead(201).end();
    });
    const transfer = upload(slotAt(url), memorySource(new Uint8Array(200_000_000)), {
      trustedCa: servers.trustedCa,
    });
    await failsAs('refused', transfer);
  });

  it('fails when the server breaks the connection, falls silent, or is not there', async () => {
    const broken = await servers.serve((incoming) => {
      incoming.socket.destroy();
    });
    await failsAs(
      'offline',
      upload(slotAt(broken), memorySource(randomBytes(10)), { trustedCa: servers.trustedCa }),
    );
    const silent = await servers.serve((incoming) => {
      incoming.resume();
    });
    await failsAs(
      'timeout',
      upload(slotAt(silent), memorySource(randomBytes(10)), {
        trustedCa: servers.trustedCa,
        graceMs: 100,
      }),
    );
    servers.started[0]?.close();
    const gone = slotAt('https://localhost:1');
    await failsAs(
      'offline',
      upload(gone, memorySource(randomBytes(10)), { trustedCa: servers.trustedCa }),
    );
  });

  it('can be cancelled, before and meanwhile', async () => {
    const abort = new AbortController();
    const url = await servers.serve(() => {
      abort.abort();
    });
    const options = { trustedCa: servers.trustedCa, signal: abort.signal };
    await failsAs(
      'cancelled',
      upload(slotAt(url), memorySource(new Uint8Array(50_000_000)), options),
    );
    await failsAs('cancelled', upload(slotAt(url), memorySource(randomBytes(10)), options));
  });
});
