import assert from 'node:assert/strict';
import {
  chooseMechanism,
  createMechanism,
  decodeMessage,
  encodeMessage,
  MECHANISMS,
  SaslError,
} from '../../../../../src/xmpp/stream/sasl/sasl.ts';
import { told } from '../../../../support/say.ts';

const refused = (condition: string) => (error: unknown) =>
  error instanceof SaslError && error.condition === condition && error.userError !== undefined;

const saying = (sentence: RegExp) => (error: unknown) =>
  error instanceof SaslError && sentence.test(told(error.userError));

describe('chooseMechanism', () => {
  const fresh = { secure: true, weakest: undefined };

  it('takes the strongest, whatever the order of the offer', () => {
    assert.equal(chooseMechanism(['PLAIN', 'SCRAM-SHA-1', ...MECHANISMS], fresh), MECHANISMS[0]);
    assert.equal(chooseMechanism(['PLAIN', 'SCRAM-SHA-1', 'ANONYMOUS'], fresh), 'SCRAM-SHA-1');
    assert.equal(chooseMechanism(['PLAIN'], fresh), 'PLAIN');
  });

  it('never sends the password in clear', () => {
    const insecure = { secure: false, weakest: undefined };
    assert.equal(chooseMechanism(['PLAIN', 'SCRAM-SHA-1'], insecure), 'SCRAM-SHA-1');
    assert.throws(() => chooseMechanism(['PLAIN'], insecure), refused('no-mechanism'));
    assert.throws(() => chooseMechanism(['PLAIN'], insecure), saying(/clear text/u));
  });

  it('never signs in anonymously, and quotes only what can be a name', () => {
    assert.throws(() => chooseMechanism(['ANONYMOUS'], fresh), saying(/\(ANONYMOUS\)/u));
    assert.throws(() => chooseMechanism([], fresh), saying(/\(none\)/u));
    assert.throws(() => chooseMechanism(['<b>pay me</b>'], fresh), saying(/\(none\)/u));
  });

  it('refuses less than the account used before, and takes the same or more', () => {
    const all = [...MECHANISMS];
    for (const [rank, weakest] of all.entries()) {
      for (const [offer, mechanism] of all.entries()) {
        const choose = () => chooseMechanism([mechanism], { secure: true, weakest });
        if (offer <= rank) assert.equal(choose(), mechanism);
        else assert.throws(choose, refused('mechanism-downgrade'));
      }
    }
    assert.equal(chooseMechanism(['PLAIN'], { secure: true, weakest: 'NEWER' }), 'PLAIN');
  });
});

describe('PLAIN', () => {
  it('sends name and password as they are (RFC 4616)', () => {
    const plain = createMechanism('PLAIN', { username: 'ada', password: 'пароль🙂' });
    assert.equal(plain.initial(), '\0ada\0пароль🙂');
    plain.verify(undefined);
  });

  it('answers no challenge, and has no NUL in a password', async () => {
    const plain = createMechanism('PLAIN', { username: 'ada', password: 'a\0b' });
    assert.throws(() => plain.initial(), refused('not-authorized'));
    await assert.rejects(plain.respond('x'), refused('malformed-challenge'));
  });
});

describe('createMechanism', () => {
  it('knows all of MECHANISMS and nothing else', () => {
    const credentials = { username: 'ada', password: 'x' };
    for (const name of MECHANISMS) assert.equal(createMechanism(name, credentials).name, name);
    assert.throws(() => createMechanism('ANONYMOUS', credentials), refused('no-mechanism'));
  });
});

describe('SASL messages', () => {
  it('are the Base64 of UTF-8, and = when empty', () => {
    assert.equal(encodeMessage('Ж'), '0JY=');
    assert.equal(decodeMessage(' 0JY=\n'), 'Ж');
    assert.equal(encodeMessage(''), '=');
    assert.equal(decodeMessage('='), '');
    assert.equal(decodeMessage(''), undefined);
  });
});
