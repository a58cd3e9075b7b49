import assert from 'node:assert/strict';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { MemorySink } from '../../../../src/xmpp/files/fileSink.ts';
import {
  downloadOf,
  type DownloadOptions,
  type RemoteFile,
} from '../../../../src/xmpp/files/httpDownload.ts';
import { testCertificates } from '../../../support/certificates.ts';

/** More than what a try must gain. */
const SIZE = 1_000_000;
const content = randomBytes(SIZE);
const hashes = [
  { algorithm: 'sha-256', value: createHash('sha256').update(content).digest('base64') },
];

/** One answer of a server: what it says, how much of the content it sends, and whether it breaks off. */
interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The connection is cut after this many bytes of the body. */
  readonly cutAfter?: number;
  /** Instead of being cut, nothing more comes. */
  readonly isSilent?: boolean;
}

describe('a download that is cut', () => {
  let ca: string;
  let server: Server;
  let url: string;
  /** The ranges and validators that were asked for. */
  let asked: [range: string | undefined, validator: string | undefined][];
  let answers: (Answer | ((offset: number) => Answer))[];

  before(async () => {
    const certificates = await testCertificates();
    ({ ca } = certificates);
    server = createServer(certificates.good, answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://localhost:${(server.address() as AddressInfo).port}/file`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    answers = [];
  });

  function answer({ headers }: IncomingMessage, response: ServerResponse): void {
    const [range, ifRange] = [headers.range, headers['if-range']];
    asked.push([range, Array.isArray(ifRange) ? ifRange[0] : ifRange]);
    const next = answers.shift() ?? {};
    const given = typeof next === 'function' ? next(offsetOf(range)) : next;
    const { status = 200, headers: told = {}, body = content, cutAfter, isSilent } = given;
    const isChunked = 'transfer-encoding' in told;
    response.writeHead(status, { ...(!isChunked && { 'content-length': body.length }), ...told });
    if (cutAfter === undefined) response.end(body);
    else response.write(body.subarray(0, cutAfter), () => isSilent ?? response.socket?.destroy());
  }

  const whole = (cutAfter?: number, etag = '"one"'): Answer => ({
    headers: { etag },
    ...(cutAfter !== undefined && { cutAfter }),
  });
  /** The rest of the content from what was received before on, as a good server sends it. */
  const rest = (from: number, more: Partial<Answer> = {}): Answer => ({
    status: 206,
    body: content.subarray(from),
    ...more,
    headers: {
      etag: '"one"',
      'content-range': `bytes ${from}-${SIZE - 1}/${SIZE}`,
      ...more.headers,
    },
  });

  interface Outcome {
    readonly received: Uint8Array;
    readonly progress: readonly number[];
    readonly cuts: number;
  }

  async function download(
    file: Partial<RemoteFile> = { hashes },
    options: Partial<DownloadOptions> = {},
  ): Promise<Outcome> {
    const sink = new MemorySink();
    const progress: number[] = [];
    let cuts = 0;
    await downloadOf({ url, ...file }, sink).run({
      ...{ trustedCa: ca, maxBytes: SIZE, retryAfterMs: [1, 1] },
      onProgress: (bytes) => progress.push(bytes),
      onCut: () => (cuts += 1),
      ...options,
    });
    return { received: sink.content, progress, cuts };
  }

  /** A download that does not go well. */
  async function failsAs(code: string, ...how: Parameters<typeof download>): Promise<void> {
    await assert.rejects(download(...how), { code });
  }

  it('F24 goes on where it was cut, at 1, 50 and 99 %', async () => {
    for (const percent of [1, 50, 99]) {
      asked = [];
      const cutAfter = (SIZE * percent) / 100;
      answers = [whole(cutAfter), (offset) => rest(offset)];
      const { received, progress, cuts } = await download({ hashes, size: SIZE });
      assert.ok(content.equals(received));
      assert.deepEqual([cuts, asked.length, asked[0], asked[1]?.[1]], [1, 2, none, '"one"']);
      const offset = offsetOf(asked[1]?.[0]);
      assert.ok(offset > 0 && offset <= cutAfter, `${offset} of ${cutAfter}`);
      assert.deepEqual(
        progress,
        progress.toSorted((a, b) => a - b),
      );
    }
  });

  it('is cut again and again, and whole in the end', async () => {
    const cut = (offset: number) => rest(offset, { cutAfter: 150_000 });
    answers = [whole(150_000), cut, cut, cut, cut, (offset) => rest(offset)];
    const { received, cuts } = await download();
    assert.ok(content.equals(received));
    assert.equal(cuts, 5);
  });

  it('begins anew where the server has no parts, or another file by now', async () => {
    const { headers } = rest(1);
    const wrong: Record<string, Answer | ((offset: number) => Answer)> = {
      'the whole': whole(),
      'another version': whole(undefined, '"two"'),
      'a part of another version': (offset) => rest(offset, { headers: { etag: '"two"' } }),
      'an earlier part': (offset) => rest(offset - 1),
      'a later part': (offset) => rest(offset + 1),
      'not to the end': (offset) =>
        rest(offset, {
          headers: { 'content-range': `bytes ${offset}-${SIZE - 2}/${SIZE}` },
          body: content.subarray(offset, -1),
        }),
      'of a larger file': (offset) =>
        rest(offset, { headers: { 'content-range': `bytes ${offset}-${SIZE}/${SIZE + 1}` } }),
      'of a size untold': (offset) =>
        rest(offset, { headers: { 'content-range': `bytes ${offset}-${SIZE - 1}/*` } }),
      'another length': (offset) => rest(offset, { body: content.subarray(offset + 7) }),
      'without a range': { status: 206, headers: { etag: headers?.['etag'] ?? '' } },
      'no such part': { status: 416, body: Buffer.of() },
    };
    for (const [what, lie] of Object.entries(wrong)) {
      asked = [];
      answers = [whole(500_000), lie, whole()];
      assert.ok(content.equals((await download()).received), what);
      assert.notEqual(asked[1]?.[0], undefined, what);
      assert.equal(asked[2]?.[0], undefined, what);
    }
  });

  it('asks for no part of what may have changed meanwhile', async () => {
    const date = (seconds: number) => new Date(seconds * 1000).toUTCString();
    const unsure: Record<string, string>[] = [
      {},
      { etag: 'W/"one"' },
      { etag: '' },
      { 'last-modified': date(1000), date: date(1000) },
    ];
    for (const headers of unsure) {
      asked = [];
      answers = [{ headers, cutAfter: 500_000 }];
      assert.ok(content.equals((await download()).received));
      assert.deepEqual(asked, [none, none]);
    }
    asked = [];
    const headers = { 'last-modified': date(1000), date: date(1001) };
    answers = [{ headers, cutAfter: 500_000 }, (offset) => rest(offset, { headers: { etag: '' } })];
    assert.ok(content.equals((await download()).received));
    assert.equal(asked[1]?.[1], date(1000));
  });

  it('gives up on a server that never goes on', async () => {
    const few = { retryAfterMs: [1, 1, 1] };
    answers = [whole(500_000), ...Array.from({ length: 20 }, () => ({ ...whole(0) }))];
    await failsAs('offline', {}, few);
    assert.equal(asked.length, 4);
    asked = [];
    // It lies about each part, and breaks off each whole at the same place.
    answers = Array.from({ length: 40 }, (_, nth) =>
      nth % 2 === 0 ? whole(500_000) : rest(7, { body: content.subarray(0, 10) }),
    );
    await failsAs('offline', {}, few);
    assert.ok(asked.length <= 8, String(asked.length));
  });

  it('tries again where the server is away for a moment, and not where the file is gone', async () => {
    answers = [whole(500_000), { status: 503 }, (offset) => rest(offset)];
    assert.ok(content.equals((await download()).received));
    answers = [whole(500_000), { status: 410 }];
    await failsAs('gone');
    answers = [whole(500_000), { status: 403 }];
    await failsAs('refused');
    // The first answer decides: nothing was there to go on with.
    asked = [];
    answers = [{ status: 503 }];
    await failsAs('refused');
    assert.equal(asked.length, 1);
  });

  it('goes on after it had failed, when it is tried again', async () => {
    const sink = new MemorySink();
    const again = downloadOf({ url, hashes }, sink);
    answers = [whole(500_000), (offset) => rest(offset)];
    const options = { trustedCa: ca, maxBytes: SIZE };
    await assert.rejects(again.run(options), { code: 'offline' });
    await again.run(options);
    await again.run(options);
    assert.ok(content.equals(sink.content));
    assert.equal(asked.length, 2);
  });

  it('is none if the parts are not of one file', async () => {
    const other = (offset: number) => rest(offset, { body: randomBytes(SIZE - offset) });
    answers = [whole(500_000), other];
    await failsAs('damaged');
    // Longer than it said, and without end.
    const chunked = { 'transfer-encoding': 'chunked' };
    const longer = (offset: number) => rest(offset, { headers: chunked, body: randomBytes(SIZE) });
    answers = [whole(500_000), longer];
    await failsAs('damaged');
    answers = [{ headers: chunked, body: randomBytes(2 * SIZE) }];
    await failsAs('too-large', {});
  });

  it('falls silent, which counts as a cut', async () => {
    answers = [{ ...whole(500_000), isSilent: true }, (offset) => rest(offset)];
    const { received, cuts } = await download({ hashes }, { graceMs: 300 });
    assert.ok(content.equals(received));
    assert.equal(cuts, 1);
  });

  it('is cancelled while it waits', async () => {
    const abort = new AbortController();
    answers = [whole(500_000)];
    const options = { signal: abort.signal, retryAfterMs: [60_000] };
    await failsAs(
      'cancelled',
      {},
      {
        ...options,
        onCut: () => {
          abort.abort();
        },
      },
    );
    assert.equal(asked.length, 1);
  });

  it('goes on where it lies encrypted, also within its tag, and is none if it was altered', async () => {
    const [key, iv] = [randomBytes(32), randomBytes(12)];
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    const secret = Buffer.concat([iv, key]).toString('hex');
    const file = { url: `${url.replace('https', 'aesgcm')}#${secret}` };
    const options = { maxBytes: body.length };
    const headers = { etag: '"one"' };
    const part = (from: number, of: Buffer): Answer => ({
      status: 206,
      headers: { 'content-range': `bytes ${from}-${of.length - 1}/${of.length}` },
      body: of.subarray(from),
    });
    for (const cutAfter of [10, 16, 500_000, SIZE, SIZE + 8, SIZE + 15]) {
      answers = [{ headers, body, cutAfter }, (offset) => part(offset, body)];
      assert.ok(content.equals((await download(file, options)).received), String(cutAfter));
    }
    answers = [
      { headers, body, cutAfter: 500_000 },
      { headers, body },
    ];
    assert.ok(content.equals((await download(file, options)).received));
    const altered = Buffer.from(body);
    altered.writeUInt8(altered.readUInt8(SIZE - 1) ^ 1, SIZE - 1);
    answers = [{ headers, body, cutAfter: 500_000 }, (offset) => part(offset, altered)];
    await failsAs('damaged', file, options);
    answers = [{ headers, body: body.subarray(0, 15) }];
    await failsAs('damaged', file, options);
  });
});

const none = [undefined, undefined];

/** The offset in a `Range` header; 0 without one. */
function offsetOf(range: string | undefined): number {
  return Number(/^bytes=(\d+)-$/u.exec(range ?? '')?.[1] ?? 0);
}
