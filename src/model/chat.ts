import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import type { AnnouncedFile, ChatKey, Delivery, History, Message, PageQuery } from './history.ts';

/** How many messages of the other side are remembered, to know one that comes twice. */
const REMEMBERED = 1000;

/** How many messages are read at once, and in all, to find those that a marker covers. */
const MARKED_PAGE = 50;
const MAX_MARKED = 1000;

/** The steps a message of ours may take; what is told of it may come late and out of turn. */
const NEXT: Readonly<Record<Delivery, readonly Delivery[]>> = {
  queued: ['sent', 'delivered', 'failed'],
  sent: ['delivered', 'failed'],
  delivered: [],
  displayed: [],
  failed: ['queued', 'delivered'],
};

/** A message as it arrived, checked and reduced to what the chat needs. */
export interface ReceivedMessage {
  /** The same for the same message when it comes again; `undefined` where nothing tells. */
  readonly identity: string | undefined;
  readonly body: string;
  /** In ms since 1970. */
  readonly time: number;
  readonly file?: AnnouncedFile | undefined;
}

/** A message that was added at the end, or changed in its place. */
export interface MessageChange {
  readonly message: Message;
  readonly added: boolean;
}

/** One-to-one conversation with one bare JID. */
export class Chat {
  /** The other side's bare JID. */
  readonly jid: Jid;
  readonly key: ChatKey;
  readonly #history: History;
  readonly #clock: Clock;
  readonly #messageChanged = new Emitter<MessageChange>();
  readonly #stateChanged = new Emitter<undefined>();
  readonly #identities = new Set<string>();
  /** Sent but not yet settled, by id; the order is the order of sending. */
  readonly #unsettled = new Map<string, Message>();
  #unread = 0;
  #lastReceived: Message | undefined;
  #composing = false;

  /** A message was added or changed. */
  readonly onMessage = this.#messageChanged.event;
  /** Unread count or typing changed. */
  readonly onState = this.#stateChanged.event;

  constructor(jid: Jid, key: ChatKey, deps: { history: History; clock: Clock }) {
    this.jid = jid;
    this.key = key;
    this.#history = deps.history;
    this.#clock = deps.clock;
  }

  get unread(): number {
    return this.#unread;
  }

  /** The newest message of the other side since the start. */
  get lastReceived(): Message | undefined {
    return this.#lastReceived;
  }

  get composing(): boolean {
    return this.#composing;
  }

  /** What waits for a connection, oldest first. */
  get queued(): readonly Message[] {
    return [...this.#unsettled.values()].filter((message) => message.delivery === 'queued');
  }

  load(query: PageQuery): Promise<readonly Message[]> {
    return this.#history.load(this.key, query);
  }

  find(id: string): Promise<Message | undefined> {
    return this.#history.find(this.key, id);
  }

  /** Adds a message of ours; it waits in the queue until it is marked otherwise. */
  async queue(body: string, file?: AnnouncedFile): Promise<Message> {
    const message: Message = {
      id: randomUUID(),
      outgoing: true,
      body,
      time: this.#clock.now(),
      delivery: 'queued',
      ...(file && { file }),
    };
    await this.#save(message, true);
    return message;
  }

  /** Adds a message of the other side, once. Result: false when it was here before. */
  async receive(received: ReceivedMessage): Promise<boolean> {
    const { identity, body, time, file } = received;
    if (identity !== undefined && !this.#remember(identity)) return false;
    this.#composing = false;
    this.#unread += 1;
    const message = { id: randomUUID(), outgoing: false, body, time, ...(file && { file }) };
    await this.#save(message, true);
    this.#lastReceived = message;
    this.#stateChanged.fire(undefined);
    return true;
  }

  /**
   * A message of ours got further. Result: false where it stays as it is, because it is not of
   * this chat or has got further than that before.
   */
  async mark(id: string, delivery: Delivery, error?: string): Promise<boolean> {
    const message = this.#unsettled.get(id);
    if (!message?.delivery || !NEXT[message.delivery].includes(delivery)) return false;
    const { error: earlier, ...rest } = message;
    const changed = { ...rest, delivery, ...(error !== undefined && { error }) };
    this.#unsettled.set(id, changed);
    await this.#save(changed, false);
    return true;
  }

  /**
   * The other side has seen a message of ours, and so all that it got before (XEP-0333 §1). One
   * that is unknown here, or was seen already, changes nothing (§5).
   */
  async markDisplayed(id: string): Promise<void> {
    const newest = await this.find(id);
    if (!newest?.outgoing || newest.delivery === 'displayed') return;
    await this.#display(newest);
    let [before]: readonly Message[] = [newest];
    for (let read = 0; before && read < MAX_MARKED; read += MARKED_PAGE) {
      const page = await this.load({ limit: MARKED_PAGE, before: before.id });
      [before] = page;
      for (const found of page.toReversed().filter(({ outgoing }) => outgoing)) {
        const message = this.#unsettled.get(found.id) ?? found;
        // What a marker covered before, it covered as well.
        if (message.delivery === 'displayed') return;
        if (message.delivery === 'sent' || message.delivery === 'delivered') {
          await this.#display(message);
        }
      }
    }
  }

  setComposing(composing: boolean): void {
    if (this.#composing === composing) return;
    this.#composing = composing;
    this.#stateChanged.fire(undefined);
  }

  markRead(): void {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#stateChanged.fire(undefined);
  }

  async #display({ error: _, ...message }: Message): Promise<void> {
    // At once, so that nothing told meanwhile takes the message a step back.
    this.#unsettled.delete(message.id);
    await this.#save({ ...message, delivery: 'displayed' }, false);
  }

  async #save(message: Message, added: boolean): Promise<void> {
    await this.#history.save(this.key, message);
    // Only what is kept may leave, so that nothing is sent that a crash would make us forget.
    if (added && message.outgoing) this.#unsettled.set(message.id, message);
    if (message.delivery === 'delivered') this.#unsettled.delete(message.id);
    this.#messageChanged.fire({ message, added });
  }

  /** Whether this message is new here. The oldest are forgotten. */
  #remember(identity: string): boolean {
    if (this.#identities.has(identity)) return false;
    this.#identities.add(identity);
    const [oldest] = this.#identities;
    if (this.#identities.size > REMEMBERED && oldest !== undefined) this.#identities.delete(oldest);
    return true;
  }
}
