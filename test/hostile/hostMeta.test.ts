import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { fetchHostMeta, parseHostMeta } from '../../src/xmpp/stream/hostMeta.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';

const META =
  '{"links":[{"rel":"urn:xmpp:alt-connections:websocket","href":"wss://localhost:5443/ws"}]}';

describe('fetchHostMeta', () => {
  const servers: (http.Server | https.Server)[] = [];

  async function listen(server: http.Server | https.Server): Promise<string> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `localhost:${(server.address() as AddressInfo).port}`;
  }

  async function fetchFrom(
    handler: http.RequestListener,
    certificate?: Certificate,
  ): Promise<string | undefined> {
    const { ca, good } = await testCertificates();
    const domain = await listen(https.createServer({ ...(certificate ?? good) }, handler));
    return fetchHostMeta(domain, { ca: [ca] });
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  it('fetches host-meta, and its JSON form where there is only that', async () => {
    assert.equal(await fetchFrom((_, response) => response.end(META)), META);
    const asked: (string | undefined)[] = [];
    const text = await fetchFrom(({ url }, response) => {
      asked.push(url);
      response.statusCode = url?.endsWith('.json') ? 200 : 404;
      response.end(META);
    });
    assert.equal(parseHostMeta(text ?? '')[0]?.href, 'wss://localhost:5443/ws');
    assert.deepEqual(asked, ['/.well-known/host-meta', '/.well-known/host-meta.json']);
  });

  it('A27: follows a redirect to https, never one to http, and not for ever', async () => {
    let clear = 0;
    const plain = await listen(
      http.createServer((_, response) => {
        clear += 1;
        response.end(META);
      }),
    );
    const redirect = (to: (url: string) => string) =>
      fetchFrom(({ url = '' }, response) => {
        if (url === '/moved') response.end(META);
        else response.writeHead(302, { location: to(url) }).end();
      });
    assert.equal(await redirect(() => '/moved'), META);
    assert.equal(await redirect(() => `http://${plain}/moved`), undefined);
    assert.equal(await redirect((url) => `${url}x`), undefined);
    assert.equal(await redirect(() => 'https://'), undefined);
    assert.equal(clear, 0);
  });

  it('A27: believes no server without a good certificate', async () => {
    const { wrongName, expired, selfSigned, unknownCa } = await testCertificates();
    for (const bad of [wrongName, expired, selfSigned, unknownCa]) {
      assert.equal(await fetchFrom((_, response) => response.end(META), bad), undefined);
    }
  });

  it('takes at most 64 KiB', async () => {
    let sent = 0;
    const text = await fetchFrom(({ url }, response) => {
      if (url?.endsWith('.json')) {
        response.writeHead(404).end();
        return;
      }
      const more = () => {
        while (!response.destroyed && sent < 2e8) {
          sent += 16_384;
          if (!response.write('x'.repeat(16_384))) return;
        }
      };
      response.on('drain', more);
      more();
    });
    assert.equal(text, undefined);
    assert.ok(sent < 2e7, `${sent} bytes were sent`);
  });

  it('gives up after 5 s', async () => {
    const started = performance.now();
    assert.equal(await fetchFrom(() => undefined), undefined);
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds > 4 && seconds < 7, `${seconds} s`);
  });
});
