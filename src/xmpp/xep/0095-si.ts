// XEP-0095: Stream Initiation, version 1.2
// https://xmpp.org/extensions/xep-0095.html
import type { Module } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { formValue, NS_FORM, parseForm, valuesOf } from './0004-dataForms.ts';

export const NS_SI = 'http://jabber.org/protocol/si';
/** Feature Negotiation (XEP-0020), by which the method is chosen. */
const NS_FEATURE = 'http://jabber.org/protocol/feature-neg';
const METHOD = 'stream-method';

/** The methods offered, by their namespaces, the best first (§3.2). */
export function parseMethods(si: Element): readonly string[] {
  const feature = si.getChild('feature', NS_FEATURE);
  const form = feature && parseForm(feature);
  const field = form?.fields.find(({ name }) => name === METHOD);
  const options = field?.options.map(({ value }) => value) ?? [];
  const [only] = form ? [formValue(form, METHOD)] : [];
  return options.length === 0 && only !== undefined ? [only] : options;
}

/** Builds the choice among methods. */
export function buildMethods(methods: readonly string[]): Element {
  const options = methods.map((method) => xml('option', {}, xml('value', {}, method)));
  const field = xml('field', { var: METHOD, type: 'list-single' }, options);
  return xml('feature', { xmlns: NS_FEATURE }, xml('x', { xmlns: NS_FORM, type: 'form' }, field));
}

/** The method chosen (§4.1); `undefined` if the answer says none. */
export function parseChoice(si: Element): string | undefined {
  const form = si.getChild('feature', NS_FEATURE)?.getChild('x', NS_FORM);
  const field = form?.getChildren('field', NS_FORM).find(({ attrs }) => attrs['var'] === METHOD);
  return field && valuesOf(field)[0];
}

/** Builds the answer that accepts a stream, by this method. @param profile what its profile adds */
export function buildChoice(method: string, profile?: Element): Element {
  const field = xml('field', { var: METHOD }, xml('value', {}, method));
  const form = xml('x', { xmlns: NS_FORM, type: 'submit' }, field);
  return xml('si', { xmlns: NS_SI }, profile, xml('feature', { xmlns: NS_FEATURE }, form));
}

/** §4.2: none of the methods offered is supported. */
export function noValidStreams(): StanzaError {
  return new StanzaError('bad-request', { application: `{${NS_SI}}no-valid-streams` });
}

/** §4.2: the purpose of the stream is not understood. */
export function badProfile(): StanzaError {
  return new StanzaError('bad-request', {
    type: 'modify',
    application: `{${NS_SI}}bad-profile`,
  });
}

export const streamInitiationModule: Module = { xep: 'XEP-0095', features: [NS_SI] };
