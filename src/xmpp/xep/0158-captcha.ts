// XEP-0158: CAPTCHA Forms, version 1.0.1
// https://xmpp.org/extensions/xep-0158.html
import { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Module, Session } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { xml } from '../stanza/xml.ts';
import {
  buildSubmission,
  type FormField,
  type FormValues,
  formValue,
  parseForm,
} from './0004-dataForms.ts';
import { parseOob } from './0066-oob.ts';
import { parseBits } from './0231-bitsOfBinary.ts';

const NS = 'urn:xmpp:captcha';
/** Fields for clients that cannot show a picture (by ejabberd, in addition to the specification). */
const FALLBACK_URL = 'captcha-fallback-url';
const FALLBACK_TEXT = 'captcha-fallback-text';

/** A field, with the picture of its CAPTCHA, if any. */
export interface CaptchaField extends FormField {
  /** The bytes of an included picture; their format is not checked. */
  readonly picture?: Uint8Array;
  /** Its URL for a browser: `https:` or `http:`. Never fetched automatically. */
  readonly link?: string;
}

/** A question that a service asks before it takes a stanza of ours, such as to join a room. */
export interface CaptchaChallenge {
  /** What the stanza was for, such as a room; bare. */
  readonly from: Jid;
  /** Who gets the answer: the same, or its service. */
  readonly asker: Jid;
  /**
   * The id of our stanza, which the sender has to know: a challenge to one that we did not send
   * must be ignored (§3.1.3).
   */
  readonly stanzaId: string;
  readonly title: string;
  readonly instructions: string;
  /** Hidden ones included, which are returned with the answer. */
  readonly fields: readonly CaptchaField[];
}

/** Recognises a challenge; one in the name of another is ignored (§3.1.3). */
export function parseCaptcha({ from, element }: IncomingStanza): CaptchaChallenge | undefined {
  if (element.attrs['type'] === 'error') return undefined;
  const captcha = element.getChild('captcha', NS);
  const form = captcha && parseForm(captcha);
  if (!form || formValue(form, 'FORM_TYPE') !== NS) return undefined;
  const challenged = Jid.parse(formValue(form, 'from') ?? '');
  const stanzaId = receivedId(formValue(form, 'sid'));
  if (!challenged || stanzaId === undefined) return undefined;
  if (challenged.bare !== from.bare && challenged.domain !== from.full) return undefined;
  const { title, instructions, fields } = form;
  const page = parseOob(element)?.url;
  const shown = withPictures(fields, parseBits(element), page);
  return {
    ...{ from: challenged.toBare(), asker: from, stanzaId, title, instructions },
    fields:
      shown.some(isShown) || page === undefined ? shown : shown.map((field) => onPage(field, page)),
  };
}

/**
 * Answers a challenge (§3.1.3). What it was for is then carried out, and answered itself.
 *
 * @param values of all fields. @throws StanzaError `not-acceptable`, or by ejabberd `not-allowed`,
 *   for a wrong answer; `service-unavailable` or `item-not-found` for one that comes too late
 */
export async function answerCaptcha(
  session: Session,
  { asker }: CaptchaChallenge,
  values: FormValues,
): Promise<void> {
  const payload = xml('captcha', { xmlns: NS }, buildSubmission(values));
  await session.request({ type: 'set', to: asker, payload });
}

/**
 * The fields of a form with their pictures.
 *
 * @param bits by URI (XEP-0231)
 * @param page for a browser, where the form names none
 */
export function withPictures(
  fields: readonly FormField[],
  bits: ReadonlyMap<string, Uint8Array>,
  page?: string,
): readonly CaptchaField[] {
  const fallback = webUrl(fields.find(({ name }) => name === FALLBACK_URL)?.values[0]) ?? page;
  return fields
    .filter(({ name }) => name !== FALLBACK_TEXT)
    .map((field) => {
      if (field.name === FALLBACK_URL) return { ...field, type: 'hidden' };
      if (field.media.length === 0) return field;
      const picture = field.media.map(({ uri }) => bits.get(uri)).find((found) => found);
      const link = field.media.map(({ uri }) => webUrl(uri)).find((found) => found) ?? fallback;
      return { ...field, ...(picture && { picture }), ...(link !== undefined && { link }) };
    });
}

function isShown({ picture, link }: CaptchaField): boolean {
  return picture !== undefined || link !== undefined;
}

/** A field that is asked for, of a form whose question is only on a page. */
function onPage(field: CaptchaField, page: string): CaptchaField {
  return field.type === 'hidden' || field.type === 'fixed' ? field : { ...field, link: page };
}

/** A trimmed URL, if it is one for a browser. */
export function webUrl(text: string | null | undefined): string | undefined {
  const url = text?.trim() ?? '';
  return URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol) ? url : undefined;
}

/** Not announced: challenges are answered by the user. */
export const captchaModule: Module = { xep: 'XEP-0158', features: [] };
