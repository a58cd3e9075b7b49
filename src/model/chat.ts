import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import type { Jid } from '../base/jid.ts';
import type {
  AnnouncedFile,
  ChatKey,
  ChatState,
  Delivery,
  History,
  Message,
  PageOptions,
} from './history.ts';

/** How many messages are read at once, and in all, to find those that a marker covers. */
const MARKED_PAGE = 50;
const MAX_MARKED = 1000;

/** From where a message of ours may get there; what is told of it may come late and out of turn. */
const PREVIOUS: Readonly<Record<Delivery, readonly Delivery[]>> = {
  queued: ['failed'],
  sent: ['queued'],
  delivered: ['queued', 'sent', 'failed'],
  displayed: ['queued', 'sent', 'delivered', 'failed'],
  failed: ['queued', 'sent'],
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

/** What became of the messages of a chat. */
export type MessageChange =
  | { readonly kind: 'added' | 'changed'; readonly message: Message }
  | { readonly kind: 'removed'; readonly id: string }
  /** Many were, all at once: whoever shows them reads them anew. */
  | { readonly kind: 'cleared' };

/** One-to-one conversation with one bare JID. */
export class Chat {
  /** The other side's bare JID. */
  readonly jid: Jid;
  readonly key: ChatKey;
  readonly #history: History;
  readonly #clock: Clock;
  readonly #messageChanged = new Emitter<MessageChange>();
  readonly #stateChanged = new Emitter<undefined>();
  #unread = 0;
  #lastReceived: Message | undefined;
  #composing = false;

  /** Messages were added, changed or removed. */
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

  /** Takes over what was kept of it when it is opened for the first time. */
  restore({ unread }: ChatState): void {
    this.#unread = unread;
  }

  load(options: PageOptions): Promise<readonly Message[]> {
    return this.#history.load(this.key, options);
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
    // Only what is kept may leave, so that nothing is sent that a crash would make us forget.
    await this.#history.save(this.key, message);
    this.#messageChanged.fire({ kind: 'added', message });
    return message;
  }

  /** Adds a message of the other side, once. Result: false when it was here before. */
  async receive(received: ReceivedMessage): Promise<boolean> {
    const { identity, body, time, file } = received;
    const message = { id: randomUUID(), outgoing: false, body, time, ...(file && { file }) };
    const identities = identity === undefined ? [] : [identity];
    const [isNew] = await this.#history.add([{ key: this.key, message, identities }]);
    if (isNew !== true) return false;
    this.#composing = false;
    this.#unread += 1;
    this.#lastReceived = message;
    this.#messageChanged.fire({ kind: 'added', message });
    this.#stateChanged.fire(undefined);
    return true;
  }

  /**
   * A message of ours got further. Result: as it is then, or `undefined` where it stays as it is,
   * because it is not of this chat or has got further than that before.
   */
  async mark(id: string, delivery: Delivery, error?: string): Promise<Message | undefined> {
    const to = { delivery, ...(error !== undefined && { error }) };
    const message = await this.#history.mark(this.key, id, PREVIOUS[delivery], to);
    if (message) this.#messageChanged.fire({ kind: 'changed', message });
    return message;
  }

  /** Forgets a message of ours that stands at one of `from`. Result: whether it did. */
  async remove(id: string, from: readonly Delivery[]): Promise<boolean> {
    if (!(await this.#history.remove(this.key, id, from))) return false;
    this.#messageChanged.fire({ kind: 'removed', id });
    return true;
  }

  /**
   * The other side has seen a message of ours, and so all that it got before (XEP-0333 §1). One
   * that is unknown here, or was seen already, changes nothing (§5).
   */
  async markDisplayed(id: string): Promise<void> {
    let before = await this.mark(id, 'displayed');
    for (let read = 0; before && read < MAX_MARKED; read += MARKED_PAGE) {
      const page = await this.load({ limit: MARKED_PAGE, before: before.id });
      [before] = page;
      for (const { delivery, id: covered } of page.toReversed()) {
        // What a marker covered before, it covered as well.
        if (delivery === 'displayed') return;
        if (delivery === 'sent' || delivery === 'delivered') await this.mark(covered, 'displayed');
      }
    }
  }

  /** Forgets every message that does not wait to be sent. */
  async clear(): Promise<void> {
    await this.#history.clear(this.key);
    this.#messageChanged.fire({ kind: 'cleared' });
    this.#setUnread(0);
  }

  setComposing(composing: boolean): void {
    if (this.#composing === composing) return;
    this.#composing = composing;
    this.#stateChanged.fire(undefined);
  }

  /** All that is here has been read. */
  async markRead(): Promise<void> {
    if (this.#unread === 0) return;
    this.#setUnread(0);
    await this.#history.markRead(this.key);
  }

  #setUnread(unread: number): void {
    if (this.#unread === unread) return;
    this.#unread = unread;
    this.#stateChanged.fire(undefined);
  }
}
