import assert from 'node:assert/strict';
import type { Account } from '../../src/model/account/account.ts';
import type { Message } from '../../src/model/history.ts';
import type { Settings } from '../../src/model/settings.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { fileOffered } from '../../src/xmpp/files/fileOffer.ts';
import { FakeAccounts } from './fakeAccounts.ts';
import type { FakeLink } from './fakeLink.ts';
import type { FakeOffer } from './fakeOffer.ts';
import { settle } from './settle.ts';

export const me = 'juliet@example.org';
export const ada = 'ada@example.org';
export const target = { path: '/home/juliet/answer.ts', replace: false };

/** Juliet's client, which Ada offers files to. */
export class FileRecipient {
  history = new MemoryHistory();
  accounts = new FakeAccounts(this.history);
  #link: FakeLink | undefined;

  async signIn(settings: Partial<Settings> = {}): Promise<void> {
    this.accounts = new FakeAccounts(this.history, settings);
    this.#link = await this.accounts.add(me, `<item jid="${ada}" subscription="both" />`);
  }

  /** Starts with an empty history. */
  async begin(settings: Partial<Settings> = {}): Promise<void> {
    this.history = new MemoryHistory();
    await this.signIn(settings);
  }

  get link(): FakeLink {
    assert.ok(this.#link, 'sign in first');
    return this.#link;
  }

  get account(): Account {
    return this.accounts.get(me);
  }

  /** Lets an offer come. @returns the id of its message, if it became one */
  async receive(offer: FakeOffer): Promise<string> {
    this.link.session.emit(fileOffered, offer);
    await settle();
    return [...this.account.incomingFiles.values()].at(-1)?.message.id ?? '';
  }

  rows(chat = ada): Promise<readonly Message[]> {
    return this.history.load({ account: me, chat }, { limit: 100 });
  }

  async states() {
    return (await this.rows()).map(({ offer }) => offer?.state);
  }

  async accepted(offer: FakeOffer): Promise<string> {
    const id = await this.receive(offer);
    await this.account.incomingFiles.accept(id, target);
    return id;
  }
}

/** A client that begins anew before each test of the suite that calls this. */
export function eachFileRecipient(): FileRecipient {
  const client = new FileRecipient();
  beforeEach(() => client.begin());
  return client;
}
