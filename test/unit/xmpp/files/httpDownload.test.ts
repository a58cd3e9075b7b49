import assert from 'node:assert/strict';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { fetchFile } from '../../../../src/xmpp/files/httpDownload.ts';
import { RedirectGuard } from '../../../../src/xmpp/stream/net/redirectGuard.ts';
import {
  type Announced,
  type Answer,
  download,
  failsAs,
  HttpsServers,
} from '../../../support/httpsServers.ts';

describe('HTTP download', () => {
  const servers = new HttpsServers();

  it('gives the content', async () => {
    const content = randomBytes(300_000);
    const url = await servers.serve((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(content);
    });
    let last = 0;
    const file = await download(`${url}/get`, {
      trustedCa: servers.trustedCa,
      maxBytes: content.length,
      onProgress: (received) => (last = received),
    });
    assert.ok(content.equals(file));
    assert.equal(last, content.length);
  });

  it('stops at the limit, announced or not', async () => {
    for (const headers of [{ 'content-length': '1001' }, { 'transfer-encoding': 'chunked' }]) {
      const url = await servers.serve((_incoming, response) => {
        response.writeHead(200, headers).write(Buffer.alloc(1001));
      });
      let last = 0;
      const options = {
        trustedCa: servers.trustedCa,
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
      const url = await servers.serve((_incoming, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(Buffer.alloc(500), () => {
          setTimeout(end, 20, response);
        });
      });
      const options = {
        trustedCa: servers.trustedCa,
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
      const url = await servers.serve(server);
      const options = { trustedCa: servers.trustedCa, maxBytes: 10_000, ...announced };
      await assert.rejects(download(`${url}/get`, options), { code: 'damaged' }, what);
    }
    for (const server of [bare(content), answer(content, chunked, 200)]) {
      const options = { trustedCa: servers.trustedCa, maxBytes: 10_000, size, hashes };
      const file = await download(`${await servers.serve(server)}/get`, options);
      assert.ok(content.equals(file));
    }
  }).timeout(15_000);

  it('F24 comes with a plain 200 only, as it was asked for', async () => {
    const byStatus = await servers.serve((incoming, response) => {
      response.writeHead(Number(incoming.url?.slice(1))).end('x');
    });
    for (const status of [201, 203, 204, 205, 206, 226, 300, 304, 305, 500]) {
      const options = { trustedCa: servers.trustedCa, maxBytes: 1 };
      await failsAs('refused', download(`${byStatus}/${status}`, options));
    }
    const coded = [
      { 'content-encoding': 'gzip' },
      { 'content-encoding': 'identity, br' },
      { 'transfer-encoding': 'gzip, chunked' },
    ];
    for (const headers of coded) {
      const url = await servers.serve((_incoming, response) => {
        response.writeHead(200, headers).end('x');
      });
      await failsAs(
        'refused',
        download(`${url}/get`, { trustedCa: servers.trustedCa, maxBytes: 1 }),
      );
    }
    const switching = await servers.serve(({ socket }) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx',
      );
    });
    await failsAs('offline', download(switching, { trustedCa: servers.trustedCa, maxBytes: 1 }));
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
      const url = await servers.serve((incoming, response) => {
        asked.push(incoming.url);
        if (incoming.url === '/changed') encrypted.writeUInt8(encrypted.readUInt8(7) ^ 1, 7);
        response.end(encrypted);
      });
      const secret = Buffer.concat([iv, key]).toString('hex');
      const file = (path: string) => ({
        url: `${url.replace('https', 'aesgcm')}${path}#${secret}`,
      });
      const options = { trustedCa: servers.trustedCa, maxBytes: 4_000_000 };
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
    const url = await servers.serve(drip);
    for (const path of ['/headers', '/content']) {
      const options = { trustedCa: servers.trustedCa, maxBytes: 1000, graceMs: 300 };
      await failsAs('timeout', download(url + path, options));
    }
  });

  it('A20 is never sent from a public address to a private one', async () => {
    let asked = 0;
    // What tells the two apart here is the address alone: both are this machine.
    const inside = await servers.serve((_incoming, response) => {
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
      const url = await servers.serve(redirect, undefined, '127.0.0.2');
      const options = () => ({
        trustedCa: servers.trustedCa,
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
      const url = await servers.serve((_incoming, response) => {
        response.writeHead(status).end();
      });
      await failsAs(code, download(`${url}/get`, { trustedCa: servers.trustedCa, maxBytes: 1 }));
    }
  });

  it('follows three redirects, to https only', async () => {
    const url = await servers.serve((incoming, response) => {
      const left = Number(incoming.url?.slice(1));
      if (left === 0) response.end('x');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const options = { trustedCa: servers.trustedCa, maxBytes: 1 };
    assert.equal((await download(`${url}/3`, options)).length, 1);
    await failsAs('refused', download(`${url}/4`, options));
    const down = await servers.serve((_incoming, response) => {
      response.writeHead(302, { location: 'http://localhost/x' }).end();
    });
    await failsAs('untrusted', download(`${down}/get`, options));
  });
});
