// XEP-0191: Blocking Command, version 1.3
// https://xmpp.org/extensions/xep-0191.html
import { Jid } from '../../base/jid.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { defineEvent, type IncomingIq, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { serviceInfo } from './0030-disco.ts';
import { buildReport, type Report, type ReportVersion, reportVersionOf } from './0377-reports.ts';

const NS = 'urn:xmpp:blocking';
/** The application-specific condition of what is sent to a blocked address (§3.3). */
const BLOCKED = '{urn:xmpp:blocking:errors}blocked';

/** A change of the block list, by any of our clients. */
export type BlockingChange =
  | { readonly kind: 'blocked' | 'unblocked'; readonly jids: readonly Jid[] }
  | { readonly kind: 'unblockedAll' };

/** A push of the server to those who have fetched the list (§3.3–3.5). */
export const blockingChanged = defineEvent<BlockingChange>('blockingChanged');

/** What our server offers. */
export interface BlockingSupport {
  readonly canBlock: boolean;
  /** Absent if it takes no reports (XEP-0377). */
  readonly reports?: ReportVersion;
}

/** Asks our server what it offers, once per session. @throws StanzaError */
export async function blockingSupport(session: Session): Promise<BlockingSupport> {
  const { features } = await serviceInfo(session, Jid.of(session.account.domain));
  const canBlock = features.includes(NS);
  const reports = canBlock ? reportVersionOf(features) : undefined;
  return { canBlock, ...(reports && { reports }) };
}

/** Fetches the blocked addresses; from then on the server pushes changes. @throws StanzaError */
export async function fetchBlockList(session: Session): Promise<readonly Jid[]> {
  const answer = await session.request({ type: 'get', payload: xml('blocklist', { xmlns: NS }) });
  return parseItems(answer.getChild('blocklist', NS));
}

/**
 * Blocks an address: a full or bare JID, or a domain, with or without a resource.
 *
 * @param report the reason, for the server's operator
 * @throws StanzaError
 */
export async function block(session: Session, jid: Jid, report?: Report): Promise<void> {
  const item = xml('item', { jid: jid.full }, report && buildReport(report));
  await session.request({ type: 'set', payload: xml('block', { xmlns: NS }, item) });
}

/** Ends the block of these addresses, by exactly the JIDs of the list. @throws StanzaError */
export async function unblock(session: Session, jids: readonly Jid[]): Promise<void> {
  // Without items it would end all blocks (§3.5).
  if (jids.length === 0) return;
  const items = jids.map((jid) => xml('item', { jid: jid.full }));
  await session.request({ type: 'set', payload: xml('unblock', { xmlns: NS }, items) });
}

/** Ends all blocks. @throws StanzaError */
export async function unblockAll(session: Session): Promise<void> {
  await session.request({ type: 'set', payload: xml('unblock', { xmlns: NS }) });
}

/** Whether our server refused a stanza because we have blocked its recipient (§3.3). */
export function isBlockedError({ application }: StanzaError): boolean {
  return application === BLOCKED;
}

export const blockingModule: Module = {
  xep: 'XEP-0191',
  features: [],
  attach(session) {
    const owned = new DisposableStore();
    owned.add(
      session.onIq('set', 'block', NS, (iq) => {
        const jids = pushed(session, iq);
        if (jids.length === 0) throw new StanzaError('bad-request', { type: 'modify' });
        session.emit(blockingChanged, { kind: 'blocked', jids });
        return undefined;
      }),
    );
    owned.add(
      session.onIq('set', 'unblock', NS, (iq) => {
        const jids = pushed(session, iq);
        // Items without a valid JID must not count as none at all.
        const isAll = iq.payload.getChildElements().length === 0;
        if (!isAll && jids.length === 0) throw new StanzaError('bad-request', { type: 'modify' });
        session.emit(
          blockingChanged,
          isAll ? { kind: 'unblockedAll' } : { kind: 'unblocked', jids },
        );
        return undefined;
      }),
    );
    return owned;
  },
};

/** The addresses of a push, from our own account only, or any sender could change the list. */
function pushed({ account }: Session, { from, payload }: IncomingIq): readonly Jid[] {
  if (from.full !== account.bare) throw new StanzaError('service-unavailable');
  return parseItems(payload);
}

function parseItems(list: Element | undefined): readonly Jid[] {
  return (list?.getChildren('item', NS) ?? []).flatMap(({ attrs: { jid = '' } }) => {
    return Jid.parse(jid) ?? [];
  });
}
