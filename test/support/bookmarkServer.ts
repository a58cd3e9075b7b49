import assert from 'node:assert/strict';
import { bookmarksModule } from '../../src/xmpp/im/bookmarks.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { FakeSession } from './fakeSession.ts';
import { parseXml } from './parseXml.ts';

const account = 'juliet@example.org';
export const NATIVE = 'urn:xmpp:bookmarks:1';
export const LIST = 'storage:bookmarks';
export const PUBSUB = 'http://jabber.org/protocol/pubsub';
export const OPTIONS = `${PUBSUB}#publish-options`;
const CONVERSION = 'urn:xmpp:bookmarks-conversion:0';
/** What Prosody 0.12 and ejabberd 23.01 announce. */
export const PROSODY = [OPTIONS, `${NATIVE}#compat`, `${NATIVE}#compat-pep`, CONVERSION];
export const EJABBERD = [OPTIONS, CONVERSION];

/** A bookmark of XEP-0402. */
export const conference = (content = '', attrs = '') =>
  `<conference xmlns="${NATIVE}"${attrs}>${content}</conference>`;
/** A list of XEP-0048, and a bookmark in it. */
export const list = (...conferences: readonly string[]) =>
  `<storage xmlns="${LIST}">${conferences.join('')}</storage>`;
export const listed = (jid: string, nick: string) =>
  `<conference jid="${jid}"><nick>${nick}</nick></conference>`;

/** What juliet@example.org is told of changes in a node. */
export const bookmarkEvent = (node: string, content: string, from = account) =>
  `<message from="${from}" to="${account}/balcony" type="headline">
     <event xmlns="${PUBSUB}#event"><items node="${node}">${content}</items></event></message>`;

/** A server with PEP and private storage, which converts nothing. */
export class BookmarkServer {
  readonly session = new FakeSession();
  /** The items of each node by id, and what is in private storage, as text. */
  readonly nodes = new Map<string, Map<string, string>>();
  stored = '';
  /** What was changed, in short. */
  readonly changes: string[] = [];
  /** Whether others may read the nodes, until they are configured. */
  isOpen = false;
  /** An error for each request to read PEP. */
  refuses: string | undefined;
  readonly #features: readonly string[];

  constructor(features: readonly string[]) {
    this.#features = features;
    bookmarksModule.attach?.(this.session);
    this.session.stream.server = (iq) => this.#answer(iq);
  }

  /** Puts items into a node, by id. */
  put(node: string, items: Readonly<Record<string, string>>): this {
    this.nodes.set(node, new Map(Object.entries(items)));
    return this;
  }

  node(name: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.nodes.get(name) ?? []);
  }

  #answer(iq: Element): readonly Element[] {
    const { id, type } = iq.attrs;
    const text = this.#content(iq, type === 'set');
    return parseXml(text).map((answer) => {
      answer.attrs = { xmlns: 'jabber:client', ...answer.attrs, id, from: account };
      return answer;
    });
  }

  #content(iq: Element, isSet: boolean): string {
    const [child] = iq.getChildElements();
    const [action] = child?.getChildElements() ?? [];
    if (child?.getNS() === 'jabber:iq:private') {
      if (isSet) this.changes.push('stored');
      if (isSet) this.stored = String(action);
      return result(isSet ? '' : `<query xmlns="jabber:iq:private">${this.stored}</query>`);
    }
    if (action?.getName() === 'create') return refusal('conflict');
    if (action?.getName() === 'configure') {
      this.isOpen = false;
      this.changes.push(`configure ${fieldsOf(action).join()}`);
      return result('');
    }
    if (child?.getNS() !== PUBSUB) {
      const features = this.#features.map((feature) => `<feature var="${feature}"/>`).join('');
      return result(`<query xmlns="http://jabber.org/protocol/disco#info">${features}</query>`);
    }
    const node = action?.attrs['node'] ?? '';
    if (!isSet) return this.#items(node);
    const item = action?.getChild('item');
    const id = item?.attrs['id'] ?? '';
    this.changes.push(`${action?.getName() ?? ''} ${id}`);
    const items = this.nodes.get(node) ?? new Map<string, string>();
    if (this.isOpen) return refusal('conflict');
    this.nodes.set(node, items);
    if (action?.getName() === 'publish') {
      const isClosed = child.getChild('publish-options')?.toString().includes('whitelist');
      assert.ok(isClosed, 'it may be read by others');
      items.set(id, String(item?.getChildElements()[0]));
      return result('');
    }
    assert.equal(action?.attrs['notify'], 'true');
    return items.delete(id) ? result('') : refusal('item-not-found');
  }

  #items(node: string): string {
    const items = this.nodes.get(node);
    if (this.refuses !== undefined) return refusal(this.refuses);
    if (!items) return refusal('item-not-found');
    const texts = [...items].map(([id, text]) => `<item id="${id}">${text}</item>`).join('');
    return result(`<pubsub xmlns="${PUBSUB}"><items node="${node}">${texts}</items></pubsub>`);
  }
}

function result(content: string): string {
  return `<iq type="result">${content}</iq>`;
}

function refusal(condition: string): string {
  return `<iq type="error"><error type="cancel">
    <${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
}

/** The names of a form's fields, without their prefix. */
function fieldsOf(parent: Element): readonly string[] {
  const fields = parent.getChild('x', 'jabber:x:data')?.getChildren('field') ?? [];
  return fields.slice(1).map(({ attrs }) => attrs['var']?.replace('pubsub#', '') ?? '');
}
