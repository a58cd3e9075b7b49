// XEP-0163: Personal Eventing Protocol, version 1.2.2
// https://xmpp.org/extensions/xep-0163.html
import type { Jid } from '../../base/jid.ts';
import { defineMemo, type Module, type Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildSubmission } from './0004-dataForms.ts';
import { serviceInfo } from './0030-disco.ts';

const NS = 'http://jabber.org/protocol/pubsub';
const NS_EVENT = `${NS}#event`;
const NS_OWNER = `${NS}#owner`;
export const PUBLISH_OPTIONS = `${NS}#publish-options`;
const NODE_CONFIG = `${NS}#node_config`;
/** A node's configuration by field, without the prefix `pubsub#` (XEP-0060 §16.4.3). */
type NodeOptions = Readonly<Record<string, string>>;

/** Options required for publishing. */
const PRIVATE: NodeOptions = { persist_items: 'true', access_model: 'whitelist' };
/**
 * Options of a node for many items, which some servers accept only as node configuration, not with
 * an item.
 */
const MANY: NodeOptions = { max_items: 'max', send_last_published_item: 'never' };
/** Who may read a node without asking (XEP-0060 §4.5): those who see our presence, or anybody. */
export type AccessModel = 'presence' | 'open';
/** Errors for a node with other options (XEP-0060 §7.1.5), or an unsupported option. */
const UNFIT = ['conflict', 'resource-constraint', 'not-acceptable', 'bad-request'];

/** The nodes whose options were configured separately from an item. */
const prepared = defineMemo<Set<string>>('prepared nodes');
const preparedOf = (session: Session) => session.memo(prepared, () => new Set(), 'disposed');

/** One item of a node (XEP-0060). */
export interface PepItem {
  readonly id: string;
  readonly payload: Element;
}

/** What was removed from a node. */
export interface PepRemoval {
  readonly ids: readonly string[];
  /** Whether all items were removed, with the node or without it. */
  readonly isAll: boolean;
}

/** The items published at a node according to a message; the node belongs to its sender. */
export function parsePepEvent(message: Element, node: string): readonly PepItem[] {
  return itemsOf(message.getChild('event', NS_EVENT), node, NS_EVENT);
}

/** What was removed from a node according to a message; the node belongs to its sender. */
export function parsePepRemoval(message: Element, node: string): PepRemoval {
  const event = message.getChild('event', NS_EVENT);
  const isAll = ['purge', 'delete'].some(
    (name) => event?.getChild(name, NS_EVENT)?.attrs['node'] === node,
  );
  const items = event?.getChild('items', NS_EVENT);
  if (items?.attrs['node'] !== node) return { ids: [], isAll };
  const ids = items
    .getChildren('retract', NS_EVENT)
    .flatMap(({ attrs }) => receivedId(attrs['id']) ?? []);
  return { ids, isAll };
}

/** Fetches the items of our own node; none if it does not exist. @throws StanzaError */
export async function fetchPepItems(session: Session, node: string): Promise<readonly PepItem[]> {
  try {
    const payload = xml('pubsub', { xmlns: NS }, xml('items', { node }));
    const answer = await session.request({ type: 'get', payload });
    return itemsOf(answer.getChild('pubsub', NS), node, NS);
  } catch (error) {
    if (isStanzaError(error, ['item-not-found'])) return [];
    throw error;
  }
}

/**
 * Fetches one item of a node of any account, by its id; `undefined` if it is not there.
 *
 * @throws StanzaError also where we may not read the node
 */
export async function fetchPepItem(
  session: Session,
  owner: Jid,
  node: string,
  id: string,
): Promise<Element | undefined> {
  try {
    const items = xml('items', { node }, xml('item', { id }));
    const payload = xml('pubsub', { xmlns: NS }, items);
    const answer = await session.request({ type: 'get', to: owner, payload });
    const found = itemsOf(answer.getChild('pubsub', NS), node, NS);
    return found.find((item) => item.id === id)?.payload;
  } catch (error) {
    if (isStanzaError(error, ['item-not-found'])) return undefined;
    throw error;
  }
}

/**
 * Fetches the newest item of a node of any account; `undefined` if there is none.
 *
 * @throws StanzaError also where we may not read the node
 */
export async function fetchNewestItem(
  session: Session,
  owner: Jid,
  node: string,
  timeoutMs?: number,
): Promise<Element | undefined> {
  try {
    const payload = xml('pubsub', { xmlns: NS }, xml('items', { node, max_items: '1' }));
    const answer = await session.request({ type: 'get', to: owner, payload, timeoutMs });
    return itemsOf(answer.getChild('pubsub', NS), node, NS)[0]?.payload;
  } catch (error) {
    if (isStanzaError(error, ['item-not-found'])) return undefined;
    throw error;
  }
}

/**
 * Publishes an item for others at our own node, in place of the former one. A node with other access
 * is reconfigured first.
 *
 * @param access when absent, as the node has it; a new one is for those who see our presence
 * @throws StanzaError
 */
