// XEP-0055: Jabber Search, version 1.3
// https://xmpp.org/extensions/xep-0055.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedText, sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import {
  buildSubmission,
  completeForm,
  type Form,
  type FormField,
  type FormValues,
  parseForm,
} from './0004-dataForms.ts';
import { buildResultSet, type ResultSetRequest } from './0059-resultSets.ts';
import { parseSearchAnswer, type SearchAnswer } from './0055-answers.ts';
import { legacyLabel, NS_SEARCH } from './0055-legacy.ts';

/** Maximum length of instructions, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 1000;
/**
 * Maximum size of an answer, in bytes: some services list all users at once, of about 600 bytes
 * each. And how long it may take them, in milliseconds.
 */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
/** Maximum number of fields; further ones are ignored. */
const MAX_FIELDS = 50;
/** Elements of the query that are not fields. */
const NOT_FIELDS: readonly string[] = ['instructions', 'item', 'key', 'x', 'set'];

/** What can be searched for. All text is untrusted. */
export interface SearchForm extends Form {
  /** Whether searches must be sent as a data form (§3). */
  readonly isDataForm: boolean;
}

/** Fetches the form of a service (§2.1). @throws StanzaError */
export async function fetchSearchForm(session: Session, service: Jid): Promise<SearchForm> {
  const payload = xml('query', { xmlns: NS_SEARCH });
  const answer = await session.request({ type: 'get', to: service, payload });
  return parseSearchForm(queryOf(answer));
}

/**
 * Searches, with presets sent back where `values` changes none.
 *
 * @param values by field; those that are empty, or not of the form, are left out
 * @param page absent if the service does not announce pages (XEP-0059)
 * @throws StanzaError
 */
export async function search(
  session: Session,
  service: Jid,
  form: SearchForm,
  values: FormValues,
  page?: ResultSetRequest,
): Promise<SearchAnswer> {
  const payload = xml(
    'query',
    { xmlns: NS_SEARCH },
    form.isDataForm ? buildForm(form, values) : buildFields(form, values),
    page && buildResultSet(page),
  );
  const answer = await session.request({
    ...{ type: 'set', to: service, payload },
    ...{ timeoutMs: TIMEOUT_MS, answerBytes: MAX_ANSWER_BYTES },
  });
  return parseSearchAnswer(queryOf(answer));
}

/** Not announced: nothing can be searched here. */
export const searchModule: Module = { xep: 'XEP-0055', features: [] };

/** A data form takes precedence over the fields beside it (§3). */
function parseSearchForm(query: Element): SearchForm {
  const form = parseForm(query);
  const own = receivedText(query.getChildText('instructions', NS_SEARCH) ?? '', MAX_TEXT_LENGTH);
  return {
    isDataForm: form !== undefined,
    title: form?.title ?? '',
    instructions: form?.instructions ?? own.trim(),
    fields: (form?.fields ?? legacyFields(query)).slice(0, MAX_FIELDS),
  };
}

function legacyFields(query: Element): readonly FormField[] {
  return query
    .getChildElements()
    .filter((child) => child.getNS() === NS_SEARCH && !NOT_FIELDS.includes(child.getName()))
    .map((child) => ({
      name: child.getName(),
      type: 'text-single',
      label: legacyLabel(child.getName()),
      description: '',
      required: false,
      values: [],
      options: [],
      media: [],
    }));
}

function buildForm(form: SearchForm, values: FormValues): Element {
  return buildSubmission({ FORM_TYPE: [NS_SEARCH], ...completeForm(form, withoutEmpty(values)) });
}

function buildFields({ fields }: SearchForm, values: FormValues): readonly Element[] {
  const given = withoutEmpty(values);
  return fields.flatMap(({ name }) => {
    const [value = ''] = Object.hasOwn(given, name) ? (given[name] ?? []) : [];
    return value === '' ? [] : [xml(name, {}, sendableText(value))];
  });
}

function withoutEmpty(values: FormValues): FormValues {
  const entries = Object.entries(values).map(
    ([name, answers]) => [name, answers.filter((answer) => answer !== '')] as const,
  );
  return Object.fromEntries(entries);
}

function queryOf(answer: Element): Element {
  const query = answer.getChild('query', NS_SEARCH);
  if (!query) throw new StanzaError('bad-format', { text: 'the answer to a search has no query' });
  return query;
}
