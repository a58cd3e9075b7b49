import { Jid } from '../../src/base/jid.ts';
import { type Core, createCore } from '../../src/core.ts';
import type { Host } from '../../src/host/host.ts';
import type { Accounts } from '../../src/model/account/accounts.ts';
import type { History } from '../../src/model/history.ts';
import { ViewState } from '../../src/ui/state.ts';
import { watchAll } from '../../src/ui/watched.ts';
import { StreamParser } from '../../src/xmpp/stream/xml/parser.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import type { FakeClock } from './fakeClock.ts';
import { FakeLink } from './fakeLink.ts';
import { fakeNetwork, fakePlatform } from './fakePlatform.ts';
import { settle } from './settle.ts';

const HEADER = `<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">`;
/** Longer than anything waits before it is drawn. */
const DRAWN_MS = 50;

export interface WholeClientOptions {
  readonly account: string;
  /** Who is in the roster, sees us and is seen, and has a chat; each a bare JID. */
  readonly contacts: readonly string[];
  readonly history?: History;
}

/** All of Parley but the connection and the editor: bytes in, views out, with a chat tab for each contact. */
export class WholeClient {
  readonly accounts: Accounts;
  readonly host: Host;
  readonly state: ViewState;
  readonly link: FakeLink;
  readonly #core: Core;
  readonly #clock: FakeClock;
  readonly #parser = new StreamParser({ framed: false, maxStanzaBytes: 5 * 1024 * 1024 });

  private constructor(core: Core, link: FakeLink, clock: FakeClock) {
    this.#core = core;
    this.accounts = core.accounts;
    this.link = link;
    this.#clock = clock;
    this.host = core.host;
    this.state = new ViewState(this.host);
    this.#parser.on('element', (element: Element) => {
      link.session.stream.receive(element);
    });
    this.#parser.on('error', (fault) => {
      throw fault;
    });
    this.#parser.write(HEADER);
  }

  static async open({ account, contacts, history }: WholeClientOptions): Promise<WholeClient> {
    const link = new FakeLink({ account: Jid.of(account), mayKnowPresence: contacts });
    const platform = fakePlatform();
    const core = createCore(
      { ...platform, ...(history && { history }) },
      fakeNetwork(() => link),
    );
    await core.accounts.signIn(account, 'secret');
    const items = contacts.map((jid) => `<item jid="${jid}" name="N" subscription="both" />`);
    link.session.answer(
      `<iq type="result"><query xmlns="jabber:iq:roster">${items.join('')}</query></iq>`,
    );
    await settle();
    const client = new WholeClient(core, link, platform.clock);
    for (const chat of contacts) {
      client.write(`<message from="${chat}/x" type="chat" id="m0"><body>hello</body></message>`);
      watchAll(client.host, 'messages', { account, chat });
      watchAll(client.host, 'chat', { account, chat });
    }
    await client.draw();
    return client;
  }

  /** Whether more would be read from the network. */
  get isReading(): boolean {
    return this.link.session.stream.reading;
  }

  /** Takes bytes as the network brings them. */
  write(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 65_536) {
      this.#parser.write(bytes.subarray(at, at + 65_536));
    }
    // What a fake keeps for other tests.
    this.link.session.emitted.length = 0;
    this.link.session.stream.sent.length = 0;
    this.link.session.log.lines.length = 0;
  }

  /** Lets everything happen that is due, and the views be drawn. */
  async draw(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      await settle();
      this.#clock.advance(DRAWN_MS);
    }
  }

  dispose(): void {
    this.state.dispose();
    this.#core.dispose();
    this.#parser.stop();
  }
}
