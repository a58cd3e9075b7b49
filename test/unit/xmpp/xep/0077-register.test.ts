import assert from 'node:assert/strict';
import {
  buildRegistration,
  fetchingForm,
  parseRegistrationForm,
  type RegistrationAnswers,
  submitting,
} from '../../../../src/xmpp/xep/0077-register.ts';
import type { Element } from '../../../../src/xmpp/stanza/xml.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { telling } from '../../../support/telling.ts';

const domain = 'example.org';
const own: RegistrationAnswers = { isDataForm: false, values: { username: ['ada'] } };
const offered = one(
  `<features><register xmlns="http://jabber.org/features/iq-register" /></features>`,
);

function one(text: string): Element {
  const [element] = parseXml(text);
  assert.ok(element);
  return element;
}

const query = (content: string) => one(`<query xmlns="jabber:iq:register">${content}</query>`);

/** A stream that gives these answers, one for each request. */
function streamOf(...answers: readonly string[]) {
  const sent: Element[] = [];
  const left = answers.map(one);
  const languages: (string | undefined)[] = [];
  const request = (_: 'get' | 'set', payload: Element, language?: string) => {
    sent.push(payload);
    languages.push(language);
    const answer = left.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('no answer is left'));
  };
  return { request, sent, languages };
}

function refused(condition: string, text = ''): string {
  const ns = 'xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"';
  const words = text === '' ? '' : `<text ${ns}>${text}</text>`;
  return `<iq type="error"><error type="cancel"><${condition} ${ns} />${words}</error></iq>`;
}

describe('a server’s registration form', () => {
  it('is made of elements in the oldest way, all of them needed', () => {
    const form = parseRegistrationForm(
      query(`<instructions> Choose. </instructions><username /><password /><email /><key>1</key>
             <other xmlns="urn:example" />`),
    );
    assert.equal(form.isDataForm, false);
    assert.equal(form.instructions, 'Choose.');
    assert.deepEqual(
      form.fields.map(({ name, type, label, required }) => [name, type, label, required]),
      [
        ['username', 'text-single', 'Username', true],
        ['password', 'text-private', 'Password', true],
        ['email', 'text-single', 'Email', true],
      ],
    );
  });

  it('is a data form where there is one, with the picture of its CAPTCHA', () => {
    const form = parseRegistrationForm(
      query(`
        <instructions>for others</instructions><username /><password />
        <x xmlns="jabber:x:data" type="form">
          <title>Join</title><instructions>One</instructions><instructions>Two</instructions>
          <field type="hidden" var="FORM_TYPE"><value>urn:xmpp:captcha</value></field>
          <field type="hidden" var="challenge"><value>42</value></field>
          <field type="text-single" var="username" label="User"><required /></field>
          <field type="odd" var="plan"><option label="Free"><value>f</value></option><option /></field>
          <field type="fixed" var="captcha-fallback-text"><value>If you see no picture</value></field>
          <field type="text-single" var="captcha-fallback-url"><value>https://example.org/c/42</value></field>
          <field var="ocr" label="Enter the text you see">
            <media xmlns="urn:xmpp:media-element">
              <uri type="image/png"> cid:sha1+abc@bob.xmpp.org </uri>
            </media>
          </field>
        </x>
        <data xmlns="urn:xmpp:bob" cid="sha1+abc@bob.xmpp.org" type="image/png">AQID</data>`),
    );
    assert.equal(form.isDataForm, true);
    assert.deepEqual([form.title, form.instructions], ['Join', 'One\nTwo']);
    assert.deepEqual(
      form.fields.map(({ name, type, required, values }) => [name, type, required, values]),
      [
        ['FORM_TYPE', 'hidden', false, ['urn:xmpp:captcha']],
        ['challenge', 'hidden', false, ['42']],
        ['username', 'text-single', true, []],
        ['plan', 'text-single', false, []],
        ['captcha-fallback-url', 'hidden', false, ['https://example.org/c/42']],
        ['ocr', 'text-single', false, []],
      ],
    );
    assert.deepEqual(form.fields[3]?.options, [{ label: 'Free', value: 'f' }]);
    assert.deepEqual(form.fields[5]?.picture, new Uint8Array([1, 2, 3]));
    assert.equal(form.fields[5].link, 'https://example.org/c/42');
  });

  it('may be on a website, where only that of a browser counts', () => {
    const url = (text: string) =>
      parseRegistrationForm(query(`<x xmlns="jabber:x:oob"><url>${text}</url></x>`));
    assert.deepEqual(url('https://example.org/join').url, 'https://example.org/join');
    assert.deepEqual(url('https://example.org/join').fields, []);
    for (const other of ['', 'file:///etc/passwd', 'command:x', 'example.org']) {
      assert.equal(url(other).url, undefined, other);
    }
  });

  it('is answered in its own form', () => {
    const values = { FORM_TYPE: ['a'], username: ['ad\u0000a'], plans: ['x', 'y'] };
    assert.equal(
      canonicalXml([buildRegistration({ isDataForm: true, values })]),
      canonicalXml([
        query(`
          <x xmlns="jabber:x:data" type="submit">
            <field var="FORM_TYPE"><value>a</value></field>
            <field var="username"><value>ada</value></field>
            <field var="plans"><value>x</value><value>y</value></field>
          </x>`),
      ]),
    );
    assert.equal(
      canonicalXml([buildRegistration(own)]),
      canonicalXml([query('<username>ada</username>')]),
    );
  });
});

