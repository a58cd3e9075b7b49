// XEP-0297: Stanza Forwarding, version 1.0
// https://xmpp.org/extensions/xep-0297.html
import { Jid } from '../../base/jid.ts';
import type { Module, IncomingStanza, Session } from '../stanza/session.ts';
import { type Element, NS_CLIENT } from '../stanza/xml.ts';
import { parseDelay } from './0203-delay.ts';

const NS = 'urn:xmpp:forward:0';
/** How far our clock may be behind the forwarder's, in ms. */
const MAX_BEHIND_MS = 30 * 24 * 3_600_000;

/**
 * Parses the message forwarded directly within `parent`, the element of another extension. The
 * forwarder can forge any content, so only an extension that has checked the sender may use this;
 * standalone forwarded messages are never parsed (§7).
 *
 * @param arrived when the stanza around it was received, in ms since 1970, by our clock
 * @returns with the time when the forwarder received it, by its clock, if given: ours may be wrong,
 *   but not by more than 30 days
 */
export function parseForwarded(
  parent: Element,
  session: Session,
  arrived: number,
): IncomingStanza | undefined {
  const forwarded = parent.getChild('forwarded', NS);
  const element = forwarded?.getChild('message', NS_CLIENT);
  const from = element && Jid.parse(element.attrs['from'] ?? session.account.bare);
  if (!forwarded || !from) return undefined;
  const stamp = parseDelay(forwarded) ?? arrived;
  return { from, element, arrived: stamp > arrived + MAX_BEHIND_MS ? arrived : stamp };
}

/** Not announced: messages forwarded by users are not shown (§4). */
export const forwardingModule: Module = { xep: 'XEP-0297', features: [] };
