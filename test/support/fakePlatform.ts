import type { CoreSettings } from '../../src/core.ts';
import type { AccountDeps } from '../../src/model/account/accountParts.ts';
import type { Network } from '../../src/model/link.ts';
import { PersistentAccountStore } from '../../src/storage/accountStore.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { FakeClock } from './fakeClock.ts';
import type { FakeLink } from './fakeLink.ts';
import { FakeLog } from './fakeSession.ts';
import {
  MemoryAvatars,
  MemoryFiles,
  MemorySecrets,
  MemoryTexts,
  MemoryValues,
} from './memoryStores.ts';

/** The settings as they are before the user changes any. */
export const defaultSettings: CoreSettings = {
  acceptRequests: () => false,
  sendDisplayed: () => true,
  sendChatStates: () => true,
  keepDays: () => 0,
  acceptFilesFrom: () => 'nobody',
  acceptFilesUpTo: () => 10_000_000,
  saveFilesUpTo: () => 10_000_000_000,
  mentionWords: () => [],
  showActivity: () => 'auto',
  onDidChange: () => ({ dispose: () => undefined }),
  server: () => undefined,
  directConnections: () => false,
  language: () => 'en',
};

/** What the core runs on, in memory, with a clock that stands. */
export function fakePlatform() {
  return {
    clock: new FakeClock(),
    log: new FakeLog(),
    values: new MemoryValues(),
    secrets: new MemorySecrets(),
    texts: new MemoryTexts(),
    history: new MemoryHistory(),
    avatars: new MemoryAvatars(),
    files: new MemoryFiles(),
    settings: defaultSettings,
    trustedCa: () => undefined,
  };
}

/** Links as a test makes them, and no server that tells what registering takes. */
export function fakeNetwork(openLink: Network['openLink']): Network {
  const fetchRegistration = () => Promise.reject(new Error('there is no server'));
  return { openLink, fetchRegistration };
}

/** What an account is built from, over this link. */
export function accountDeps(link: FakeLink): AccountDeps {
  const { values, secrets, ...platform } = fakePlatform();
  const { clock, log } = link.session;
  const store = new PersistentAccountStore(values, secrets);
  return { ...platform, clock, log, store, openLink: () => link };
}
