import assert from 'node:assert/strict';
import { looksSecret } from '../../../src/ui/secretFiles.ts';

const nothing = new Uint8Array();

describe('looksSecret', () => {
  for (const name of [
    ...['.env', '.env.local', 'prod.env', 'id_rsa', 'id_ed25519', 'server.pem', 'SERVER.KEY'],
    ...['a.p12', 'passwords.kdbx', '.netrc', '.npmrc', '.git-credentials', 'credentials.json'],
  ]) {
    it(`asks for ${name}`, () => {
      assert.equal(looksSecret(name, nothing), true);
    });
  }

  for (const name of [
    ...['answer.ts', 'environment.ts', '.env.example', 'id_rsa.pub', 'keyboard.ts', 'key'],
    ...['secretFiles.ts', 'README.md'],
  ]) {
    it(`does not ask for ${name}`, () => {
      assert.equal(looksSecret(name, nothing), false);
    });
  }

  it('knows a private key by what is in it, whatever its name', () => {
    for (const kind of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
      const text = `# mine\n-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`;
      assert.equal(looksSecret('notes.txt', Buffer.from(text)), true);
    }
    const armour = '-----BEGIN PGP PRIVATE KEY BLOCK-----';
    assert.equal(looksSecret('notes.txt', Buffer.from(armour)), true);
    const open = '-----BEGIN PUBLIC KEY-----';
    assert.equal(looksSecret('notes.txt', Buffer.from(open)), false);
  });
});
