import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type DownloadOptions, fetchFile } from '../../src/xmpp/files/httpDownload.ts';
import { TransferError } from '../../src/xmpp/transferError.ts';
import type { FileHash } from '../../src/xmpp/xep/0300-hashes.ts';
import type { UploadSlot } from '../../src/xmpp/xep/0363-httpUpload.ts';
import { type Certificate, type Certificates, testCertificates } from './certificates.ts';
import { told } from './say.ts';

/** What a server does with a request. */
export type Answer = (incoming: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What is known of a file, and how it is fetched. */
export interface Announced extends DownloadOptions {
  readonly size?: number;
  readonly hashes?: readonly FileHash[];
}

/** Downloads into memory, as announced. */
export const download = (
  url: string,
  { size, hashes, ...options }: Announced,
): Promise<Uint8Array> => fetchFile({ url, size, hashes }, options);

/** A place at this server for a text. */
export const slotAt = (url: string, headers: UploadSlot['headers'] = []): UploadSlot => ({
  putUrl: `${url}/put`,
  getUrl: `${url}/get`,
  headers,
  mediaType: 'text/plain',
});

/** Rejects with a TransferError of this code, whose message is a sentence without the path. */
export async function failsAs(code: string, transfer: Promise<unknown>): Promise<void> {
  await assert.rejects(transfer, (error) => {
    assert.ok(error instanceof TransferError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(told(error), /^[A-Z].*: .*\.$/);
    assert.doesNotMatch(told(error), /put|get\b|secret/);
    assert.doesNotMatch(error.message, /put|get\b|secret/);
    return true;
  });
}

/** Servers that files are put to and fetched from, for each test of the suite that calls this. */
export class HttpsServers {
  #certificates: Certificates | undefined;
  readonly #servers: Server[] = [];

  constructor() {
    before(async () => {
      this.#certificates = await testCertificates();
    });

    afterEach(() => {
      for (const server of this.#servers.splice(0)) {
        server.closeAllConnections();
        server.close();
      }
    });
  }

  get certificates(): Certificates {
    assert.ok(this.#certificates);
    return this.#certificates;
  }

  /** Those that this test has started. */
  get started(): readonly Server[] {
    return this.#servers;
  }

  /** The authority that has signed for them. */
  get trustedCa(): Certificates['ca'] {
    return this.certificates.ca;
  }

  /** Starts a server on a free port. Result: its address, without a slash at the end. */
  async serve(answer: Answer, certificate?: Certificate, address = '127.0.0.1'): Promise<string> {
    const server = createServer(
      { ...(certificate ?? this.certificates.good) },
      (incoming, response) => {
        // A client that goes away while it is answered is part of several tests.
        Promise.resolve(answer(incoming, response)).catch(() => response.destroy());
      },
    );
    this.#servers.push(server);
    server.listen(0, address);
    await once(server, 'listening');
    return `https://localhost:${(server.address() as AddressInfo).port}`;
  }
}
