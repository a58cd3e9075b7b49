import assert from 'node:assert/strict';
import { Jid } from '../../src/base/jid.ts';
import type { Account } from '../../src/model/account/account.ts';
import type { Chat } from '../../src/model/chats/chat.ts';
import type { Message } from '../../src/model/history.ts';
import type { Settings } from '../../src/model/settings.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { type ArchivedAccount, bob, me, startAccount } from './archivedAccount.ts';
import { FakeArchive } from './fakeArchive.ts';
import type { FakeLink } from './fakeLink.ts';
import { settle } from './settle.ts';

/** A message between us and Bob, with its origin-id. */
export const message = (from: string, body: string, extra = ''): string =>
  `<message type="chat" from="${from}/x" to="${from === me ? bob : me}" id="${body}"><body>${body}</body>
    <origin-id xmlns="urn:xmpp:sid:0" id="${body}" />${extra}</message>`;

export const stanzaId = (id: string): string =>
  `<stanza-id xmlns="urn:xmpp:sid:0" by="${me}" id="${id}" />`;

/** Juliet's client with its history, her archive, and her chat with Bob. */
export class ArchiveClient {
  archive = new FakeArchive(me);
  #history = new MemoryHistory();
  #running: ArchivedAccount | undefined;

  /** Starts with an empty history and an empty archive. */
  async begin(): Promise<void> {
    this.#history = new MemoryHistory();
    this.archive = new FakeArchive(me);
    await this.start();
  }

  /** Starts as after the end of the process: with what was kept. */
  async start(settings: Partial<Settings> = {}): Promise<void> {
    this.#running = await startAccount(this.#history, this.archive, settings);
  }

  get account(): Account {
    return this.#started.account;
  }

  get link(): FakeLink {
    return this.#started.link;
  }

  chat(): Chat | undefined {
    return this.account.chats.find(bob);
  }

  signIn(): Promise<void> {
    return this.#started.signIn();
  }

  /** As a process does that takes over the session of another one. */
  resume(): Promise<void> {
    return this.#started.signIn(true);
  }

  async receive(text: string): Promise<void> {
    this.link.session.receive(text);
    await settle();
  }

  /** Result: the id of the message to Bob. */
  write(text: string): Promise<string> {
    return this.account.outbox.send(Jid.of(bob), { body: text });
  }

  rows(): Promise<readonly Message[]> {
    return this.#history.load({ account: me, chat: bob }, { limit: 5000 });
  }

  async bodies(): Promise<string[]> {
    return (await this.rows()).map(({ body }) => body);
  }

  get #started(): ArchivedAccount {
    assert.ok(this.#running, 'start the client first');
    return this.#running;
  }
}

/** A client that begins anew before each test of the suite that calls this, and logs nothing in it. */
export function eachArchiveClient(): ArchiveClient {
  const client = new ArchiveClient();

  beforeEach(() => client.begin());

  afterEach(() => {
    assert.deepEqual(client.link.session.log.lines, []);
  });

  return client;
}
