import assert from 'node:assert/strict';
import { createMechanism, SaslError } from '../../../../../src/xmpp/stream/sasl/sasl.ts';

const pencil = { username: 'user', password: 'pencil' };

/** The example of RFC 5802 §5. */
const sha1 = {
  name: 'SCRAM-SHA-1',
  nonce: 'fyko+d2lbbFgONRv9qkxdawL',
  challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
  response: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
  success: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
};
/** The example of RFC 7677 §3. */
const sha256 = {
  name: 'SCRAM-SHA-256',
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  challenge:
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  response:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  success: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

const refused = (condition: string) => (error: unknown) =>
  error instanceof SaslError && error.condition === condition;

for (const vector of [sha1, sha256]) {
  describe(vector.name, () => {
    const start = (credentials = pencil) =>
      createMechanism(vector.name, credentials, { nonce: vector.nonce });

    it("gives the messages of the RFC's example", async () => {
      const scram = start();
      assert.equal(scram.initial(), `n,,n=user,r=${vector.nonce}`);
      assert.equal(await scram.respond(vector.challenge), vector.response);
      scram.verify(vector.success);
    });

    it("takes the server's proof as one more challenge too, but nothing after it", async () => {
      const scram = start();
      await scram.respond(vector.challenge);
      assert.equal(await scram.respond(vector.success), '');
      scram.verify(undefined);
      await assert.rejects(scram.respond(vector.success), refused('malformed-challenge'));
    });

    it('believes no success without the right proof', async () => {
      const wrong = vector.success.replace(/=(.)/u, (_, first) => (first === 'r' ? '=s' : '=7'));
      for (const success of [undefined, '', 'v=', 'v=AAAA', 'x', 'e=other-error', wrong]) {
        const scram = start();
        await scram.respond(vector.challenge);
        assert.throws(() => {
          scram.verify(success);
        }, refused('server-not-authenticated'));
      }
      assert.throws(() => {
        start().verify(vector.success);
      }, refused('server-not-authenticated'));
    });

    it('refuses what is not an honest first message', async () => {
      const good = vector.challenge;
      const [nonce, salt] = good.split(',');
      const bad = [
        '',
        'x',
        `m=ext,${good}`,
        good.replace('r=', 'r=X'),
        `r=${vector.nonce},${salt ?? ''},i=4096`,
        `${nonce ?? ''},s=,i=4096`,
        `${nonce ?? ''},s=!!!!,i=4096`,
        `${nonce ?? ''},i=4096`,
        `${nonce ?? ''},${salt ?? ''}`,
      ];
      for (const count of ['', '1', '4095', '100001', '1000000', '1e4', '04096', '-4096', '∞']) {
        bad.push(`${nonce ?? ''},${salt ?? ''},i=${count}`);
      }
      for (const challenge of bad) {
        const started = performance.now();
        await assert.rejects(start().respond(challenge), refused('malformed-challenge'), challenge);
        assert.ok(performance.now() - started < 100, 'refused before any work');
      }
    });

    it('lets optional extensions pass', async () => {
      assert.match(await start().respond(`${vector.challenge},x=ignored`), /^c=biws,r=/);
    });
  });
}

describe('SCRAM', () => {
  const initial = (username: string, nonce = 'n') =>
    createMechanism('SCRAM-SHA-1', { username, password: 'x' }, { nonce }).initial();

  it('draws 24 random bytes for each exchange', () => {
    const nonces = [1, 2].map(() =>
      createMechanism('SCRAM-SHA-1', pencil)
        .initial()
        .replace(/^n,,n=user,r=/u, ''),
    );
    assert.notEqual(nonces[0], nonces[1]);
    for (const nonce of nonces) assert.equal(Buffer.from(nonce, 'base64').length, 24);
  });

  it('escapes commas and equals signs in names', () => {
    assert.equal(initial('a,b=c'), 'n,,n=a=2Cb=3Dc,r=n');
  });

  it('prepares names and passwords (RFC 4013), and leaves alone what cannot be prepared', async () => {
    assert.equal(initial('I\u00adX\u2168'), 'n,,n=IXIX,r=n');
    assert.equal(initial('a\u0007b'), 'n,,n=a\u0007b,r=n');
    const proof = (password: string) =>
      createMechanism('SCRAM-SHA-1', { username: 'user', password }, { nonce: sha1.nonce }).respond(
        sha1.challenge,
      );
    assert.equal(await proof('pen\u00adcil'), sha1.response);
    assert.notEqual(await proof('pen\u0007cil'), sha1.response);
    assert.notEqual(await proof('🙂'), await proof('🙃'));
  });
});
