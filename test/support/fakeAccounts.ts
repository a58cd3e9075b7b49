import { Accounts } from '../../src/model/account/accounts.ts';
import { type History } from '../../src/model/history.ts';
import type { Settings } from '../../src/model/settings.ts';
import { PersistentAccountStore } from '../../src/storage/accountStore.ts';
import type { FakeClock } from './fakeClock.ts';
import { FakeLink } from './fakeLink.ts';
import { fakeNetwork, fakePlatform } from './fakePlatform.ts';
import type { FakeLog } from './fakeSession.ts';
import type { MemoryFiles } from './memoryStores.ts';
import { settle } from './settle.ts';

/** Accounts over links without a network. */
export class FakeAccounts extends Accounts {
  readonly clock: FakeClock;
  readonly log: FakeLog;
  readonly files: MemoryFiles;
  /** Every link made so far. */
  readonly links: FakeLink[];

  /** @param settings as the user has changed them */
  constructor(history?: History, settings: Partial<Settings> = {}) {
    const { values, secrets, ...platform } = fakePlatform();
    const links: FakeLink[] = [];
    const network = fakeNetwork(({ account }) => {
      const link = new FakeLink({ account });
      links.push(link);
      return link;
    });
    const store = new PersistentAccountStore(values, secrets);
    super({
      ...{ ...platform, ...network, store, history: history ?? platform.history },
      settings: { ...platform.settings, ...settings },
    });
    this.clock = platform.clock;
    this.log = platform.log;
    this.files = platform.files;
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
