import { Jid } from '../../src/base/jid.ts';
import type { KeptBookmarks } from '../../src/model/rooms/keptBookmarks.ts';
import { RoomBookmarks } from '../../src/model/rooms/roomBookmarks.ts';
import { bookmarksChanged } from '../../src/xmpp/im/bookmarks.ts';
import { bookmarkEvent, BookmarkServer, conference, NATIVE, PROSODY } from './bookmarkServer.ts';
import { parseXml } from './parseXml.ts';

export const account = 'juliet@example.org';
export const room = Jid.of('theplay@conference.example.org');
export const other = Jid.of('orchard@conference.example.org');
export const AUTOJOIN = ' autojoin="true"';

export const published = (jid: Jid, content = '', attrs = '') =>
  bookmarkEvent(NATIVE, `<item id="${jid.full}">${conference(content, attrs)}</item>`);
export const retracted = (jid: Jid) => bookmarkEvent(NATIVE, `<retract id="${jid.full}"/>`);

/** An account whose server has bookmarks, over any number of starts. */
export class BookmarkedAccount {
  readonly server: BookmarkServer;
  readonly #store = new Map<string, string>();
  bookmarks: RoomBookmarks;
  /** What rooms were requested to do, and what was reported, since last looked at. */
  #told: string[] = [];

  constructor(features: readonly string[] = PROSODY) {
    this.server = new BookmarkServer(features);
    this.server.session.on(bookmarksChanged, (event) => {
      this.bookmarks.apply(event);
    });
    this.bookmarks = this.start();
  }

  get session() {
    return this.server.session;
  }

  get kept(): string {
    return this.#store.get(account) ?? '';
  }

  set kept(text: string) {
    this.#store.set(account, text);
  }

  /** As a new process, offline. */
  start(): RoomBookmarks {
    this.bookmarks = new RoomBookmarks({
      account,
      store: {
        loadBookmarks: (jid) => {
          const text = this.#store.get(jid);
          return text === undefined ? undefined : (JSON.parse(text) as KeptBookmarks);
        },
        saveBookmarks: (jid, kept) => {
          this.#store.set(jid, JSON.stringify(kept));
          return Promise.resolve();
        },
      },
      rooms: {
        join: ({ room: { local }, nick }, cause) => {
          this.#told.push(`${cause}: join ${local} as ${nick}`);
        },
        leave: ({ local }) => {
          this.#told.push(`leave ${local}`);
        },
      },
      session: () => (this.session.jid ? this.session : undefined),
      report: (what) => this.#told.push(what),
    });
    return this.bookmarks;
  }

  /** A new session begins. */
  async begin(): Promise<void> {
    this.session.stream.goOffline();
    this.session.stream.goOnline(false);
    await this.bookmarks.begin(this.session);
  }

  /** What the server has, told as {@link told}. */
  async started(items: Readonly<Record<string, string>> = {}): Promise<this> {
    this.server.put(NATIVE, items);
    await this.begin();
    this.told();
    return this;
  }

  told(): readonly string[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }

  /** Fails all requests of a type, or leaves them without an answer. */
  fail(type: string, condition?: string): void {
    const { stream } = this.session;
    const { server } = stream;
    stream.server = (iq) => {
      if (iq.attrs['type'] !== type) return server(iq);
      if (condition === undefined) return [];
      return parseXml(
        `<iq xmlns="jabber:client" type="error" id="${iq.attrs['id'] ?? ''}" from="${account}">
           <error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
      );
    };
  }

  heal(heal: (typeof this.session.stream)['server']): void {
    this.session.stream.server = heal;
  }
}

export const shown = ({ bookmarks }: BookmarkedAccount) =>
  bookmarks.values().map(({ room: { local }, nick, autojoin }) => [local, nick, autojoin]);
