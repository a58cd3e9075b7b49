import assert from 'node:assert/strict';
import { looksSecret } from '../../../../src/ui/files/secretFiles.ts';
import { cpuTime } from '../../../support/cpuTime.ts';

const nothing = new Uint8Array();
/** Made of parts, so that nothing in this file looks like a secret itself. */
const key = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----`;

describe('looksSecret', () => {
  it('asks for names that secrets usually have, and for their copies', () => {
    const names = [
      ...['.env', '.env.local', '.env.production', '.env-prod', 'prod.env', '.envrc', 'env'],
      ...['env.local', '.ENV', '.env ', '.env.', '.env~', '.env.bak', '.env copy', '.env (1)'],
      ...['id_rsa', 'id_ed25519', 'id_ed25519_sk', 'id_ed25519_work', 'id_rsa.bak'],
      ...['ssh_host_ecdsa_key', 'server.pem', 'SERVER.KEY', 'a.p12', 'a.pfx', 'a.jks'],
      ...['passwords.kdbx', 'putty.ppk', 'home.ovpn', 'AuthKey_A1.p8', 'krb5.keytab'],
      ...['.netrc', '_netrc', '.npmrc', '.pypirc', '.pgpass', 'pgpass.conf', '.my.cnf'],
      ...['.htpasswd', '.git-credentials', '.dockercfg', '.s3cfg', '.boto', '.vault-token'],
      ...['credentials', 'credentials.json', 'credentials (2).json', 'credentials.csv'],
      ...['new_user_credentials.csv', 'rootkey.csv', 'prod-secrets.yaml', 'secrets.zip'],
      ...[
        'passwords.txt',
        'passwords.xlsx',
        'my password.docx',
        'api-keys.txt',
        'api_key',
        'kubeconfig',
        'dev.kubeconfig',
      ],
      ...['terraform.tfstate', 'prod.tfvars', 'client_secret_1.json', 'service-account.json'],
      ...['.flaskenv', '.envs', '.dev.vars', 'terraform.tfvars.json', 'prod.auto.tfvars.json'],
      ...['auth.json', 'local.settings.json', '.databrickscfg', '.passwd-s3fs', 'master.key'],
      ...['rclone.conf', 'wallet.dat', '.bash_history', 'shadow', '.e\u200bnv'],
    ];
    assert.deepEqual(
      names.filter((name) => !looksSecret(name, nothing)),
      [],
    );
  });

  it('does not ask for names like these', () => {
    const names = [
      ...['answer.ts', 'environment.ts', '.env.example', '.env.sample', 'id_rsa.pub', 'key'],
      ...['keyboard.ts', 'secretFiles.ts', 'README.md', 'known_hosts', 'env.ts', 'tokenizer.ts'],
      ...[
        'password-policy.md',
        'monkey',
        'config',
        'config.json',
        'passwords.test.ts',
        'photo.jpg',
      ],
    ];
    assert.deepEqual(
      names.filter((name) => looksSecret(name, nothing)),
      [],
    );
  });

  it('asks for what lies where secrets are kept', () => {
    const places = [
      ...['/home/a/.ssh/work', '/home/a/.aws/config', '/home/a/.kube/config'],
      ...['C:\\Users\\a\\.aws\\credentials.txt', '/home/a/.docker/config.json'],
      ...['/home/a/.config/gh/hosts.yml', '/home/a/.config/gcloud/x.db', '/root/.gnupg/x'],
    ];
    const name = (path: string) => path.split(/[\\/]/u).at(-1) ?? '';
    assert.deepEqual(
      places.filter((path) => !looksSecret(name(path), nothing, path)),
      [],
    );
    assert.equal(looksSecret('id_rsa.pub', nothing, '/home/a/.ssh/id_rsa.pub'), false);
    assert.equal(looksSecret('config.json', nothing, '/w/docker/config.json'), false);
  });

  it('knows a private key by what is in it, whatever its name', () => {
    for (const kind of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
      assert.equal(looksSecret('notes.txt', Buffer.from(`# mine\n${key(kind)}\nMIIE`)), true);
    }
    const armour = key('PGP ').replace('KEY', 'KEY BLOCK');
    assert.equal(looksSecret('notes.txt', Buffer.from(armour)), true);
    const late = Buffer.concat([Buffer.alloc(500_000, 'a\n'), Buffer.from(`\n${key('')}\n`)]);
    assert.equal(looksSecret('log.txt', late), true);
    const open = '-----BEGIN PUBLIC KEY-----';
    assert.equal(looksSecret('notes.txt', Buffer.from(open)), false);
  });

  it('knows tokens, passwords and key stores by what they look like', () => {
    const a = (length: number) => 'a'.repeat(length);
    const texts = [
      ...['API_TOKEN=abc', 'export DB_PASSWORD="hunter2"', 'A=1\r\nSTRIPE_SECRET_KEY=x12'],
      ['aws_', 'secret_access_key = ', a(40)].join(''),
      ['id: AKIA', 'A'.repeat(16)].join(''),
      ['ghp', a(36)].join('_'),
      ['//registry.npmjs.org/:_auth', 'Token=x'].join(''),
      'machine h.example login ada password x',
      '    client-key-data: TUlJ',
      '{"auths":{"h":{"auth":"YWRhOnBhc3M="}}}',
      '  POSTGRES_PASSWORD: hunter2',
      '      - API_TOKEN=abc',
      `[Interface]\nPrivateKey = ${a(43)}=`,
      'Server=db;User Id=ada;Password=hunter2;',
      '{"client_secret": "hunter2"}',
      `Authorization: Bearer eyJ${a(12)}.eyJ${a(12)}.${a(12)}`,
      'otpauth://totp/ada?secret=ABC',
      ['https://hooks.slack.com', 'services/T0/B0/x'].join('/'),
      'url: postgres://ada:hunter2@db.example/x',
      `{"private_key": "${key('')}\\nMII"}`,
    ];
    assert.deepEqual(
      texts.filter((text) => !looksSecret('notes', Buffer.from(text))),
      [],
    );
    const wide = Buffer.from('\ufeffAPI_TOKEN=abc\r\n', 'utf16le');
    assert.equal(looksSecret('notes', wide), true);
    assert.equal(looksSecret('notes', Buffer.from(wide).swap16()), true);
    for (const bytes of ['feedfeed00000002', '03d9a29a67fb4bb5', '308209a10201033082096706092a']) {
      assert.equal(looksSecret('backup.bin', Buffer.from(bytes, 'hex')), true, bytes);
    }
  });

  it('does not ask for code and words about them', () => {
    const texts = [
      ...['const token = next();', 'TOKEN=$1', 'PASSWORD=', 'API_KEY=<yours>', 'SECRET="${x}"'],
      ...['MAX_TOKENS = 4096', 'interface A {\n  password: string;\n}', '{"password": "${x}"}'],
      ...['TOKEN: <yours>', 'if (Password=="x") return;', 'eyJhbGciOiJIUzI1NiJ9'],
      ...['see https://example.org:8080/a@b', 'mailto:ada@example.org', 'a: sk-short', ''],
    ];
    assert.deepEqual(
      texts.filter((text) => looksSecret('notes.txt', Buffer.from(text))),
      [],
    );
  });

  it('looks through any content quickly', () => {
    const size = 4 * 1024 * 1024;
    const fill = (text: string) => Buffer.alloc(size, text);
    const hostile = [
      ...['-----BEGIN A A A A A ', 'A', 'a', 'a://', ':', ' ', '\n', 'machine ', '"auth" : "', '_'],
      ...[
        'aws_secret_access_key',
        'export ',
        '"token" : "',
        'Password=',
        'eyJaaaaaaaaaaaa.',
        '12345678:AA',
        'SECRET',
        'TOKEN_',
        'a.',
        'a:b@',
        'gh',
        '\0',
      ],
    ].map(fill);
    const mixed = Buffer.alloc(size).map((_, index) => (index * index * 7919) >>> 8);
    const most = 250 * (hostile.length + 1);
    const spent = cpuTime(() => {
      for (const content of [...hostile, mixed]) looksSecret('notes.txt', content);
    }, most);
    assert.ok(spent < most, `${Math.round(spent)} ms of CPU, at most ${most}`);
  });
});