export async function publishShared(
  session: Session,
  node: string,
  item: PepItem,
  access?: AccessModel,
): Promise<void> {
  const { features } = await serviceInfo(session, session.account);
  if (access === undefined || !features.includes(PUBLISH_OPTIONS)) {
    await publish(session, node, item, {});
    return;
  }
  const options = { persist_items: 'true', access_model: access };
  try {
    await publish(session, node, item, options);
  } catch (error) {
    if (!isStanzaError(error, UNFIT)) throw error;
    await configure(session, node, options);
    await publish(session, node, item, {});
  }
}

/**
 * Publishes an item privately at our own node, which persists as many as it can (XEP-0223). A node
 * with wider access or fewer items is reconfigured first.
 *
 * @param isOnly whether it is the only item of the node, whose size is then not changed
 * @throws StanzaError `feature-not-implemented` if the server cannot restrict access
 */
export async function publishPrivately(
  session: Session,
  node: string,
  item: PepItem,
  { isOnly = false } = {},
): Promise<void> {
  const more = isOnly ? {} : MANY;
  const { features } = await serviceInfo(session, session.account);
  if (!features.includes(PUBLISH_OPTIONS)) {
    throw new StanzaError('feature-not-implemented', { text: 'the server keeps nothing private' });
  }
  if (!preparedOf(session).has(node)) {
    try {
      await publish(session, node, item, { ...PRIVATE, ...more });
      return;
    } catch (error) {
      if (!isStanzaError(error, UNFIT)) throw error;
      await prepare(session, node, { ...PRIVATE, ...more });
    }
  }
  await publish(session, node, item, PRIVATE);
}

/** Retracts an item of our own node, if it is there, and notifies our clients. @throws StanzaError */
export async function retractPepItem(session: Session, node: string, id: string): Promise<void> {
  const retract = xml('retract', { node, notify: 'true' }, xml('item', { id }));
  try {
    await session.request({ type: 'set', payload: xml('pubsub', { xmlns: NS }, retract) });
  } catch (error) {
    if (!isStanzaError(error, ['item-not-found'])) throw error;
  }
}

/** Removes all items of our own node, if it is there, and notifies its subscribers. @throws StanzaError */
export async function purgePepNode(session: Session, node: string): Promise<void> {
  const payload = xml('pubsub', { xmlns: NS_OWNER }, xml('purge', { node }));
  try {
    await session.request({ type: 'set', payload });
  } catch (error) {
    if (!isStanzaError(error, ['item-not-found'])) throw error;
  }
}

/** Modules that want a node's events announce the feature: its name with `+notify`. */
export const pepModule: Module = { xep: 'XEP-0163', features: [] };

/** The options, if any, are preconditions: a node with others rejects the item (XEP-0060 §7.1.5). */
async function publish(
  session: Session,
  node: string,
  { id, payload }: PepItem,
  options: NodeOptions,
): Promise<void> {
  const item = xml('item', { id }, payload);
  const isFree = Object.keys(options).length === 0;
  const form = isFree ? undefined : buildOptions(PUBLISH_OPTIONS, options);
  await session.request({
    type: 'set',
    payload: xml(
      'pubsub',
      { xmlns: NS },
      xml('publish', { node }, item),
      form && xml('publish-options', null, form),
    ),
  });
}

/** As {@link configure}, once for each node. */
async function prepare(session: Session, node: string, options: NodeOptions): Promise<void> {
  await configure(session, node, options);
  preparedOf(session).add(node);
}

/** Creates a node with the options, or reconfigures an existing one (XEP-0060 §8.1.3, §8.2). */
async function configure(session: Session, node: string, options: NodeOptions): Promise<void> {
  const form = () => buildOptions(NODE_CONFIG, options);
  const create = [xml('create', { node }), xml('configure', null, form())];
  try {
    await session.request({ type: 'set', payload: xml('pubsub', { xmlns: NS }, create) });
  } catch (error) {
    if (!isStanzaError(error, ['conflict'])) throw error;
    const change = xml('configure', { node }, form());
    await session.request({ type: 'set', payload: xml('pubsub', { xmlns: NS_OWNER }, change) });
  }
}

function buildOptions(formType: string, options: NodeOptions): Element {
  const fields = Object.entries(options).map(
    ([name, value]) => [`pubsub#${name}`, [value]] as const,
  );
  return buildSubmission({ FORM_TYPE: [formType], ...Object.fromEntries(fields) });
}

function isStanzaError(error: unknown, conditions: readonly string[]): boolean {
  return error instanceof StanzaError && conditions.includes(error.condition);
}

/** Parses items; those without an id or a payload are ignored. */
function itemsOf(parent: Element | undefined, node: string, xmlns: string): readonly PepItem[] {
  const items = parent?.getChild('items', xmlns);
  if (items?.attrs['node'] !== node) return [];
  return items.getChildren('item', xmlns).flatMap((item) => {
    const id = receivedId(item.attrs['id']);
    const payload = item.getChildElements()[0];
    return id !== undefined && payload ? [{ id, payload }] : [];
  });
}
