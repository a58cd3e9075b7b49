import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userError } from '../../../src/base/userError.ts';
import { readCaFile } from '../../../src/storage/caFile.ts';

describe('readCaFile', () => {
  let folder: string;

  before(async () => (folder = await mkdtemp(join(tmpdir(), 'parley-ca-'))));
  after(() => rm(folder, { recursive: true }));

  it('reads nothing where no path is set', () => {
    assert.equal(readCaFile(''), undefined);
  });

  it('reads certificates, and refuses what is none', async () => {
    const path = join(folder, 'ca.pem');
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    await writeFile(path, pem);
    assert.equal(readCaFile(path), pem);
    await writeFile(path, '-----BEGIN PRIVATE KEY-----');
    assert.throws(() => readCaFile(path), {
      userError: userError('ca-file.empty', { path }),
    });
  });

  it('says which file and setting to correct', () => {
    const path = join(folder, 'missing.pem');
    assert.throws(() => readCaFile(path), {
      userError: userError('ca-file.unreadable', { path }),
    });
  });
});
