import { Jid } from '../../src/base/jid.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { CAVE } from './fakeRooms.ts';
import { parseXml } from './parseXml.ts';
import { ARCHIVED, RoomClient, roomMessage } from './roomClient.ts';
import { settle } from './settle.ts';

const ME = 'juliet@example.org';
/** Maximum number of archived messages in an answer: a few make many pages. */
const PAGE = 5;

/**
 * Juliet's client, and a room with its archive, over a connection in which everything arrives in
 * order or is lost. Nothing arrives before the test says so.
 */
export class LossyRoom {
  readonly #history = new MemoryHistory();
  #client = new RoomClient(this.#history);
  readonly #archive = this.#client.archive;
  /** What the server has sent and we have not received. */
  #toUs: Element[] = [];
  /** How many of the messages that we sent have reached the server, or were lost. */
  #taken = 0;
  #isInside = false;
  #count = 0;

  async begin(): Promise<void> {
    this.#archive.limit = PAGE;
    this.#client.fake.announce(...ARCHIVED);
    await this.#client.join('romeo');
    this.#isInside = true;
    this.#delayAnswers();
  }

  /** We write. */
  async write(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await this.#client.outbox.send(CAVE, { body: `ours ${(this.#count += 1)}` });
    }
  }

  /** Romeo writes, and the room has it at once. */
  say(count: number): void {
    for (let n = 0; n < count; n++) this.#add(`other ${(this.#count += 1)}`, 'romeo');
  }

  /** Messages that we sent reach the server; those of an occupant, the room. */
  take(most: number): void {
    if (!this.#isOnline) return;
    for (const sent of this.#client.sent.slice(this.#taken, this.#taken + most)) {
      this.#taken += 1;
      const { id = '' } = sent.attrs;
      this.#client.link.acknowledge(id);
      if (this.#isInside) this.#add(sent.getChildText('body') ?? '', 'juliet', id);
    }
  }

  /** What the server has sent reaches us. */
  async deliver(most: number): Promise<void> {
    for (const one of this.#toUs.splice(0, most)) this.#client.link.session.stream.receive(one);
    await settle();
  }

  async advance(ms: number): Promise<void> {
    await this.#client.advance(ms);
  }

  /** The connection is lost, and its session; or the editor ends, and is started again. */
  async cut({ isRestarted }: { readonly isRestarted: boolean }): Promise<void> {
    if (!this.#isOnline) return;
    const client = this.#client;
    this.#toUs = [];
    this.#isInside = false;
    const lost = client.sent.slice(this.#taken).map(({ attrs }) => attrs['id'] ?? '');
    this.#taken = client.sent.length;
    client.link.goOffline();
    client.fake.rooms.reset();
    await client.settle();
    if (isRestarted) await this.#restart();
    else client.link.lose(...lost);
  }

  /** The connection is lost, and its session resumed over another: only requests in flight fail. */
  async resume(): Promise<void> {
    if (!this.#isOnline) return;
    const { link, outbox } = this.#client;
    link.goOffline();
    await this.#client.settle();
    link.goOnline(true);
    outbox.open(link);
    await this.#client.settle();
  }

  /** Goes online and into the room, unless we are there. */
  async rejoin(): Promise<void> {
    if (this.#isInside) return;
    const { fake, link, outbox } = this.#client;
    if (!this.#isOnline) {
      link.goOnline();
      outbox.open(link);
      outbox.resendUnconfirmed();
      fake.rooms.begin();
    }
    for (;;) {
      await this.#client.settle();
      if (this.#toUs.length === 0) break;
      await this.deliver(Infinity);
    }
    fake.enter();
    this.#isInside = true;
    fake.subject();
    await settle();
  }

  /** Goes on until all has arrived, and nothing is waited for. */
  async end(): Promise<void> {
    await this.rejoin();
    for (let idle = 0; idle < 15; idle++) {
      this.take(Infinity);
      if (this.#toUs.length > 0) idle = 0;
      await this.deliver(Infinity);
      await this.advance(1000);
    }
  }

  /** The bodies of what the room has. */
  get archived(): readonly string[] {
    return this.#archive.messages.map(({ text }) => /<body>(.*)<\/body>/u.exec(text)?.[1] ?? '');
  }

  /** The bodies of what we have. */
  get stored(): Promise<readonly string[]> {
    return this.#client.texts();
  }

  get #isOnline(): boolean {
    return this.#client.link.session.jid !== undefined;
  }

  #add(body: string, nick: string, id = body): void {
    const stanzaId = `s ${id}`;
    const text = roomMessage(body, { nick, id, stanzaId });
    this.#archive.add(stanzaId, text);
    if (this.#isInside) this.#toUs.push(...parseXml(text));
  }

  async #restart(): Promise<void> {
    const client = (this.#client = new RoomClient(this.#history));
    client.link.goOffline();
    this.#taken = 0;
    client.archive.messages = this.#archive.messages;
    client.archive.limit = PAGE;
    client.fake.announce(...ARCHIVED);
    this.#delayAnswers();
    await client.chats.restore();
    const unsent = await this.#history.unsent(ME);
    client.outbox.restore(unsent, [], ({ chat }) => client.chats.openRoom(Jid.of(chat)));
    void client.fake.ask();
    await client.settle();
  }

  /** Answers arrive behind what the server has sent before. */
  #delayAnswers(): void {
    const { stream } = this.#client.link.session;
    const { server } = stream;
    stream.server = (stanza) => {
      const answers = server(stanza);
      this.#toUs.push(...(answers ?? []));
      return answers && [];
    };
  }
}
