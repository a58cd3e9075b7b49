// XEP-0077: In-Band Registration, version 2.4
// https://xmpp.org/extensions/xep-0077.html
import { Jid } from '../../base/jid.ts';
import { type UserError, userError } from '../../base/userError.ts';
import type { Module, Session } from '../stanza/session.ts';
import { parseStanzaError, type StanzaError } from '../stanza/stanzaError.ts';
import { ConnectionError } from '../stream/connectionError.ts';
import type { BeforeSignIn } from '../stream/negotiation.ts';
import { receivedText, sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildSubmission, type FormField, type FormValues, parseForm } from './0004-dataForms.ts';
import { type CaptchaField, webUrl, withPictures } from './0158-captcha.ts';
import { parseBits } from './0231-bitsOfBinary.ts';

export const NS_REGISTER = 'jabber:iq:register';
const NS_FEATURE = 'http://jabber.org/features/iq-register';
const NS_OOB = 'jabber:x:oob';
const MAX_TEXT_LENGTH = 1000;
/** Maximum length of a server's reason, which is shown within a sentence. */
const MAX_REASON_LENGTH = 200;
/** Elements of the query that are not fields. */
const NOT_FIELDS: readonly string[] = ['instructions', 'registered', 'remove', 'key', 'x', 'data'];

/** The registration form of a server. All text is untrusted. */
export interface RegistrationForm {
  /** Whether the answers must be sent as a data form. */
  readonly isDataForm: boolean;
  readonly title: string;
  readonly instructions: string;
  /** Hidden ones included; none if the server only refers to `url`. */
  readonly fields: readonly CaptchaField[];
  /** A web page for registering, `https:` or `http:`. */
  readonly url?: string;
}

/** The answers to a {@link RegistrationForm}, hidden fields included. */
export interface RegistrationAnswers {
  readonly isDataForm: boolean;
  readonly values: FormValues;
}

/** Parses the form; a data form takes precedence (§5). */
export function parseRegistrationForm(query: Element): RegistrationForm {
  const form = parseForm(query);
  const bits = parseBits(query);
  const url = webUrl(query.getChild('x', NS_OOB)?.getChildText('url', NS_OOB));
  const ownText = receivedText(
    query.getChildText('instructions', NS_REGISTER) ?? '',
    MAX_TEXT_LENGTH,
  );
  const fields = form?.fields ?? legacyFields(query);
  return {
    isDataForm: form !== undefined,
    title: form?.title ?? '',
    instructions: form?.instructions ?? ownText.trim(),
    fields: withPictures(fields, bits),
    ...(url !== undefined && { url }),
  };
}

/** Builds the query with the answers, in the requested format (§5). */
export function buildRegistration({ isDataForm, values }: RegistrationAnswers): Element {
  const content = isDataForm
    ? buildSubmission(values)
    : Object.entries(values).map(([name, [value = '']]) => xml(name, {}, sendableText(value)));
  return xml('query', { xmlns: NS_REGISTER }, content);
}

/**
 * Fetches the registration form before signing in (§3.1). The hook rejects with a ConnectionError
 * if the server does not offer registration.
 */
export function fetchingForm(
  domain: string,
  language: string,
  found: (form: RegistrationForm) => void,
): BeforeSignIn {
  return async (stream, features) => {
    if (!features.getChild('register', NS_FEATURE)) throw notOffered(domain);
    const answer = await stream.request('get', xml('query', { xmlns: NS_REGISTER }), language);
    if (answer.attrs['type'] === 'error') {
      throw refusal(domain, parseStanzaError(answer), undefined);
    }
    const query = answer.getChild('query', NS_REGISTER);
    if (!query) throw notOffered(domain);
    found(parseRegistrationForm(query));
  };
}

/**
 * Registers before signing in, only once however often the connection is restarted.
 * @param language a BCP 47 tag: what the server is asked to say in, if it refuses
 */
export function submitting(
  domain: string,
  answers: RegistrationAnswers,
  language: string | undefined,
): BeforeSignIn {
  let done = false;
  return async (stream) => {
    if (done) return;
    const answer = await stream.request('set', buildRegistration(answers), language);
    if (answer.attrs['type'] === 'error') {
      throw refusal(domain, parseStanzaError(answer), answers);
    }
    done = true;
  };
}

/** Sets the account's password at its server (§3.3). @throws StanzaError */
export async function changePassword(session: Session, password: string): Promise<void> {
  const { local, domain } = session.account;
  const answers = { username: [local], password: [password] };
  const payload = buildRegistration({ isDataForm: false, values: answers });
  await session.request({ type: 'set', to: Jid.of(domain), payload });
}

/** Deletes the account at its server, which then ends the stream (§3.2). @throws StanzaError */
export async function removeRegistration(session: Session): Promise<void> {
  await session.request({
    type: 'set',
    payload: xml('query', { xmlns: NS_REGISTER }, xml('remove')),
  });
}

/** Not announced: we do not accept registrations. */
export const registerModule: Module = { xep: 'XEP-0077', features: [] };

/** §14.1: fields named by elements. */
function legacyFields(query: Element): readonly FormField[] {
  return query
    .getChildElements()
    .filter((child) => child.getNS() === NS_REGISTER)
    .map((child) => child.getName())
    .filter((name) => !NOT_FIELDS.includes(name))
    .map((name) => ({
      name,
      type: name === 'password' ? 'text-private' : 'text-single',
      label: name.charAt(0).toUpperCase() + name.slice(1),
      description: '',
      required: true,
      values: [],
      options: [],
      media: [],
    }));
}

function notOffered(domain: string): ConnectionError {
  return new ConnectionError(userError('registration-refused.not-offered', { domain }));
}

/** The error of a refusal (§3.1, §10); `registration-invalid` requires other answers. */
function refusal(
  domain: string,
  error: StanzaError,
  answers: RegistrationAnswers | undefined,
): ConnectionError {
  return new ConnectionError(whyRefused(domain, error, answers?.values), { cause: error });
}

function whyRefused(domain: string, error: StanzaError, answers: FormValues = {}): UserError {
  const { condition } = error;
  const said = receivedText(error.text, MAX_REASON_LENGTH).trim().replace(/\.$/u, '');
  const facts = { domain, condition };
  const quoting = { ...facts, said };
  const quoted = said === '' ? '' : '-said';
  switch (condition) {
    case 'conflict': {
      const name = answers['username']?.[0] ?? '';
      return userError('registration-invalid.taken', { ...facts, name });
    }
    case 'not-acceptable':
    case 'bad-request':
    case 'jid-malformed':
      return userError(`registration-invalid.answers${quoted}`, quoting);
    case 'resource-constraint':
      return userError(`registration-refused.for-now${quoted}`, quoting);
    case 'service-unavailable':
    case 'feature-not-implemented':
      return userError('registration-refused.not-offered', facts);
    case 'not-allowed':
    case 'forbidden':
      return answers['challenge'] === undefined
        ? userError(`registration-refused.not-allowed${quoted}`, quoting)
        : userError(`registration-invalid.test${quoted}`, quoting);
    default:
      return said === ''
        ? userError('registration-refused', facts)
        : userError('registration-refused.said', quoting);
  }
}
