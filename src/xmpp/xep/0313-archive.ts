// XEP-0313: Message Archive Management, version 1.1.3
// https://xmpp.org/extensions/xep-0313.html
import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { type Message, parseMessage } from '../message.ts';
import type { IncomingStanza, Session } from '../session.ts';
import { StanzaError } from '../stanzaError.ts';
import { receivedId } from '../text.ts';
import { type Element, xml } from '../xml.ts';
import { buildSubmission } from './0004-dataForms.ts';
import { serviceInfo } from './0030-disco.ts';
import {
  buildResultSet,
  parseResultSet,
  type ResultSet,
  type ResultSetRequest,
} from './0059-resultSets.ts';
import { parseDateTime } from './0203-delay.ts';
import { parseForwarded } from './0297-forwarding.ts';
import { passiveModule } from './passive.ts';

const NS = 'urn:xmpp:mam:2';
const EXTENDED = `${NS}#extended`;

/** Which messages of an archive are wanted, and which page of them. */
export interface ArchiveQuery {
  /** Only those exchanged with this account, or with this client of it. */
  readonly with?: Jid;
  /** Only those not older than this, in ms since 1970. */
  readonly start?: number;
  /** Only those not newer than this, in ms since 1970. */
  readonly end?: number;
  /** Only those after the one with this id. Takes an archive that is `extended`. */
  readonly afterId?: string;
  /** Only those before the one with this id. Takes an archive that is `extended`. */
  readonly beforeId?: string;
  readonly page: ResultSetRequest;
}

export interface ArchivedMessage {
  /** The archive's own id for it. */
  readonly id: string;
  /** Absent where it is nothing that we show, such as a message of a room. */
  readonly message?: Message;
}

/** A page in the order of the archive, whichever way it was asked for. */
export interface ArchivePage extends ResultSet {
  readonly messages: readonly ArchivedMessage[];
  /** Whether there is nothing further in the direction asked. */
  readonly complete: boolean;
  /** Whether the archive itself says that it may tell otherwise later (§4.3.2). */
  readonly unstable: boolean;
}

/** One end of an archive. */
export interface ArchiveEnd {
  readonly id: string;
  /** In ms since 1970. */
  readonly time: number;
}

export interface ArchiveMetadata {
  /** The oldest message; absent where the archive is empty. */
  readonly start?: ArchiveEnd;
  /** The newest message; absent where the archive is empty. */
  readonly end?: ArchiveEnd;
}

export interface ArchiveSupport {
  readonly available: boolean;
  /** Whether it knows {@link fetchArchiveMetadata} and queries by id (§4.1, §5). */
  readonly extended: boolean;
}

/** Whether there is an archive, ours when no other is given; asked once per stream. @throws StanzaError */
export async function archiveSupport(
  session: Session,
  archive: Jid = session.account,
): Promise<ArchiveSupport> {
  const { features } = await serviceInfo(session, archive);
  return { available: features.includes(NS), extended: features.includes(EXTENDED) };
}

/**
 * Fetches a page of an archive, ours when no other is given.
 *
 * @throws StanzaError `item-not-found` where the archive has no message with the id that the query
 *   names, as after it was purged.
 */
export async function fetchPage(
  session: Session,
  query: ArchiveQuery,
  archive: Jid = session.account,
): Promise<ArchivePage> {
  const queryId = randomUUID();
  const messages: ArchivedMessage[] = [];
  // Nobody can add results to a query that is not open, nor anybody but the archive asked.
  const results = session.onStanza('message', (stanza) => {
    if (!stanza.from.equals(archive)) return;
    const result = parseArchived(stanza, session, queryId);
    if (result) messages.push(result);
  });
  try {
    const to = isOwn(session, archive) ? {} : { to: archive };
    const payload = buildQuery(query, queryId);
    const answer = await session.request({ type: 'set', ...to, payload });
    const fin = answer.getChild('fin', NS);
    if (!fin) throw new StanzaError('bad-format', { text: 'the archive did not end its answer' });
    const complete = isTrue(fin.attrs['complete']);
    const unstable = fin.attrs['stable'] === 'false' || fin.attrs['stable'] === '0';
    return { messages, complete, unstable, ...parseResultSet(fin) };
  } finally {
    results.dispose();
  }
}

/** Fetches where an `extended` archive begins and ends, ours when no other is given. @throws StanzaError */
export async function fetchArchiveMetadata(
  session: Session,
  archive: Jid = session.account,
): Promise<ArchiveMetadata> {
  const to = isOwn(session, archive) ? {} : { to: archive };
  const payload = xml('metadata', { xmlns: NS });
  const metadata = (await session.request({ type: 'get', ...to, payload })).getChild(
    'metadata',
    NS,
  );
  const start = parseEnd(metadata?.getChild('start', NS));
  const end = parseEnd(metadata?.getChild('end', NS));
  return { ...(start ? { start } : {}), ...(end ? { end } : {}) };
}

/** Not announced: the feature is an archive's. */
export const archiveModule = passiveModule('XEP-0313', []);

function parseArchived(
  { element, arrived }: IncomingStanza,
  session: Session,
  queryId: string,
): ArchivedMessage | undefined {
  const result = element.getChild('result', NS);
  const id = receivedId(result?.attrs['id']);
  if (!result || id === undefined || result.attrs['queryid'] !== queryId) return undefined;
  const original = parseForwarded(result, session, arrived);
  const message = original && parseMessage(original, session, { stanzaId: id });
  return { id, ...(message ? { message } : {}) };
}

function buildQuery(query: ArchiveQuery, queryId: string): Element {
  const values = {
    with: query.with?.full,
    start: query.start === undefined ? undefined : new Date(query.start).toISOString(),
    end: query.end === undefined ? undefined : new Date(query.end).toISOString(),
    'after-id': query.afterId,
    'before-id': query.beforeId,
  };
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value]] as const],
  );
  return xml(
    'query',
    { xmlns: NS, queryid: queryId },
    given.length > 0 && buildSubmission({ FORM_TYPE: [NS], ...Object.fromEntries(given) }),
    buildResultSet(query.page),
  );
}

function parseEnd(end: Element | undefined): ArchiveEnd | undefined {
  const id = receivedId(end?.attrs['id']);
  const time = parseDateTime(end?.attrs['timestamp']);
  return id === undefined || time === undefined ? undefined : { id, time };
}

function isOwn(session: Session, archive: Jid): boolean {
  return archive.equals(session.account);
}

function isTrue(attribute: string | undefined): boolean {
  return attribute === 'true' || attribute === '1';
}
