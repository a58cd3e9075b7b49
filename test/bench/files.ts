// How fast files go up and down over HTTPS, to and from the disk: as Parley does it, as plain copies
// by Node, which check nothing, and up as curl does it, if there is one; and up to real servers, which are
// given a part of it. Prints a line of JSON for each.
//   node --import tsx test/bench/files.ts ROUNDS MIB
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { DiskFiles } from '../../src/storage/diskFiles.ts';
import { openLocal } from '../../src/ui/files/localFile.ts';
import { downloadOf } from '../../src/xmpp/files/httpDownload.ts';
import { upload } from '../../src/xmpp/files/httpUpload.ts';
import {
  findUploadService,
  requestSlot,
  type UploadSlot,
} from '../../src/xmpp/xep/0363-httpUpload.ts';
import { openSession, SERVERS } from '../servers/scene.ts';
import { testCertificates } from '../support/certificates.ts';
import { startAll } from '../support/started.ts';
import { median } from './statistics.mjs';

const [first = '5', mib = '256'] = process.argv.slice(2);
const SIZE = Number(mib) * 2 ** 20;
/** What real servers are given, in bytes: they are slower. */
const PART = SIZE / 8;
const MEMORY_MS = 20;
const certificates = await testCertificates();

if (first === 'serve') await serve();
else await measureAll(Number(first));

/** Gives zeros for GET, and swallows what is PUT; in a process of its own, whose memory does not count. */
async function serve(): Promise<void> {
  const piece = Buffer.alloc(2 ** 20);
  const server = createServer(certificates.good, (incoming, response) => {
    if (incoming.method === 'PUT') {
      incoming.resume().on('end', () => response.writeHead(201).end());
      return;
    }
    response.writeHead(200, { 'content-length': SIZE });
    const pieces = function* () {
      for (let sent = 0; sent < SIZE; sent += piece.length) yield piece;
    };
    // The client may go away.
    pipeline(pieces, response).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
}

async function measureAll(rounds: number): Promise<void> {
  const server = fork(import.meta.filename, ['serve', mib]);
  const [port] = (await once(server, 'message')) as [number];
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  try {
    const url = `https://localhost:${port}/file`;
    const source = path.join(folder, 'source');
    await writeFile(source, '');
    await truncate(source, SIZE);
    const target = path.join(folder, 'target');
    const authority = path.join(folder, 'ca.pem');
    await writeFile(authority, certificates.ca);
    const hasCurl = await promisify(execFile)('curl', ['--version']).then(
      () => true,
      () => false,
    );
    const open = { putUrl: url, getUrl: url, headers: [], mediaType: 'application/octet-stream' };
    // Each of them saves into a file that is not there.
    const anew = (run: () => Promise<void>) => () => rm(target, { force: true }).then(run);
    await compare('download', rounds, SIZE, {
      parley: anew(() => save(url, target)),
      copy: anew(() => copyDown(url, target)),
    });
    await compare('upload', rounds, SIZE, {
      parley: () => send(source, open, certificates.ca),
      copy: () => copyUp(source, url),
      ...(hasCurl && { curl: () => curlUp(source, open, authority) }),
    });
    await truncate(source, PART);
    for (const [name, start] of SERVERS) {
      await startAll(async (started) => {
        const server = await started.add(start({ uploadLimit: PART }));
        await server.addUser('ada', 'secret');
        const { session } = await started.add(openSession(server, 'ada'));
        const service = await findUploadService(session);
        if (!service) throw new Error('no upload');
        const file = { name: 'file', size: PART, mediaType: open.mediaType };
        const slot = () => requestSlot(session, service, file);
        await compare(`upload to ${name}`, rounds, PART, {
          parley: async () => send(source, await slot(), readFileSync(server.caFile, 'utf8')),
          ...(hasCurl && { curl: async () => curlUp(source, await slot(), server.caFile) }),
        });
        await started.end();
      });
    }
  } finally {
    server.kill();
    await rm(folder, { recursive: true });
  }
}

interface Figure {
  readonly mbps: number;
  /** By how much this process grew at its peak. */
  readonly memoryMb: number;
}

async function compare(
  direction: string,
  rounds: number,
  size: number,
  clients: Record<string, () => Promise<unknown>>,
): Promise<void> {
  const figures = Object.entries(clients).map(([client, run]) => {
    return { client, run, all: [] as Figure[] };
  });
  // In turn, so that what else the machine does meets all.
  for (let round = 0; round < rounds; round += 1) {
    for (const { run, all } of figures) all.push(await measure(size, run));
  }
  for (const { client, all } of figures) {
    const mbps = median(all.map((one) => one.mbps));
    const memoryMb = median(all.map((one) => one.memoryMb));
    console.log(JSON.stringify({ direction, client, mbps, memory_mb: memoryMb }));
  }
}

async function measure(size: number, run: () => Promise<unknown>): Promise<Figure> {
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), MEMORY_MS);
  const began = performance.now();
  await run();
  const ms = performance.now() - began;
  clearInterval(timer);
  return { mbps: size / ms / 1000, memoryMb: (peak - idle) / 1e6 };
}

async function save(url: string, target: string): Promise<void> {
  const files = new DiskFiles(() => Promise.resolve(path.dirname(target)));
  const file = await files.create({ path: target, replace: false }, SIZE);
  const sink = { ...file, end: () => Promise.resolve() };
  const options = { trustedCa: certificates.ca, maxBytes: SIZE };
  await downloadOf({ url, size: SIZE }, sink).run(options);
  await file.finish();
}

async function send(source: string, slot: UploadSlot, trustedCa: string): Promise<void> {
  const file = await openLocal('file', source);
  await upload(slot, file, { trustedCa });
  await file.close();
}

async function copyDown(url: string, target: string): Promise<void> {
  const outgoing = request(url, { ca: certificates.ca }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  await pipeline(response, createWriteStream(target, { flush: true }));
}

async function copyUp(source: string, url: string): Promise<void> {
  const headers = { 'content-length': SIZE };
  const outgoing = request(url, { ca: certificates.ca, method: 'PUT', headers });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  await pipeline(createReadStream(source, { highWaterMark: 256 * 1024 }), outgoing);
  (await answered)[0].resume();
}

function curlUp(source: string, slot: UploadSlot, authority: string): Promise<unknown> {
  const quiet = ['--silent', '--show-error', '--fail'];
  const headers = slot.headers.flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const what = ['--cacert', authority, ...headers, '--upload-file', source, slot.putUrl];
  return promisify(execFile)('curl', [...quiet, ...what]);
}
