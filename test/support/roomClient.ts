import assert from 'node:assert/strict';
import { Chats } from '../../src/model/chats/chats.ts';
import type { Chat } from '../../src/model/chats/chat.ts';
import { ChatStates } from '../../src/model/chats/chatStates.ts';
import { DisplayedMarkers } from '../../src/model/chats/displayedMarkers.ts';
import type { Delivery, History, Message } from '../../src/model/history.ts';
import { IgnoredOccupants } from '../../src/model/rooms/ignoredOccupants.ts';
import { Outbox } from '../../src/model/sending/outbox.ts';
import { OwnAmendments } from '../../src/model/sending/ownAmendments.ts';
import { preparePlain } from '../../src/model/sending/prepare.ts';
import { Backpressure } from '../../src/model/sync/backpressure.ts';
import { RoomSyncs } from '../../src/model/sync/roomSyncs.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { roomMessageReceived } from '../../src/xmpp/im/roomMessages.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { FakeArchive } from './fakeArchive.ts';
import { FakeLink } from './fakeLink.ts';
import { CAVE, FakeRooms } from './fakeRooms.ts';
import { settle } from './settle.ts';

export const ARCHIVED = ['urn:xmpp:mam:2', 'urn:xmpp:sid:0'];
export const OCCUPANT_IDS = 'urn:xmpp:occupant-id:0';

interface RoomWords {
  readonly nick: string;
  readonly id?: string;
  readonly stanzaId?: string;
  readonly occupantId?: string;
  /** Content besides the body. */
  readonly more?: string;
}

/** A message of the room {@link CAVE}, as it sends it. */
export function roomMessage(body: string, words: RoomWords): string {
  const { nick, id = body, stanzaId, occupantId, more = '' } = words;
  return `<message xmlns="jabber:client" type="groupchat" from="${CAVE.bare}/${nick}" id="${id}">
    ${body && `<body>${body}</body>`}${more}
    ${stanzaId === undefined ? '' : `<stanza-id xmlns="urn:xmpp:sid:0" by="${CAVE.bare}" id="${stanzaId}" />`}
    ${occupantId === undefined ? '' : `<occupant-id xmlns="${OCCUPANT_IDS}" id="${occupantId}" />`}
  </message>`;
}

/** Juliet's client in the room {@link CAVE}, with its archive. */
export class RoomClient {
  readonly history: History;
  readonly archive = new FakeArchive(CAVE.bare);
  readonly link = new FakeLink();
  readonly fake: FakeRooms;
  readonly chats: Chats;
  readonly syncs: RoomSyncs;
  readonly outbox: Outbox;
  readonly states: ChatStates;
  readonly changes: OwnAmendments;
  readonly reports: string[] = [];
  readonly markers: DisplayedMarkers;
  readonly ignored: IgnoredOccupants;
  sendsMarkers = true;
  words: readonly string[] = [];
  /** How often a message has waited for a room that we are not in. */
  joins = 0;

  constructor(history: History = new MemoryHistory()) {
    this.history = history;
    const { session } = this.link;
    session.stream.server = this.archive.server;
    this.fake = new FakeRooms(session);
    const { clock } = session;
    const { account } = session;
    this.chats = new Chats(account.bare, { history, clock });
    this.states = new ChatStates({
      ...{ session: () => session, sendChatStates: () => true, clock },
      audienceOf: (jid) => this.syncs.audienceOf(jid),
    });
    const report = (what: string) => void this.reports.push(what);
    this.outbox = new Outbox({
      chats: this.chats,
      prepare: preparePlain({
        states: this.states,
        mentionsIn: (text, chat) => this.syncs.mentionsIn(text, chat),
        admit: () => undefined,
      }),
      isInside: (chat) => this.syncs.isInside(chat),
      join: () => void (this.joins += 1),
      fail: () => {
        report('keeping');
      },
    });
    this.outbox.attach(this.link);
    this.changes = new OwnAmendments(this.outbox, clock);
    const online = () => (session.jid ? session : undefined);
    this.markers = new DisplayedMarkers({
      ...{ session: online, sendDisplayed: () => this.sendsMarkers },
      audienceOf: (jid) => this.syncs.audienceOf(jid),
    });
    this.ignored = new IgnoredOccupants({
      ...{ account: account.bare, report },
      store: { loadIgnored: () => new Map(), saveIgnored: () => Promise.resolve() },
    });
    this.syncs = new RoomSyncs({
      ...{ account, history, clock, report, chats: this.chats, outbox: this.outbox },
      ...{ rooms: this.fake.rooms, session: online, words: () => this.words },
      ...{ markers: this.markers, ignored: this.ignored },
      backpressure: new Backpressure(online),
      keptSince: () => undefined,
    });
    session.on(roomMessageReceived, (message) => {
      if (!this.syncs.isOfRoom(message)) return;
      this.syncs.hearState(message);
      void this.syncs.receive([message]).then((outcomes) => {
        for (const outcome of outcomes) assert.equal(outcome.status, 'fulfilled');
      });
    });
    this.link.goOnline();
    this.outbox.open(this.link);
  }

  get chat(): Chat {
    return this.chats.openRoom(CAVE);
  }

  /** Joins, up to where all that was missed is read. */
  async join(...others: readonly string[]): Promise<void> {
    await this.fake.ask();
    for (const nick of others) this.fake.receive({ nick });
    this.fake.enter();
    this.fake.subject();
    await this.settle();
  }

  /** Joins again after the room has forgotten us. */
  async rejoin(): Promise<void> {
    this.fake.room.rejoin();
    await this.settle();
    this.fake.enter();
    this.fake.subject();
    await this.settle();
  }

  write(body: string): Promise<string> {
    return this.outbox.send(CAVE, { body });
  }

  async deliveryOf(id: string): Promise<Delivery | undefined> {
    return (await this.chat.find(id))?.delivery;
  }

  async receive(...texts: readonly string[]): Promise<void> {
    for (const text of texts) this.link.session.receive(text);
    await this.settle();
  }

  /** The room sends a message of ours to all, us included. */
  async returnSent(stanzaId?: string, sent = this.sent.at(-1)): Promise<void> {
    assert.ok(sent, 'nothing was sent');
    const assigned =
      stanzaId === undefined
        ? ''
        : `<stanza-id xmlns="urn:xmpp:sid:0" by="${CAVE.bare}" id="${stanzaId}" />`;
    const text = sent.toString().replace(/<\/message>$/u, `${assigned}</message>`);
    const from = text.replace('<message ', `<message from="${CAVE.bare}/${this.fake.room.nick}" `);
    await this.receive(from.replace(`to="${CAVE.bare}"`, ''));
  }

  /** The messages sent to the room so far. */
  get sent(): readonly Element[] {
    return this.link.session.sent.filter((stanza) => stanza.attrs['type'] === 'groupchat');
  }

  get bodies(): readonly (string | null)[] {
    return this.sent.map((stanza) => stanza.getChildText('body'));
  }

  rows(): Promise<readonly Message[]> {
    return this.history.load(this.chat.key, { limit: 5000 });
  }

  async texts(): Promise<string[]> {
    return (await this.rows()).map(({ body }) => body);
  }

  async advance(ms: number): Promise<void> {
    this.link.session.clock.advance(ms);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await settle();
  }
}
