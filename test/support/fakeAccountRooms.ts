import { Jid } from '../../src/base/jid.ts';
import { failure } from '../../src/base/userError.ts';
import { Emitter } from '../../src/base/event.ts';
import { AccountRooms } from '../../src/model/rooms/accountRooms.ts';
import type { ActivitySetting } from '../../src/model/settings.ts';
import type { ShownPresence } from '../../src/model/rooms/roomEvents.ts';
import { PersistentRoomStore } from '../../src/storage/roomStore.ts';
import { bookmarksChanged } from '../../src/xmpp/im/bookmarks.ts';
import { messageModule } from '../../src/xmpp/im/messages.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { BookmarkServer, PROSODY } from './bookmarkServer.ts';
import { CAVE, error, USER } from './fakeRooms.ts';
import type { FakeSession } from './fakeSession.ts';
import { MemorySecrets, MemoryValues } from './memoryStores.ts';
import { parseXml } from './parseXml.ts';
import { settle } from './settle.ts';

const ACCOUNT = Jid.of('juliet@example.org');
const INFO = 'http://jabber.org/protocol/disco#info';
const OWNER = 'http://jabber.org/protocol/muc#owner';

export const roomInfo = (...features: readonly string[]) =>
  `<query xmlns="${INFO}"><identity category="conference" type="text" name="Cave" />
     ${['http://jabber.org/protocol/muc', ...features].map((feature) => `<feature var="${feature}" />`).join('')}</query>`;

/** The rooms of an account, over a server that stores bookmarks and answers as tests say. */
export class FakeAccountRooms {
  readonly server = new BookmarkServer(PROSODY);
  readonly session: FakeSession = this.server.session;
  readonly values = new MemoryValues();
  readonly secrets = new MemorySecrets();
  readonly reports: string[] = [];
  presence: ShownPresence | undefined = { show: 'available', status: '' };
  /** What the user has set, and what is called when they set it anew. */
  showActivity: ActivitySetting = 'auto';
  readonly changed = new Emitter<undefined>();
  readonly settings = {
    showActivity: () => this.showActivity,
    onDidChange: (listener: () => void) => this.changed.event(listener),
  };
  /** The content of answers of rooms: to disco#info, and by the name of a request's namespace. */
  info = roomInfo();
  readonly answers = new Map<string, string>();
  /** The requests to rooms but for disco#info, in short. */
  readonly asked: string[] = [];
  readonly rooms: AccountRooms;

  constructor() {
    const { session } = this;
    messageModule.attach?.(session);
    this.rooms = new AccountRooms({
      account: ACCOUNT,
      store: new PersistentRoomStore(this.values, this.secrets, () => false),
      clock: session.clock,
      session: () => (session.jid ? session : undefined),
      online: () => {
        if (!session.jid) throw failure('offline');
        return session;
      },
      presence: () => this.presence,
      newest: () => 0,
      settings: this.settings,
      report: (what) => this.reports.push(what),
    });
    const { memberships, bookmarks } = this.rooms;
    session.onStanza('presence', (stanza) => void memberships.receivePresence(stanza));
    session.onStanza('message', (stanza) => void memberships.receiveNotice(stanza));
    session.on(bookmarksChanged, (event) => {
      bookmarks.apply(event);
    });
    const bookmarked = session.stream.server;
    session.stream.server = (stanza) => {
      if (stanza.getName() !== 'iq') return undefined;
      const { to = ACCOUNT.bare } = stanza.attrs;
      if (!to.includes('@')) return emptyAnswer(stanza);
      return to === CAVE.bare ? this.#answer(stanza) : bookmarked(stanza);
    };
  }

  /** A session begins that is new to us. */
  async begin(): Promise<void> {
    this.rooms.memberships.reset();
    this.rooms.begin(this.session);
    await settle();
  }

  /** Requests to join, up to where the room has to answer. */
  async ask(request: Partial<Parameters<AccountRooms['joining']['join']>[0]> = {}) {
    const joined = this.rooms.joining.join({ room: CAVE, nick: 'juliet', ...request });
    const outcome = joined.then(
      () => 'joined',
      (refusal: unknown) => (refusal as { readonly code?: string }).code,
    );
    await settle();
    return { outcome };
  }

  /** Joins. */
  async join(item = '<item affiliation="owner" role="moderator" />'): Promise<void> {
    const { outcome } = await this.ask();
    this.enter([], item);
    await outcome;
    await settle();
    this.asked.length = 0;
  }

  enter(codes: readonly number[] = [], item = '<item affiliation="none" role="participant" />') {
    const all = [110, ...codes].map((code) => `<status code="${code}" />`).join('');
    this.session.receive(
      `<presence from="${CAVE.bare}/juliet"><x xmlns="${USER}">${item}${all}</x></presence>`,
    );
  }

  refuse(condition: string): void {
    this.session.receive(
      `<presence from="${CAVE.bare}/juliet" type="error">${error(condition)}</presence>`,
    );
  }

  leave(content: string): void {
    this.session.receive(
      `<presence from="${CAVE.bare}/juliet" type="unavailable"><x xmlns="${USER}">${content}</x></presence>`,
    );
  }

  get phase(): string | undefined {
    return this.rooms.memberships.find(CAVE.bare)?.state.phase;
  }

  /** The presence sent to the room, by type. */
  get told(): readonly string[] {
    const sent = this.session.sent.filter(
      (stanza) => stanza.is('presence') && stanza.attrs['to']?.startsWith(CAVE.bare) === true,
    );
    return sent.map(({ attrs }) => attrs['type'] ?? 'available');
  }

  #answer(stanza: Element): readonly Element[] | undefined {
    const [query] = stanza.getChildElements();
    if (!query) return undefined;
    const { id = '', type = '' } = stanza.attrs;
    const namespace = query.getNS() ?? '';
    const isInfo = namespace === INFO;
    if (!isInfo) this.asked.push(`${type} ${query.getChildElements().map(String).join('')}`);
    const fallback = namespace === OWNER && type === 'get' ? `<query xmlns="${OWNER}" />` : '';
    const content = isInfo ? this.info : (this.answers.get(`${type} ${namespace}`) ?? fallback);
    const kind = content.startsWith('<error') ? 'error' : 'result';
    return parseXml(
      `<iq xmlns="jabber:client" type="${kind}" id="${id}" from="${stanza.attrs['to'] ?? ''}">${content}</iq>`,
    );
  }
}

/** What a server that has nothing says of itself. */
function emptyAnswer(stanza: Element): readonly Element[] {
  const { id = '', to = '' } = stanza.attrs;
  const namespace = stanza.getChildElements()[0]?.getNS() ?? '';
  return parseXml(
    `<iq xmlns="jabber:client" type="result" id="${id}" from="${to}"><query xmlns="${namespace}" /></iq>`,
  );
}
