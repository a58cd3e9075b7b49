import type { Account } from '../../src/model/account/account.ts';
import { createAccount } from '../../src/model/account/createAccount.ts';
import type { History } from '../../src/model/history.ts';
import type { Settings } from '../../src/model/settings.ts';
import type { FakeArchive } from './fakeArchive.ts';
import { FakeLink } from './fakeLink.ts';
import { accountDeps } from './fakePlatform.ts';
import { settle } from './settle.ts';

export const me = 'juliet@example.org';
export const bob = 'bob@example.org';

/** What the server says when the contacts are asked for. */
export const roster = `<iq type="result"><query xmlns="jabber:iq:roster">
  <item jid="${bob}" name="Bob" subscription="both" /></query></iq>`;

/** Juliet's account with Bob as its contact, on a server with an archive, over no network. */
export interface ArchivedAccount {
  readonly account: Account;
  readonly link: FakeLink;
  readonly signIn: (resumed?: boolean) => Promise<void>;
}

/** As at a start of the extension: what is kept is the history. */
export async function startAccount(
  history: History,
  archive: FakeArchive,
  settings: Partial<Settings> = {},
): Promise<ArchivedAccount> {
  const link = new FakeLink({ mayKnowPresence: [bob] });
  link.session.stream.server = archive.server;
  const deps = accountDeps(link);
  const account = createAccount({ jid: me, show: 'available', status: '' }, 'secret', {
    ...{ ...deps, history },
    settings: { ...deps.settings, ...settings },
  });
  await account.restore();
  return {
    account,
    link,
    signIn: async (resumed = false) => {
      link.goOnline(resumed);
      link.session.answer(roster);
      await rest();
    },
  };
}

/** Until all that was begun has ended. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await settle();
}

/** A copy of a message that another client of ours sent or got (XEP-0280). */
export function carbon(kind: 'sent' | 'received', text: string): string {
  const copy = text.replace('<message', '<message xmlns="jabber:client"');
  return `<message from="${me}"><${kind} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${copy}</forwarded></${kind}></message>`;
}
