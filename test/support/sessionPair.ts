import { copyOf, type Element } from '../../src/xmpp/stanza/xml.ts';
import { inBandModule } from '../../src/xmpp/xep/0047-inBand.ts';
import type { Module } from '../../src/xmpp/stanza/session.ts';
import { parseXml } from './parseXml.ts';
import { FakeSession } from './fakeSession.ts';

export const ROMEO = 'romeo@example.net/orchard';
export const JULIET = 'juliet@example.org/balcony';

/** Two sessions in memory whose stanzas reach each other, in order, over a server that may fail. */
export class SessionPair {
  readonly romeo = new FakeSession({ jid: ROMEO, mayKnowPresence: ['juliet@example.org'] });
  readonly juliet = new FakeSession({ jid: JULIET, mayKnowPresence: ['romeo@example.net'] });
  /** Every stanza that was sent, in order. */
  readonly log: Element[] = [];
  /** Decides what becomes of a stanza: false holds it back. */
  passes: (stanza: Element) => boolean = () => true;
  readonly #sides = new Map([
    [ROMEO, this.romeo],
    [JULIET, this.juliet],
  ]);

  constructor(modules: readonly Module[] = [inBandModule]) {
    for (const [jid, session] of this.#sides) {
      for (const { attach } of modules) attach?.(session);
      session.stream.server = (stanza) => {
        session.stream.take(stanza);
        stanza.attrs['from'] = jid;
        this.log.push(stanza);
        if (!this.#sides.has(stanza.attrs['to'] ?? '')) return refusedBy(stanza);
        if (this.passes(stanza)) this.deliver(stanza);
        return [];
      };
    }
  }

  /** Lets a stanza arrive, at the next turn; after a lost connection, once it is resumed. */
  deliver(stanza: Element): void {
    const to = this.#sides.get(stanza.attrs['to'] ?? '');
    if (!to) throw new Error(`nobody is ${stanza.attrs['to'] ?? 'there'}`);
    const received = copyOf(stanza);
    received.attrs['xmlns'] = 'jabber:client';
    setImmediate(() => {
      if (to.jid) to.stream.receive(received);
      else this.deliver(stanza);
    });
  }

  /** The payloads of this name that were sent. */
  sent(name: string): readonly Element[] {
    return this.log.flatMap((stanza) => {
      return stanza.getChildElements().filter((child) => child.getName() === name);
    });
  }

  /** The conditions of all errors that were sent. */
  get errors(): readonly string[] {
    return this.sent('error').map((error) => error.getChildElements()[0]?.getName() ?? '');
  }
}

/** The answer of a server that has no services. */
function refusedBy({ attrs: { id, to } }: Element): readonly Element[] {
  return parseXml(`<iq xmlns="jabber:client" type="error" id="${id ?? ''}" from="${to ?? ''}">
    <error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);
}

/** Resolves once it is so, which takes only turns. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000; turn++) {
    if (isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never became so');
}
