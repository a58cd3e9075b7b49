import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { RedirectGuard } from '../../src/xmpp/stream/net/redirectGuard.ts';
import { fetchHostMeta, parseHostMeta } from '../../src/xmpp/stream/net/hostMeta.ts';
import { type Certificate, testCertificates } from '../support/certificates.ts';

const META =
  '{"links":[{"rel":"urn:xmpp:alt-connections:websocket","href":"wss://localhost:5443/ws"}]}';

describe('fetchHostMeta', () => {
  const servers: (http.Server | https.Server)[] = [];

  async function listen(
    server: http.Server | https.Server,
    address = '127.0.0.1',
  ): Promise<string> {
    servers.push(server);
    server.listen(0, address);
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

  it('A20: follows no redirect from a public address to a private one', async () => {
    const { ca, good } = await testCertificates();
    // What tells the two apart here is the address alone: both are this machine.
    const isPublic = (address: string) => address === '127.0.0.2';
    let asked = 0;
    const inside = await listen(
      https.createServer({ ...good }, (_, response) => {
        asked++;
        response.end(META);
      }),
    );
    const [, port = ''] = inside.split(':');
    let address = '127.0.0.2';
    const lookup: LookupFunction = (_name, _options, callback) => {
      callback(null, [{ address, family: 4 }]);
      address = '127.0.0.2';
    };
    for (const target of [inside, `127.0.0.1:${port}`, `[::ffff:127.0.0.1]:${port}`]) {
      let redirected = 0;
      const redirect: http.RequestListener = (_, response) => {
        redirected++;
        // The next look-up is of the redirect's target.
        if (target === inside) address = '127.0.0.1';
        response.writeHead(302, { location: `https://${target}/x` }).end();
      };
      const domain = await listen(https.createServer({ ...good }, redirect), '127.0.0.2');
      const guard = () => new RedirectGuard({ isPublic, lookup });
      assert.equal(await fetchHostMeta(domain, { ca: [ca], guard }), undefined);
      assert.deepEqual([redirected, asked], [2, 0], target);
    }
    const guard = () => new RedirectGuard({ lookup });
    address = '127.0.0.1';
    assert.equal(await fetchHostMeta(inside, { ca: [ca], guard }), META);
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
