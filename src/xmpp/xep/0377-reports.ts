// XEP-0377: Blocking Command Reports, version 0.4.1
// https://xmpp.org/extensions/xep-0377.html
import type { Jid } from '../../base/jid.ts';
import type { Module } from '../stanza/session.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:reporting';
const NS_STANZA_IDS = 'urn:xmpp:sid:0';

/** The reasons that the XEP defines (§4). */
export type ReportReason = 'spam' | 'abuse';

/** The version of the namespace; `0` is that of versions 0.1 and 0.2 of the XEP. */
export type ReportVersion = '0' | '1';

/** Why an address is blocked, for the operator of our server. */
export interface Report {
  readonly version: ReportVersion;
  readonly reason: ReportReason;
  /** The user's words; empty for none. */
  readonly text: string;
  /** The archive that has the reported messages: our account. */
  readonly archive: Jid;
  /** Their ids in it (XEP-0359). */
  readonly stanzaIds: readonly string[];
}

/** The newest version that a server announces; `undefined` if it takes no reports. */
export function reportVersionOf(features: readonly string[]): ReportVersion | undefined {
  return (['1', '0'] as const).find((version) => features.includes(`${NS}:${version}`));
}

/** Builds the payload of a block's item; forwarding it (§5) is not approved. */
export function buildReport({ version, reason, text, archive, stanzaIds }: Report): Element {
  const words = sendableText(text).trim();
  const said = words === '' ? undefined : xml('text', null, words);
  if (version === '0') return xml('report', { xmlns: `${NS}:0` }, xml(reason), said);
  const messages = stanzaIds.map((id) =>
    xml('stanza-id', { xmlns: NS_STANZA_IDS, by: archive.bare, id }),
  );
  return xml('report', { xmlns: `${NS}:1`, reason: `${NS}:${reason}` }, messages, said);
}

export const reportsModule: Module = { xep: 'XEP-0377', features: [] };
