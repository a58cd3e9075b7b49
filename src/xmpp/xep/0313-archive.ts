// XEP-0313: Message Archive Management, version 1.1.3
// https://xmpp.org/extensions/xep-0313.html
import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildSubmission } from './0004-dataForms.ts';
import { serviceInfo } from './0030-disco.ts';
import {
  buildResultSet,
  parseResultSet,
  type ResultSet,
  type ResultSetRequest,
} from './0059-resultSets.ts';
import { parseForwarded } from './0297-forwarding.ts';

const NS = 'urn:xmpp:mam:2';
/** Maximum size of a page held in memory, in UTF-16 code units, apart from its last result. */
const MAX_HELD = 4 * 1024 * 1024;

/** A query of an archive, with the requested page of its results. */
export interface ArchiveQuery {
  /** Only messages exchanged with this account or resource. */
  readonly with?: Jid;
  /** Only messages since this time, in ms since 1970. */
  readonly start?: number;
  /** Only messages up to this time, in ms since 1970. */
  readonly end?: number;
  readonly page: ResultSetRequest;
}

/** One result of an archive. */
export interface ArchiveResult<T> {
  /** The id assigned by the archive. */
  readonly id: string;
  /** Absent if the reader finds no message in it. */
  readonly message?: T;
}

/** A page in the order of the archive, in whichever direction it was requested. */
export interface ArchivePage<T> extends ResultSet {
  readonly messages: readonly ArchiveResult<T>[];
  /** Whether there are no more results in the requested direction. */
  readonly complete: boolean;
  /** Whether the archive declares that the results may change (§4.3.2). */
  readonly unstable: boolean;
  /** Whether results beyond the limits were dropped: the next page begins with them. */
  readonly isCut: boolean;
}

/** Whether there is an archive, by default ours; cached per session. @throws StanzaError */
export async function hasArchive(
  session: Session,
  archive: Jid = session.account,
): Promise<boolean> {
  const { features } = await serviceInfo(session, archive);
  return features.includes(NS);
}

/** Whether a message is, or claims to be, a result of an archive. */
export function isArchiveResult({ element }: IncomingStanza): boolean {
  return element.getChild('result', NS) !== undefined;
}

/** The archive to query, and the parser of its results. */
export interface ArchiveReader<T> {
  readonly archive: Jid;
  /**
   * @param original with the time when the archive received it
   * @param id the id assigned by the archive
   */
  readonly read: (original: IncomingStanza, id: string) => T | undefined;
}

/**
 * Fetches a page of an archive. Results beyond the requested number, or beyond some MiB, are
 * dropped: the page ends there, on the side from which the next page continues.
 *
 * @throws StanzaError `item-not-found` if the archive has no message with the id in the query, as
 *   after it was purged
 */
export async function fetchResults<T>(
  session: Session,
  query: ArchiveQuery,
  { archive, read }: ArchiveReader<T>,
): Promise<ArchivePage<T>> {
  const queryId = randomUUID();
  const held = new HeldResults<T>(query.page);
  // Accepts results only during the query, and only from the queried archive.
  const results = session.onStanza('message', (stanza) => {
    if (!stanza.from.equals(archive)) return;
    if (resultIn(stanza, queryId)) held.add(stanza, () => readResult(stanza, session, read));
  });
  try {
    const to = archive.equals(session.account) ? {} : { to: archive };
    const payload = buildQuery(query, queryId);
    const answer = await session.request({ type: 'set', ...to, payload });
    const fin = answer.getChild('fin', NS);
    if (!fin) throw new StanzaError('bad-format', { text: 'the archive did not end its answer' });
    const complete = isTrue(fin.attrs['complete']);
    const unstable = fin.attrs['stable'] === 'false' || fin.attrs['stable'] === '0';
    return held.page({ complete, unstable, ...parseResultSet(fin) });
  } finally {
    results.dispose();
  }
}

/** Not announced: it is a feature of archives. */
export const archiveModule: Module = { xep: 'XEP-0313', features: [] };

/** The results of one query held in memory. */
class HeldResults<T> {
  readonly #messages: { readonly message: ArchiveResult<T>; readonly size: number }[] = [];
  readonly #max: number;
  readonly #isBackward: boolean;
  #size = 0;
  #isCut = false;

  constructor({ max, before }: ResultSetRequest) {
    this.#max = max;
    this.#isBackward = before !== undefined;
  }

  /** Results arrive oldest first in either direction (§4.2); holds those next to the last page. */
  add({ element }: IncomingStanza, parse: () => ArchiveResult<T> | undefined): void {
    // Results dropped on the far side leave no gap.
    if (this.#isCut && !this.#isBackward) return;
    const size = sizeOf(element);
    this.#isCut ||= this.#isOver(1, size);
    if (this.#isCut && !this.#isBackward) return;
    const message = parse();
    if (!message) return;
    while (this.#isOver(1, size)) this.#size -= this.#messages.shift()?.size ?? 0;
    this.#messages.push({ message, size });
    this.#size += size;
  }

  page(end: Omit<ArchivePage<T>, 'messages' | 'isCut'>): ArchivePage<T> {
    // Emptied, so that remaining references to the query do not retain them.
    const messages = this.#messages.splice(0).map(({ message }) => message);
    const page = { ...end, messages, isCut: this.#isCut };
    const edge = this.#isBackward ? messages[0] : messages.at(-1);
    if (!this.#isCut || !edge) return page;
    return { ...page, complete: false, [this.#isBackward ? 'first' : 'last']: edge.id };
  }

  /** Whether the limits are exceeded; one result is always held, to ensure progress. */
  #isOver(more: number, size: number): boolean {
    const count = this.#messages.length;
    return count > 0 && (count + more > this.#max || this.#size + size > MAX_HELD);
  }
}

/** The size of an element's text, in UTF-16 code units. */
function sizeOf({ attrs, children }: Element): number {
  let size = 0;
  for (const name in attrs) size += attrs[name]?.length ?? 0;
  for (const child of children) size += typeof child === 'string' ? child.length : sizeOf(child);
  return size;
}

function resultIn({ element }: IncomingStanza, queryId: string): boolean {
  return element.getChild('result', NS)?.attrs['queryid'] === queryId;
}

function readResult<T>(
  { element, arrived }: IncomingStanza,
  session: Session,
  read: ArchiveReader<T>['read'],
): ArchiveResult<T> | undefined {
  const result = element.getChild('result', NS);
  const id = receivedId(result?.attrs['id']);
  if (!result || id === undefined) return undefined;
  const original = parseForwarded(result, session, arrived);
  const message = original && read(original, id);
  return { id, ...(message ? { message } : {}) };
}

function buildQuery(query: ArchiveQuery, queryId: string): Element {
  const values = {
    with: query.with?.full,
    start: query.start === undefined ? undefined : new Date(query.start).toISOString(),
    end: query.end === undefined ? undefined : new Date(query.end).toISOString(),
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

function isTrue(attribute: string | undefined): boolean {
  return attribute === 'true' || attribute === '1';
}
