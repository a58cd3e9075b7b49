import { Emitter } from '../../src/base/event.ts';
import { Jid } from '../../src/base/jid.ts';
import type { Log } from '../../src/base/log.ts';
import type { EventKey } from '../../src/xmpp/stanza/session.ts';
import { StanzaError } from '../../src/xmpp/stanza/stanzaError.ts';
import { type StanzaStream, StanzaSession } from '../../src/xmpp/stanza/stanzaSession.ts';
import { HandledCount, type Release } from '../../src/xmpp/stanza/handledCount.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { FakeClock } from './fakeClock.ts';
import { parseXml } from './parseXml.ts';

/** A stream without a network: what is sent stays here, what is received comes from the test. */
export class FakeStream implements StanzaStream {
  readonly sent: Element[] = [];
  readonly #jid: Jid;
  readonly #stanzas = new Emitter<Element>();
  readonly #taken = new Emitter<readonly Element[]>();
  readonly #online = new Emitter<{ readonly jid: Jid; readonly resumed: boolean }>();
  readonly #offline = new Emitter<undefined>();
  readonly onStanza = this.#stanzas.event;
  readonly onTaken = this.#taken.event;
  readonly onOnline = this.#online.event;
  readonly onOffline = this.#offline.event;
  jid: Jid | undefined;
  /** What the server offers; nothing unless a test says so. */
  features: Element | undefined;
  /** What the server would hear of what came. */
  readonly handled = new HandledCount();
  /** Whether more would be read. */
  reading = true;
  /** The size of the largest stanza that was last allowed beyond the usual. */
  allowedBytes = 0;
  /** Whether it takes what is sent at once. */
  takes = true;
  /** Answers what is sent, and keeps it out of {@link sent}; `undefined` for what is the test's. */
  server: (stanza: Element) => readonly Element[] | undefined = () => undefined;

  constructor(jid: Jid) {
    this.#jid = jid;
    this.jid = jid;
  }

  send(stanza: Element): void {
    if (!this.jid) throw new StanzaError('not-connected', { type: 'wait' });
    const answers = answersOfAbsent(stanza) ?? this.server(stanza);
    if (!answers) {
      this.sent.push(stanza);
      if (this.takes) this.take(stanza);
      return;
    }
    queueMicrotask(() => {
      for (const answer of answers) if (this.jid) this.receive(answer);
    });
  }

  take(...stanzas: readonly Element[]): void {
    this.#taken.fire(stanzas);
  }

  allowBytes(bytes: number): void {
    this.allowedBytes = bytes;
  }

  setReading(reading: boolean): void {
    this.reading = reading;
  }

  hold(): Release {
    return this.handled.hold();
  }

  receive(stanza: Element): void {
    this.handled.receive(() => {
      this.#stanzas.fire(stanza);
    });
  }

  goOnline(resumed: boolean): void {
    this.jid = this.#jid;
    this.reading = true;
    this.#online.fire({ jid: this.#jid, resumed });
  }

  goOffline(): void {
    this.jid = undefined;
    this.#offline.fire(undefined);
  }
}

/** As Prosody answers for a resource that nobody has; `undefined` for what is not asked of such a one. */
function answersOfAbsent({ attrs }: Element): readonly Element[] | undefined {
  if (Jid.parse(attrs['to'] ?? '')?.resource.startsWith('absent-') !== true) return undefined;
  return parseXml(
    `<iq xmlns="jabber:client" type="error" id="${attrs['id'] ?? ''}" from="${attrs['to'] ?? ''}"><error type="cancel">
       <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`,
  );
}

/** A log that a test can read. */
export class FakeLog implements Log {
  readonly lines: string[] = [];
  readonly info = (text: string) => this.lines.push(text);
  readonly warn = this.info;
  readonly error = this.info;
}

export interface FakeSessionOptions {
  /** The full JID; `juliet@example.org/balcony` when absent. */
  readonly jid?: string;
  /** The bare JIDs that may know that we are here, besides our own account and server. */
  readonly mayKnowPresence?: readonly string[];
  /** That of the user; English when absent. */
  readonly language?: string;
}

/** The real session over a {@link FakeStream}, online from the start, with a clock that stands. */
export class FakeSession extends StanzaSession {
  readonly stream: FakeStream;
  override readonly clock: FakeClock;
  readonly log: FakeLog;
  /** Every event emitted, by name, in order. */
  readonly emitted: (readonly [name: string, value: unknown])[] = [];
  /** How many of the requests sent are answered. */
  #answered = 0;

  constructor({
    jid = 'juliet@example.org/balcony',
    mayKnowPresence = [],
    language,
  }: FakeSessionOptions = {}) {
    const stream = new FakeStream(Jid.of(jid));
    const clock = new FakeClock();
    const log = new FakeLog();
    super(Jid.of(jid), stream, {
      clock,
      log,
      mayKnowPresence: (other) => mayKnowPresence.includes(other.bare),
      language,
    });
    this.stream = stream;
    this.clock = clock;
    this.log = log;
  }

  override emit<T>(key: EventKey<T>, value: T): void {
    this.emitted.push([key.name, value]);
    super.emit(key, value);
  }

  /** What was sent so far. */
  get sent(): readonly Element[] {
    return this.stream.sent;
  }

  /** Lets the text's stanzas come in; theirs is the namespace `jabber:client`. */
  receive(text: string): void {
    for (const stanza of parseXml(text)) {
      stanza.attrs['xmlns'] ??= 'jabber:client';
      this.stream.receive(stanza);
    }
  }

  /** {@link answerWith} an iq given as text. */
  answer(text = '<iq type="result" />'): void {
    for (const iq of parseXml(text)) this.answerWith(iq);
  }

  /**
   * Answers the oldest request not answered yet with an iq of type result or error. Its id and
   * sender, where absent, are those that the request asks for.
   */
  answerWith(iq: Element): void {
    const { id, to } = this.#nextRequest().attrs;
    iq.attrs = { xmlns: 'jabber:client', id, from: to, ...iq.attrs };
    this.stream.receive(iq);
  }

  #nextRequest(): Element {
    const requests = this.sent.filter(
      (stanza) => stanza.getName() === 'iq' && ['get', 'set'].includes(stanza.attrs['type'] ?? ''),
    );
    const request = requests[this.#answered++];
    if (!request) throw new Error('no request is waiting for an answer');
    return request;
  }
}
