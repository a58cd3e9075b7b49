// XEP-0158: CAPTCHA Forms, version 1.0.1
// https://xmpp.org/extensions/xep-0158.html
import { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { formValue, parseForm } from './0004-dataForms.ts';
import { parseOob } from './0066-oob.ts';

const NS = 'urn:xmpp:captcha';

/** A question that a service asks before it takes a stanza of ours, such as to join a room. */
export interface CaptchaChallenge {
  /** Who asks, such as a room; bare. */
  readonly from: Jid;
  /**
   * The id of our stanza, which the sender has to know: a challenge to one that we did not send
   * must be ignored (§3.1.3).
   */
  readonly stanzaId: string;
  /** A web page to answer it on, `https:` or `http:`. Never fetched automatically. */
  readonly url?: string;
}

/** Recognises a challenge; one in the name of another is ignored (§3.1.3). */
export function parseCaptcha({ from, element }: IncomingStanza): CaptchaChallenge | undefined {
  if (element.attrs['type'] === 'error') return undefined;
  const captcha = element.getChild('captcha', NS);
  const form = captcha && parseForm(captcha);
  if (!form || formValue(form, 'FORM_TYPE') !== NS) return undefined;
  const asker = Jid.parse(formValue(form, 'from') ?? '');
  const stanzaId = receivedId(formValue(form, 'sid'));
  if (!asker || stanzaId === undefined) return undefined;
  if (asker.bare !== from.bare && asker.domain !== from.full) return undefined;
  const url = parseOob(element)?.url;
  return { from: asker.toBare(), stanzaId, ...(url === undefined ? {} : { url }) };
}

/** Not announced: challenges are not answered here. */
export const captchaModule: Module = { xep: 'XEP-0158', features: [] };
