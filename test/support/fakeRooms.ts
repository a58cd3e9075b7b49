import assert from 'node:assert/strict';
import { Jid } from '../../src/base/jid.ts';
import type { Membership } from '../../src/model/rooms/membership.ts';
import type { LeftReason } from '../../src/model/rooms/reasons.ts';
import type {
  JoinOrder,
  RoomEvent,
  RoomState,
  ShownPresence,
} from '../../src/model/rooms/roomEvents.ts';
import { Rooms } from '../../src/model/rooms/rooms.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { FakeSession } from './fakeSession.ts';
import { parseXml } from './parseXml.ts';
import { settle } from './settle.ts';

export const CAVE = Jid.of('cave@rooms.example.net');
export const USER = 'http://jabber.org/protocol/muc#user';
const ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** The error element of this condition. */
export const error = (condition: string, text = '') =>
  `<error type="cancel"><${condition} xmlns="${ERRORS}" />${
    text && `<text xmlns="${ERRORS}">${text}</text>`
  }</error>`;

/** What a room answers to disco#info. */
const info = (features: readonly string[]) =>
  `<query xmlns="http://jabber.org/protocol/disco#info">
     <identity category="conference" type="text" name="Cave" />
     ${['http://jabber.org/protocol/muc', ...features]
       .map((feature) => `<feature var="${feature}" />`)
       .join('')}</query>`;

export interface Presence {
  readonly nick?: string;
  readonly codes?: readonly number[];
  readonly item?: string;
  readonly type?: string;
  readonly children?: string;
  readonly room?: Jid;
}

/** Rooms over a session without a network, at a service that answers as tests say. */
export class FakeRooms {
  readonly session: FakeSession;
  readonly clock: FakeSession['clock'];
  readonly rooms: Rooms;
  readonly events: (readonly [room: string, event: RoomEvent])[] = [];
  readonly reports: string[] = [];
  /** Our presence. */
  presence: ShownPresence | undefined = { show: 'available', status: '' };
  /** Content of the answers to disco#info and to pings; absent for none. */
  info: string | undefined = info([]);
  ping: string | undefined = '';
  /** What was asked of rooms, by name and address. */
  readonly asked: string[] = [];
  #forgotten = 0;

  constructor(session = new FakeSession()) {
    this.session = session;
    this.clock = session.clock;
    this.rooms = new Rooms({
      clock: this.clock,
      session: () => (this.session.jid ? this.session : undefined),
      presence: () => this.presence,
      newest: () => 0,
      report: (what) => this.reports.push(what),
    });
    this.rooms.onDidChange(({ room, event }) => this.events.push([room.room.bare, event]));
    this.session.onStanza('presence', (stanza) => void this.rooms.receivePresence(stanza));
    this.session.onStanza('message', (stanza) => void this.rooms.receiveNotice(stanza));
    const { server } = session.stream;
    this.session.stream.server = (stanza) => this.#answer(stanza) ?? server(stanza);
  }

  /** The room {@link CAVE}. */
  get room(): Membership {
    return this.rooms.open(CAVE);
  }

  get phase(): RoomState['phase'] {
    return this.room.state.phase;
  }

  /** Why we are not in it. */
  get reason(): LeftReason | undefined {
    const { state } = this.room;
    return state.phase === 'left' ? state.reason : undefined;
  }

  /** The code of that, what the user can do, and in how many seconds we do so ourselves; 0 if never. */
  get why(): readonly unknown[] {
    const { state } = this.room;
    const retryAt = state.phase === 'left' ? state.retryAt : undefined;
    const { error: { code } = {}, remedy } = this.reason ?? {};
    return [code, remedy, retryAt === undefined ? 0 : (retryAt - this.clock.now()) / 1000];
  }

  /** What happened of this kind. */
  eventsOf(kind: RoomEvent['kind']): readonly RoomEvent[] {
    return this.events.flatMap(([, event]) => (event.kind === kind ? [event] : []));
  }

  /** The presence sent to rooms so far, but for what {@link forgetSent} forgot. */
  get sent(): readonly Element[] {
    return this.session.sent
      .slice(this.#forgotten)
      .filter((stanza) => stanza.getName() === 'presence');
  }

  /** To whom presence was sent, and of which type, if any. */
  get told(): readonly string[] {
    return this.sent.map(({ attrs }) => [attrs['to'], attrs['type']].filter(Boolean).join(' '));
  }

  forgetSent(): void {
    this.#forgotten = this.session.sent.length;
    this.asked.length = 0;
    this.events.length = 0;
  }

  /** Announces these features from now on. */
  announce(...features: readonly string[]): void {
    this.info = info(features);
  }

  /** Asks to join, up to where the room has to answer. */
  async ask(order: Partial<JoinOrder> = {}, room = CAVE): Promise<Membership> {
    const membership = this.rooms.join(room, { nick: 'juliet', origin: 'user', ...order });
    await settle();
    return membership;
  }

  /** Joins, with the occupants given before ourselves. */
  async join(order: Partial<JoinOrder> = {}, ...others: readonly string[]): Promise<Membership> {
    const membership = await this.ask(order);
    for (const nick of others) this.receive({ nick });
    this.enter();
    await settle();
    this.forgetSent();
    return membership;
  }

  /** We are let in. */
  enter(presence: Presence = {}): void {
    this.receive({ nick: 'juliet', codes: [110], ...presence });
  }

  /** The room refuses our presence. */
  refuse(condition: string, text = '', id = this.sent.at(-1)?.attrs['id'] ?? ''): void {
    this.session.receive(
      `<presence from="${CAVE.bare}/juliet" type="error" id="${id}">${error(condition, text)}</presence>`,
    );
  }

  receive({ nick = '', codes = [], item, type, children = '', room = CAVE }: Presence): void {
    const kind = type === undefined ? '' : `type="${type}"`;
    const from = nick === '' ? room.bare : `${room.bare}/${nick}`;
    const all = codes.map((code) => `<status code="${code}" />`).join('');
    this.session.receive(
      `<presence from="${from}" ${kind}><x xmlns="${USER}">
         ${item ?? '<item affiliation="none" role="participant" />'}${all}</x>${children}</presence>`,
    );
  }

  /** An occupant, or we ourselves, are gone. */
  leave(presence: Presence): void {
    this.receive({ type: 'unavailable', item: '<item role="none" />', ...presence });
  }

  subject(text = ''): void {
    this.session.receive(
      `<message from="${CAVE.bare}/romeo" type="groupchat"><subject>${text}</subject></message>`,
    );
  }

  /** Lets time pass, and everything happen that then waits for nothing but its turn. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await settle();
  }

  /** Nothing went wrong unnoticed. */
  verify(): void {
    assert.deepEqual(this.reports, []);
    assert.deepEqual(this.session.log.lines, []);
  }

  #answer(stanza: Element): readonly Element[] | undefined {
    const query = stanza.getChildElements()[0];
    if (stanza.getName() !== 'iq' || !query) return undefined;
    const { id, to } = stanza.attrs;
    const isPing = query.getName() === 'ping';
    const isInfo = query.getNS()?.endsWith('#info') === true;
    if (!isPing && !isInfo) return undefined;
    this.asked.push(`${isPing ? 'ping' : 'info'} ${to ?? ''}`);
    const content = isPing ? this.ping : this.info;
    if (content === undefined) return [];
    const type = content.startsWith('<error') ? 'error' : 'result';
    return parseXml(
      `<iq xmlns="jabber:client" type="${type}" id="${id ?? ''}" from="${to ?? ''}">${content}</iq>`,
    );
  }
}
