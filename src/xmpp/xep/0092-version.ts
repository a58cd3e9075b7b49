// XEP-0092: Software Version, version 1.1
// https://xmpp.org/extensions/xep-0092.html
import type { Jid } from '../../base/jid.ts';
import { product } from '../../base/product.ts';
import type { Module, Session } from '../stanza/session.ts';
import { receivedText } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';

const NS = 'jabber:iq:version';
const MAX_LENGTH = 256;

/** The claimed software of a client. Each at most 256 UTF-16 code units; empty if not given. */
export interface SoftwareVersion {
  readonly name: string;
  readonly version: string;
  /** The operating system. */
  readonly os: string;
}

export function parseVersion(query: Element): SoftwareVersion {
  const field = (name: string) => receivedText(childText(query, name, NS) ?? '', MAX_LENGTH);
  return { name: field('name'), version: field('version'), os: field('os') };
}

/** Fetches the software version of `jid`. @throws StanzaError */
export async function fetchVersion(
  session: Session,
  jid: Jid,
  timeoutMs?: number,
): Promise<SoftwareVersion> {
  const payload = xml('query', { xmlns: NS });
  const answer = await session.request({ type: 'get', to: jid, payload, timeoutMs });
  return parseVersion(answer.getChild('query', NS) ?? payload);
}

export const versionModule: Module = {
  xep: 'XEP-0092',
  features: [NS],
  attach: (session) =>
    session.onIq('get', 'query', NS, () => {
      // The operating system is not disclosed (§5).
      const { name, version } = product;
      return xml('query', { xmlns: NS }, xml('name', null, name), xml('version', null, version));
    }),
};
