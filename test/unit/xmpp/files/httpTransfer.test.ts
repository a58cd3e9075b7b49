import assert from 'node:assert/strict';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { failure } from '../../../../src/base/userError.ts';
import type { FileSource } from '../../../../src/xmpp/files/fileOffer.ts';
import { type DownloadOptions, fetchFile } from '../../../../src/xmpp/files/httpDownload.ts';
import { upload } from '../../../../src/xmpp/files/httpUpload.ts';
import { RedirectGuard } from '../../../../src/xmpp/stream/net/redirectGuard.ts';
import { TransferError } from '../../../../src/xmpp/transferError.ts';
import type { FileHash } from '../../../../src/xmpp/xep/0300-hashes.ts';
import type { UploadSlot } from '../../../../src/xmpp/xep/0363-httpUpload.ts';
import {
  type Certificate,
  type Certificates,
  testCertificates,
} from '../../../support/certificates.ts';
import { memorySource } from '../../../support/sources.ts';
import { told } from '../../../support/say.ts';

interface Announced extends DownloadOptions {
  readonly size?: number;
  readonly hashes?: readonly FileHash[];
}

/** Downloads into memory, as announced. */
const download = (url: string, { size, hashes, ...options }: Announced): Promise<Uint8Array> =>
  fetchFile({ url, size, hashes }, options);

type Answer = (incoming: IncomingMessage, response: ServerResponse) => void | Promise<void>;

