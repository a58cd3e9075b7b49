import { Accounts } from '../../src/model/account/accounts.ts';
import { type History } from '../../src/model/history.ts';
import { PersistentAccountStore } from '../../src/storage/accountStore.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeLink } from './fakeLink.ts';
import { FakeLog } from './fakeSession.ts';
import { MemorySecrets, MemoryValues } from './memoryStores.ts';
import { settle } from './settle.ts';

/** Accounts over links without a network. */
export class FakeAccounts extends Accounts {
  readonly clock: FakeClock;
  readonly log: FakeLog;
  /** Every link made so far. */
  readonly links: FakeLink[];

  constructor(history: History = new MemoryHistory()) {
    const clock = new FakeClock();
    const log = new FakeLog();
    const links: FakeLink[] = [];
    super({
      clock,
      log,
      history,
      store: new PersistentAccountStore(new MemoryValues(), new MemorySecrets()),
      openLink: ({ account }) => {
        const link = new FakeLink({ account });
        links.push(link);
        return link;
      },
      trustedCa: () => undefined,
      fetchRegistration: () => Promise.reject(new Error('there is no server')),
    });
    this.clock = clock;
    this.log = log;
    this.links = links;
  }

  /** Signs in, with these items of a roster as XML. */
  async add(jid: string, items = ''): Promise<FakeLink> {
    await this.signIn(jid, 'secret');
    const link = this.links.at(-1);
    if (!link) throw new Error('no link was opened');
    link.session.answer(`<iq type="result"><query xmlns="jabber:iq:roster">${items}</query></iq>`);
    await settle();
    return link;
  }
}
