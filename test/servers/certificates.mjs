// @ts-check
// A test CA and the certificates the servers show: one that is right, and one for each way to be wrong.
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = path.resolve(import.meta.dirname, '../../.cache/certificates');
const YEARS = '3650';

const COMPONENTS = ['conference', 'upload', 'proxy', 'search', 'pubsub', 'vjud'];
const LOCALHOST = [
  'DNS:localhost',
  ...COMPONENTS.map((name) => `DNS:${name}.localhost`),
  'IP:127.0.0.1',
].join(',');

/**
 * The names of the certificates:
 *
 * - `good`: for localhost, its components and 127.0.0.1, signed by our CA
 * - `addressOnly`: for 127.0.0.1 but not for the domain, as when only an SRV target is certified
 * - `wrongName`: for another domain
 * - `srvName`, `xmppAddr`: for the service of XMPP of localhost, by these kinds of names alone
 * - `otherService`: by its common name for localhost, and by others for other services and accounts there
 * - `expired`: since yesterday
 * - `selfSigned`, `unknownCa`: right in name and time, but not signed by our CA
 *
 * @typedef {'good' | 'addressOnly' | 'wrongName' | 'srvName' | 'xmppAddr' | 'otherService' | 'expired' | 'selfSigned' | 'unknownCa'} CertificateName
 */

/** @param {string} name */
const srvName = (name) => `otherName:1.3.6.1.5.5.7.8.7;IA5STRING:${name}`;
/** @param {string} name */
const xmppAddr = (name) => `otherName:1.3.6.1.5.5.7.8.5;UTF8:${name}`;

/** @type {Record<CertificateName, { names: string, common?: string, signer?: string, days?: string }>} */
const LEAVES = {
  good: { names: LOCALHOST, signer: 'ca' },
  addressOnly: { names: 'IP:127.0.0.1', signer: 'ca' },
  wrongName: { names: 'DNS:other.example', signer: 'ca' },
  srvName: { names: srvName('_xmpp-client.localhost'), signer: 'ca' },
  xmppAddr: { names: xmppAddr('localhost'), signer: 'ca' },
  otherService: {
    common: 'localhost',
    names: [
      srvName('_xmpp-server.localhost'),
      srvName('_xmpp-client.other.example'),
      xmppAddr('ada@localhost'),
      xmppAddr('other.example'),
      'URI:xmpp:localhost',
      'URI:https://localhost/',
    ].join(','),
    signer: 'ca',
  },
  expired: { names: LOCALHOST, signer: 'ca', days: '-1' },
  selfSigned: { names: LOCALHOST },
  unknownCa: { names: LOCALHOST, signer: 'otherCa' },
};

/** @type {Promise<string> | undefined} */
let made;

/**
 * The certificates as PEM files, made by openssl on first use and kept below `.cache/`.
 * @returns {Promise<{ caFile: string, certificate: (name: CertificateName) => { cert: string, key: string } }>}
 * @throws {Error} when openssl is missing
 */
export async function certificates() {
  const folder = await (made ??= make());
  return {
    caFile: path.join(folder, 'ca.crt'),
    certificate: (name) => ({
      cert: path.join(folder, `${name}.crt`),
      key: path.join(folder, `${name}.key`),
    }),
  };
}

/** Makes the folder once for each version of this file, whoever comes first. */
async function make() {
  const source = await readFile(new URL(import.meta.url));
  const target = path.join(cache, createHash('sha256').update(source).digest('hex').slice(0, 12));
  if (await exists(target)) return target;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'unfinished-'));
  await Promise.all(['ca', 'otherCa'].map((name) => makeAuthority(folder, name)));
  await Promise.all(Object.entries(LEAVES).map(([name, leaf]) => makeLeaf(folder, name, leaf)));
  try {
    await rename(folder, target);
  } catch (error) {
    if (!(await exists(target))) throw error;
    await rm(folder, { recursive: true });
  }
  return target;
}

/** @param {string} folder @param {string} name */
async function makeAuthority(folder, name) {
  await openssl(folder, [
    ...['req', '-x509', '-days', YEARS, '-subj', `/CN=Parley test ${name}`],
    ...newKey(name),
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'],
    ...['-out', `${name}.crt`],
  ]);
}

/** @param {string} folder @param {string} name @param {{ names: string, common?: string, signer?: string, days?: string }} leaf */
async function makeLeaf(folder, name, { names, common = name, signer, days = YEARS }) {
  await writeFile(
    path.join(folder, `${name}.ext`),
    `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`,
  );
  await openssl(folder, ['req', '-subj', `/CN=${common}`, ...newKey(name), '-out', `${name}.csr`]);
  const signature = signer
    ? [
        '-CA',
        `${signer}.crt`,
        '-CAkey',
        `${signer}.key`,
        '-set_serial',
        `0x${randomBytes(8).toString('hex')}`,
      ]
    : ['-signkey', `${name}.key`];
  await openssl(folder, [
    ...['x509', '-req', '-in', `${name}.csr`, '-extfile', `${name}.ext`, '-days', days],
    ...signature,
    ...['-out', `${name}.crt`],
  ]);
}

/** @param {string} name */
function newKey(name) {
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  return [...kind, '-keyout', `${name}.key`];
}

/** @param {string} cwd @param {string[]} args */
async function openssl(cwd, args) {
  await run('openssl', args, { cwd });
}

/** @param {string} file */
function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