describe('HTTP transfer', () => {
  let certificates: Certificates;
  const servers: Server[] = [];

  before(async () => {
    certificates = await testCertificates();
  });

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Starts a server on a free port. Result: its address, without a slash at the end. */
  async function serve(
    answer: Answer,
    certificate?: Certificate,
    address = '127.0.0.1',
  ): Promise<string> {
    const server = createServer({ ...(certificate ?? certificates.good) }, (incoming, response) => {
      // A client that goes away while it is answered is part of several tests.
      Promise.resolve(answer(incoming, response)).catch(() => response.destroy());
    });
    servers.push(server);
    server.listen(0, address);
    await once(server, 'listening');
    return `https://localhost:${(server.address() as AddressInfo).port}`;
  }

  const slotAt = (url: string, headers: UploadSlot['headers'] = []): UploadSlot => ({
    putUrl: `${url}/put`,
    getUrl: `${url}/get`,
    headers,
    mediaType: 'text/plain',
  });

  /** Rejects with a TransferError of this code, whose message is a sentence without the path. */
  async function failsAs(code: string, transfer: Promise<unknown>): Promise<void> {
    await assert.rejects(transfer, (error) => {
      assert.ok(error instanceof TransferError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(told(error), /^[A-Z].*: .*\.$/);
      assert.doesNotMatch(told(error), /put|get\b|secret/);
      assert.doesNotMatch(error.message, /put|get\b|secret/);
      return true;
    });
  }

  describe('upload', () => {
    it('puts the content with its length, type and the headers of the slot', async () => {
      const content = randomBytes(1_000_000);
      let seen: { incoming: IncomingMessage; body: Buffer } | undefined;
      const url = await serve(async (incoming, response) => {
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
        trustedCa: certificates.ca,
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
      const url = await serve(async (incoming, response) => {
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
      await upload(slotAt(url), source, { trustedCa: certificates.ca });
      assert.equal(taken, size);
      // Besides two pieces, what the sockets of both sides hold.
      assert.ok(farthest < 16 * 2 ** 20, `${farthest} bytes ahead`);
    });

    it('ends with what is wrong with the file, and tells the server nothing whole', async () => {
      let whole = false;
      const url = await serve(async (incoming) => {
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
      const transfer = upload(slotAt(url), source, { trustedCa: certificates.ca });
      await assert.rejects(transfer, { code: 'unreadable' });
      assert.equal(whole, false);
    });

    it('does not count the time that reading takes', async () => {
      const url = await serve(async (incoming, response) => {
        await buffer(incoming);
        response.writeHead(201).end();
      });
      const source: FileSource = {
        ...memorySource(new Uint8Array(10)),
        read: (_, length) => delay(300, new Uint8Array(length)),
      };
      await upload(slotAt(url), source, { trustedCa: certificates.ca, graceMs: 200 });
    });

    it('puts an empty file', async () => {
      const url = await serve((incoming, response) => {
        response.writeHead(incoming.headers['content-length'] === '0' ? 201 : 400).end();
      });
      await upload(slotAt(url), memorySource(new Uint8Array()), { trustedCa: certificates.ca });
    });

    it('follows no redirect', async () => {
      let elsewhere = 0;
      const target = await serve((_incoming, response) => {
        elsewhere++;
        response.writeHead(201).end();
      });
      const url = await serve((incoming, response) => {
        incoming.resume();
        response.writeHead(307, { location: `${target}/put` }).end();
      });
      await failsAs(
        'refused',
        upload(slotAt(url), memorySource(randomBytes(10)), { trustedCa: certificates.ca }),
      );
      assert.equal(elsewhere, 0);
    });

    for (const [status, code] of [
      [413, 'too-large'],
      [403, 'refused'],
      [500, 'refused'],
    ] as const) {
      it(`fails as ${code} when the server says ${status}`, async () => {
        const url = await serve(async (incoming, response) => {
          await buffer(incoming);
          response.writeHead(status).end();
        });
        await failsAs(
          code,
          upload(slotAt(url), memorySource(randomBytes(10)), { trustedCa: certificates.ca }),
        );
      });
    }

    it('stops when the server refuses before it has read everything', async () => {
      const url = await serve((_incoming, response) => {
        response.writeHead(413).end();
      });
      let sent = 0;
      const size = 200_000_000;
      const transfer = upload(slotAt(url), memorySource(new Uint8Array(size)), {
        trustedCa: certificates.ca,
        onProgress: (bytes) => (sent = bytes),
      });
      await failsAs('too-large', transfer);
      assert.ok(sent < size, `${sent} bytes were handed over`);
    });

    describe('of a large file', () => {
      const content = randomBytes(2 ** 20);

      /** Starts a server that is asked for its consent before the content comes. */
      async function serveAsked(asked: Answer, answer: Answer = () => assert.fail('unasked')) {
        const url = await serve(answer);
        servers
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
          trustedCa: certificates.ca,
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
          trustedCa: certificates.ca,
          onProgress: (bytes: number) => (sent = bytes),
        };
        await failsAs('too-large', upload(slotAt(url), memorySource(content), options));
        assert.equal(sent, 0);
      });

      it('sends it to a server that says nothing of that', async () => {
        const url = await serveAsked(take);
        await upload(slotAt(url), memorySource(content), { trustedCa: certificates.ca });
      });

      it('asks for nothing where that cannot be met', async () => {
        let asked = 0;
        const refuse: Answer = (_incoming, response) => {
          asked += 1;
          response.writeHead(417).end();
        };
        const url = await serveAsked(refuse, take);
        await upload(slotAt(url), memorySource(content), { trustedCa: certificates.ca });
        assert.equal(asked, 1);
        const never = await serveAsked(refuse, refuse);
        await failsAs(
          'refused',
          upload(slotAt(never), memorySource(content), { trustedCa: certificates.ca }),
        );
        assert.equal(asked, 3);
      });
    });

    it('does not take an early success for one', async () => {
      const url = await serve((_incoming, response) => {
        response.writeHead(201).end();
      });
      const transfer = upload(slotAt(url), memorySource(new Uint8Array(200_000_000)), {
        trustedCa: certificates.ca,
      });
      await failsAs('refused', transfer);
    });

    it('fails when the server breaks the connection, falls silent, or is not there', async () => {
      const broken = await serve((incoming) => {
        incoming.socket.destroy();
      });
      await failsAs(
        'offline',
        upload(slotAt(broken), memorySource(randomBytes(10)), { trustedCa: certificates.ca }),
      );
      const silent = await serve((incoming) => {
        incoming.resume();
      });
      await failsAs(
        'timeout',
        upload(slotAt(silent), memorySource(randomBytes(10)), {
          trustedCa: certificates.ca,
          graceMs: 100,
        }),
      );
      servers[0]?.close();
      const gone = slotAt('https://localhost:1');
      await failsAs(
        'offline',
        upload(gone, memorySource(randomBytes(10)), { trustedCa: certificates.ca }),
      );
    });

    it('can be cancelled, before and meanwhile', async () => {
      const abort = new AbortController();
      const url = await serve(() => {
        abort.abort();
      });
      const options = { trustedCa: certificates.ca, signal: abort.signal };
      await failsAs(
        'cancelled',
        upload(slotAt(url), memorySource(new Uint8Array(50_000_000)), options),
      );
      await failsAs('cancelled', upload(slotAt(url), memorySource(randomBytes(10)), options));
    });
  });

  describe('trust', () => {
    it('is not given to other names, expired or unknown certificates', async () => {
      const { ca, wrongName, expired, selfSigned, unknownCa } = certificates;
      for (const certificate of [wrongName, expired, selfSigned, unknownCa]) {
        let heard = 0;
        const url = await serve((_incoming, response) => {
          heard++;
          response.writeHead(201).end();
        }, certificate);
        await failsAs(
          'untrusted',
          upload(slotAt(url), memorySource(randomBytes(10)), { trustedCa: ca }),
        );
        await failsAs('untrusted', download(`${url}/get`, { trustedCa: ca, maxBytes: 10 }));
        assert.equal(heard, 0);
      }
    });

    it('is not given to the test authority unless it is named', async () => {
      const url = await serve((_incoming, response) => {
        response.end();
      });
      await failsAs('untrusted', download(`${url}/get`, { maxBytes: 10 }));
    });

    it('is not given to anything but https', async () => {
      for (const url of ['http://localhost/get', 'file:///etc/passwd', 'data:,x', 'get', '']) {
        await failsAs('untrusted', download(url, { maxBytes: 10 }));
        await failsAs(
          'untrusted',
          upload({ ...slotAt(''), putUrl: url }, memorySource(new Uint8Array())),
        );
      }
    });
  });

  describe('download', () => {
    it('gives the content', async () => {
      const content = randomBytes(300_000);
      const url = await serve((_incoming, response) => {
        response.writeHead(200, { 'content-type': 'image/png' }).end(content);
      });
      let last = 0;
      const file = await download(`${url}/get`, {
        trustedCa: certificates.ca,
        maxBytes: content.length,
        onProgress: (received) => (last = received),
      });
      assert.ok(content.equals(file));
      assert.equal(last, content.length);
    });

    it('stops at the limit, announced or not', async () => {
      for (const headers of [{ 'content-length': '1001' }, { 'transfer-encoding': 'chunked' }]) {
        const url = await serve((_incoming, response) => {
          response.writeHead(200, headers).write(Buffer.alloc(1001));
        });
        let last = 0;
        const options = {
          trustedCa: certificates.ca,
          maxBytes: 1000,
          onProgress: (bytes: number) => (last = bytes),
        };
        await failsAs('too-large', download(`${url}/get`, options));
        assert.ok(last <= 1000);
      }
    });

    it('fails when it is cut, falls silent or is cancelled half way', async () => {
      const abort = new AbortController();
      const half: Record<string, (response: ServerResponse) => void> = {
        offline: (response) => response.destroy(),
        timeout: () => undefined,
        cancelled: () => {
          abort.abort();
        },
      };
      for (const [code, end] of Object.entries(half)) {
        const url = await serve((_incoming, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write(Buffer.alloc(500), () => {
            setTimeout(end, 20, response);
          });
        });
        const options = {
          trustedCa: certificates.ca,
          maxBytes: 1000,
          // Only the one that falls silent is waited for.
          graceMs: code === 'timeout' ? 200 : 20_000,
          signal: abort.signal,
        };
        await failsAs(code, download(`${url}/get`, options));
      }
    });

    it('F24 is the whole file as it was announced, or none', async () => {
      const content = randomBytes(5000);
      const sha256 = (bytes: Uint8Array) => ({
        algorithm: 'sha-256',
        value: createHash('sha256').update(bytes).digest('base64'),
      });
      const hashes = [sha256(content)];
      const size = content.length;
      const chunked = { 'transfer-encoding': 'chunked' };
      /** Ends with its connection, which a cut does, too. */
      const bare = (sent: Uint8Array) => (incoming: IncomingMessage) => {
        incoming.socket.end(
          Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'), sent]),
        );
      };
      const answer = (sent: Uint8Array, headers: OutgoingHttpHeaders, status: number) =>
        ((_incoming, response) => {
          response.writeHead(status, headers).end(sent);
        }) satisfies Answer;
      const cut = content.subarray(0, 1000);
      const more = Buffer.concat([content, Buffer.alloc(4000)]);
      const wrong: readonly (readonly [string, Answer, Partial<Announced>])[] = [
        ['cut, its length not told', bare(cut), { size }],
        ['nothing tells whether it is cut', bare(content), {}],
        ['cut, in chunks', answer(cut, chunked, 200), { size }],
        ['cut, as its length says', answer(cut, {}, 200), { size }],
        ['longer', answer(more, chunked, 200), { size }],
        ['longer, its length not told', bare(more), { size }],
        ['longer, as its length says', answer(more, {}, 200), { size }],
        ['empty', answer(Buffer.of(), {}, 200), { size }],
        ['other content', answer(randomBytes(size), {}, 200), { size, hashes }],
        ['one hash of two', answer(content, {}, 200), { hashes: [...hashes, sha256(cut)] }],
      ];
      for (const [what, server, announced] of wrong) {
        const url = await serve(server);
        const options = { trustedCa: certificates.ca, maxBytes: 10_000, ...announced };
        await assert.rejects(download(`${url}/get`, options), { code: 'damaged' }, what);
      }
      for (const server of [bare(content), answer(content, chunked, 200)]) {
        const options = { trustedCa: certificates.ca, maxBytes: 10_000, size, hashes };
        const file = await download(`${await serve(server)}/get`, options);
        assert.ok(content.equals(file));
      }
    }).timeout(15_000);

    it('F24 comes with a plain 200 only, as it was asked for', async () => {
      const byStatus = await serve((incoming, response) => {
        response.writeHead(Number(incoming.url?.slice(1))).end('x');
      });
      for (const status of [201, 203, 204, 205, 206, 226, 300, 304, 305, 500]) {
        const options = { trustedCa: certificates.ca, maxBytes: 1 };
        await failsAs('refused', download(`${byStatus}/${status}`, options));
      }
      const coded = [
        { 'content-encoding': 'gzip' },
        { 'content-encoding': 'identity, br' },
        { 'transfer-encoding': 'gzip, chunked' },
      ];
      for (const headers of coded) {
        const url = await serve((_incoming, response) => {
          response.writeHead(200, headers).end('x');
        });
        await failsAs(
          'refused',
          download(`${url}/get`, { trustedCa: certificates.ca, maxBytes: 1 }),
        );
      }
      const switching = await serve(({ socket }) => {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx',
        );
      });
      await failsAs('offline', download(switching, { trustedCa: certificates.ca, maxBytes: 1 }));
    }).timeout(15_000);

    it('is decrypted where it lies encrypted, and its key stays here', async () => {
      const content = randomBytes(1_200_000);
      const key = randomBytes(32);
      for (const iv of [randomBytes(12), randomBytes(16)]) {
        const cipher = createCipheriv('aes-256-gcm', key, iv);
        const encrypted = Buffer.concat([
          ...[cipher.update(content), cipher.final(), cipher.getAuthTag()],
        ]);
        const asked: (string | undefined)[] = [];
        const url = await serve((incoming, response) => {
          asked.push(incoming.url);
          if (incoming.url === '/changed') encrypted.writeUInt8(encrypted.readUInt8(7) ^ 1, 7);
          response.end(encrypted);
        });
        const secret = Buffer.concat([iv, key]).toString('hex');
        const file = (path: string) => ({
          url: `${url.replace('https', 'aesgcm')}${path}#${secret}`,
        });
        const options = { trustedCa: certificates.ca, maxBytes: 4_000_000 };
        assert.ok(content.equals(await fetchFile(file('/a%20b?c=d'), options)));
        await failsAs('damaged', fetchFile(file('/changed'), options));
        assert.deepEqual(asked, ['/a%20b?c=d', '/changed']);
      }
    }).timeout(15_000);

    it('A20 does not wait for a drip, of headers or of content', async () => {
      const drip: Answer = (incoming, response) => {
        if (incoming.url === '/headers') response.socket?.write('HTTP/1.1 200 OK\r\n');
        else response.writeHead(200, { 'content-length': 1000 }).flushHeaders();
        const timer = setInterval(() => {
          if (incoming.url === '/headers') response.socket?.write('x: y\r\n');
          else response.write('x');
        }, 20);
        response.on('close', () => {
          clearInterval(timer);
        });
      };
      const url = await serve(drip);
      for (const path of ['/headers', '/content']) {
        const options = { trustedCa: certificates.ca, maxBytes: 1000, graceMs: 300 };
        await failsAs('timeout', download(url + path, options));
      }
    });

    it('A20 is never sent from a public address to a private one', async () => {
      let asked = 0;
      // What tells the two apart here is the address alone: both are this machine.
      const inside = await serve((_incoming, response) => {
        asked++;
        response.end('x');
      });
      const { port } = new URL(inside);
      const isPublic = (address: string) => address === '127.0.0.2';
      const lookup: LookupFunction = (name, _options, callback) => {
        callback(null, [{ address: name === 'localhost' ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
      };
      const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `[::ffff:127.0.0.1]:${port}`];
      for (const host of hosts) {
        const redirect: Answer = (_incoming, response) => {
          response.writeHead(302, { location: `https://${host}/x` }).end();
        };
        const url = await serve(redirect, undefined, '127.0.0.2');
        const options = () => ({
          trustedCa: certificates.ca,
          maxBytes: 1,
          guard: () => new RedirectGuard({ isPublic, lookup }),
        });
        const outside = url.replace('localhost', 'upload.localhost');
        await failsAs('untrusted', download(`${outside}/get`, options()));
        assert.equal(asked, 0, host);
      }
    });

    it('fails as gone, or as refused, as the server says', async () => {
      for (const [status, code] of [
        [404, 'gone'],
        [410, 'gone'],
        [403, 'refused'],
        [304, 'refused'],
      ] as const) {
        const url = await serve((_incoming, response) => {
          response.writeHead(status).end();
        });
        await failsAs(code, download(`${url}/get`, { trustedCa: certificates.ca, maxBytes: 1 }));
      }
    });

    it('follows three redirects, to https only', async () => {
      const url = await serve((incoming, response) => {
        const left = Number(incoming.url?.slice(1));
        if (left === 0) response.end('x');
        else response.writeHead(302, { location: `/${left - 1}` }).end();
      });
      const options = { trustedCa: certificates.ca, maxBytes: 1 };
      assert.equal((await download(`${url}/3`, options)).length, 1);
      await failsAs('refused', download(`${url}/4`, options));
      const down = await serve((_incoming, response) => {
        response.writeHead(302, { location: 'http://localhost/x' }).end();
      });
      await failsAs('untrusted', download(`${down}/get`, options));
    });
  });
});
