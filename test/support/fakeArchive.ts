import { Jid } from '../../src/base/jid.ts';
import { type Element, payload, xml } from '../../src/xmpp/stanza/xml.ts';
import type { FakeStream } from './fakeSession.ts';
import { parseXml } from './parseXml.ts';

const NS_DISCO = 'http://jabber.org/protocol/disco#info';
const NS_MAM = 'urn:xmpp:mam:2';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
const NS_MDS = 'urn:xmpp:mds:displayed:0';
const NS_AVATARS = 'urn:xmpp:pep-vcard-conversion:0';
const NS_RSM = 'http://jabber.org/protocol/rsm';

interface Archived {
  readonly id: string;
  /** In ms since 1970. */
  readonly time: number;
  readonly text: string;
}

/** A server that keeps nothing and copies nothing. */
export function bareServer(domain: string): FakeStream['server'] {
  return (stanza) =>
    isSyncRequest(stanza, domain) ? [refusal(stanza, 'service-unavailable')] : undefined;
}

/** A server with an archive of the account, to be set as a fake stream's `server`. */
export class FakeArchive {
  messages: Archived[] = [];
  /** The requests for pages so far. */
  readonly queries: Element[] = [];
  /** What is published as read (XEP-0490), by chat. */
  readonly displayed = new Map<string, Element>();
  /** Whether our clients get copies of what the others send and get. */
  hasCarbons = true;
  /** How many messages it has given. */
  told = 0;
  /** The page size at most. */
  limit = 250;
  /** Messages of which it names the ids, and no more. */
  readonly withheld = new Set<string>();
  /** It gives all that there is at once, however little it is asked for. */
  isGenerous = false;
  /** Behind its end it begins again. */
  isCircular = false;
  /** How many more pages are given before there is no answer any more. */
  patience = Infinity;
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  add(id: string, text: string, time = 1_700_000_000_000 + this.messages.length * 1000): void {
    this.messages.push({ id, time, text });
  }

  /** What comes to the archive late, at the place of another message. */
  insert(id: string, text: string, before: string): void {
    const at = this.messages.findIndex((one) => one.id === before);
    const { time = 0 } = this.messages[at] ?? {};
    this.messages.splice(at, 0, { id, time, text });
  }

  readonly server = (stanza: Element): readonly Element[] | undefined => {
    if (!isSyncRequest(stanza, Jid.of(this.#account).domain)) return undefined;
    const request = payload(stanza);
    if (request?.is('query', NS_DISCO)) {
      const names = [NS_MAM, 'urn:xmpp:sid:0', `${NS_PUBSUB}#publish-options`, NS_AVATARS];
      const features = names.map((name) => xml('feature', { var: name }));
      return [this.#result(stanza, xml('query', { xmlns: NS_DISCO }, features))];
    }
    if (request?.is('pubsub', NS_PUBSUB)) return [this.#pubsub(stanza, request)];
    if (!request?.is('query', NS_MAM)) {
      return [this.hasCarbons ? this.#result(stanza) : refusal(stanza, 'service-unavailable')];
    }
    this.queries.push(request);
    return this.patience-- > 0 ? this.#page(stanza, request) : [];
  };

  #pubsub(stanza: Element, request: Element): Element {
    const item = request.getChild('publish')?.getChild('item');
    if (item) {
      this.displayed.set(item.attrs['id'] ?? '', item);
      return this.#result(stanza);
    }
    const items = xml('items', { node: NS_MDS }, [...this.displayed.values()]);
    return this.#result(stanza, xml('pubsub', { xmlns: NS_PUBSUB }, items));
  }

  #page(stanza: Element, query: Element): readonly Element[] {
    const set = query.getChild('set', NS_RSM);
    const text = (name: string) => set?.getChildText(name) ?? undefined;
    const field = (name: string) =>
      query
        .getChild('x', 'jabber:x:data')
        ?.getChildren('field')
        .find(({ attrs }) => attrs['var'] === name)
        ?.getChildText('value') ?? undefined;
    const [after, before] = [text('after'), text('before')];
    const [start, other] = [field('start'), field('with')];
    let found = this.messages.filter(
      (one) =>
        (start === undefined || one.time >= Date.parse(start)) &&
        (other === undefined || one.text.includes(other)),
    );
    const at = (id: string) => found.findIndex((one) => one.id === id);
    const named = after ?? (before === '' ? undefined : before);
    if (named !== undefined && at(named) < 0) return [refusal(stanza, 'item-not-found')];
    const rest = (some: Archived[]) => (this.isCircular ? some : []);
    if (after !== undefined) {
      found = [...found.slice(at(after) + 1), ...rest(found.slice(0, at(after) + 1))];
    }
    if (before !== undefined && before !== '') {
      found = [...rest(found.slice(at(before))), ...found.slice(0, at(before))];
    }
    const max = this.isGenerous ? Infinity : Math.min(this.limit, Number(text('max')));
    const page = before === undefined ? found.slice(0, max) : found.slice(-max);
    this.told += page.length;
    return [
      ...page.filter(({ id }) => !this.withheld.has(id)).map((one) => this.#message(query, one)),
      this.#result(
        stanza,
        xml(
          'fin',
          {
            xmlns: NS_MAM,
            complete: page.length === found.length && !this.isCircular ? 'true' : undefined,
          },
          xml(
            'set',
            { xmlns: NS_RSM },
            page[0] && xml('first', null, page[0].id),
            page.at(-1) && xml('last', null, page.at(-1)?.id),
          ),
        ),
      ),
    ];
  }

  #message(query: Element, { id, time, text }: Archived): Element {
    const [message] = parseXml(text);
    if (message) message.attrs['xmlns'] = 'jabber:client';
    const stamp = new Date(time).toISOString();
    return xml(
      'message',
      { xmlns: 'jabber:client', from: this.#account },
      xml(
        'result',
        { xmlns: NS_MAM, id, queryid: query.attrs['queryid'] },
        xml(
          'forwarded',
          { xmlns: 'urn:xmpp:forward:0' },
          xml('delay', { xmlns: 'urn:xmpp:delay', stamp }),
          message,
        ),
      ),
    );
  }

  #result({ attrs }: Element, child?: Element): Element {
    return xml(
      'iq',
      { xmlns: 'jabber:client', type: 'result', id: attrs['id'], from: attrs['to'] },
      child,
    );
  }
}

/** What a client asks at the beginning of a session, or of the archive. */
function isSyncRequest(stanza: Element, domain: string): boolean {
  const request = stanza.getName() === 'iq' ? payload(stanza) : undefined;
  if (request?.is('query', NS_DISCO)) {
    const { to = '' } = stanza.attrs;
    return to.includes('@') || to === domain;
  }
  return (
    request?.is('pubsub', NS_PUBSUB) === true ||
    request?.is('query', NS_MAM) === true ||
    request?.is('enable', 'urn:xmpp:carbons:2') === true ||
    request?.is('query', 'jabber:iq:private') === true
  );
}

function refusal({ attrs }: Element, condition: string): Element {
  const error = xml(
    'error',
    { type: 'cancel' },
    xml(condition, { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }),
  );
  const { id, to } = attrs;
  return xml('iq', { xmlns: 'jabber:client', type: 'error', id, from: to }, error);
}