describe('registering', () => {
  it('asks only where the server offers it', async () => {
    const stream = streamOf();
    const ask = fetchingForm(domain, 'es', () => assert.fail('there is no form'));
    await assert.rejects(ask(stream, one('<features />')), { code: 'registration-refused' });
    assert.deepEqual(stream.sent, []);
  });

  it('hands over the form, or the reason why there is none', async () => {
    let title = '';
    const ask = fetchingForm(domain, 'es', (form) => (title = form.instructions));
    const answer =
      '<iq type="result"><query xmlns="jabber:iq:register"><instructions>Hi</instructions></query></iq>';
    const stream = streamOf(answer);
    await ask(stream, offered);
    assert.equal(title, 'Hi');
    assert.deepEqual(stream.languages, ['es']);
    for (const refusal of [refused('not-allowed'), '<iq type="result" />']) {
      await assert.rejects(ask(streamOf(refusal), offered), { code: 'registration-refused' });
    }
  });

  it('happens once, however often the connection begins anew', async () => {
    const stream = streamOf(refused('conflict'), '<iq type="result" />');
    const submit = submitting(domain, own, 'es');
    await assert.rejects(submit(stream, offered), { code: 'registration-invalid' });
    await submit(stream, offered);
    await submit(stream, offered);
    assert.equal(stream.sent.length, 2);
    assert.deepEqual(stream.languages, ['es', 'es']);
  });

  const challenged = { ...own, values: { ...own.values, challenge: ['42'] } };
  for (const [condition, answers, code, words] of [
    ['conflict', own, 'registration-invalid', /^The name ada is already taken at example\.org/u],
    ['not-acceptable', own, 'registration-invalid', /\("Too short"\); check each/u],
    ['not-allowed', own, 'registration-refused', /does not allow this .*another server/u],
    ['not-allowed', challenged, 'registration-invalid', /the answer to its test/u],
    ['resource-constraint', own, 'registration-refused', /try again in a few minutes/u],
    ['service-unavailable', own, 'registration-refused', /does not offer registration/u],
    ['internal-server-error', own, 'registration-refused', /\(internal-server-error\)/u],
  ] as const) {
    it(`explains ${condition}${answers === own ? '' : ' of a CAPTCHA'}`, async () => {
      const submit = submitting(domain, answers, undefined);
      const outcome = submit(streamOf(refused(condition, 'Too short.')), offered);
      await assert.rejects(outcome, { name: 'ConnectionError', code });
      await assert.rejects(outcome, telling(words));
    });
  }
});
