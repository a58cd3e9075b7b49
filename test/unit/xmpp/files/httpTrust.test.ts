import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { upload } from '../../../../src/xmpp/files/httpUpload.ts';
import { memorySource } from '../../../support/sources.ts';
import { download, failsAs, HttpsServers, slotAt } from '../../../support/httpsServers.ts';

describe('trust in HTTP servers of files', () => {
  const servers = new HttpsServers();

  it('is not given to other names, expired or unknown certificates', async () => {
    const { ca, wrongName, expired, selfSigned, unknownCa } = servers.certificates;
    for (const certificate of [wrongName, expired, selfSigned, unknownCa]) {
      let heard = 0;
      const url = await servers.serve((_incoming, response) => {
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
    const url = await servers.serve((_incoming, response) => {
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
