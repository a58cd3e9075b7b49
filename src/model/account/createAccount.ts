import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { Emitter } from '../../base/event.ts';
import { Jid } from '../../base/jid.ts';
import { describeError } from '../../base/log.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { AccountRecord } from '../accountStore.ts';
import type { Link } from '../link.ts';
import { Account } from './account.ts';
import { AccountLink, type FirstLink } from './accountLink.ts';
import { type AccountDeps, type AccountParts, createParts } from './accountParts.ts';
import { Failures } from './failures.ts';
import { listen } from './incoming.ts';
import { Profile } from './profile.ts';
import { SessionKeeper } from './sessionKeeper.ts';

/** Creates an account and its first link. */
export function createAccount(
  { hasLeft = false, ...record }: AccountRecord,
  password: string,
  deps: AccountDeps,
  first: FirstLink = {},
): Account {
  const jid = Jid.of(record.jid);
  const profile = new Profile(record, deps.store);
  const changes = new Emitter<undefined>();
  const changed = () => {
    changes.fire(undefined);
  };
  const report = (what: string, error: unknown) => {
    if (isDisconnected(error)) return;
    deps.log.error(`${jid.bare}: ${what} failed: ${describeError(error)}`);
  };
  const keeper = new SessionKeeper({
    account: jid.bare,
    store: deps.store,
    typing: () => parts.chatStates.typing,
  });
  // So that a process that resumes the session need not send unavailable presence again.
  const save = () => {
    const isHidden = parts.sessionStart.isReady && !parts.presence.isAnnounced;
    return profile.save(profile.record.show === 'invisible' && isHidden);
  };
  const parts: AccountParts = createParts(
    {
      ...{ account: jid, profile, hasLeft, save, changed, report },
      anySession: () => link.current.session,
      session: () => link.session,
      online: (task) => link.online(task),
      keepTyping: () => keeper.keepTyping(),
    },
    deps,
  );
  parts.chatStates.restore(first.resume?.typing ?? []);
  const { contacts, presence, rooms } = parts;
  const link: AccountLink = new AccountLink(password, first, {
    account: jid,
    profile,
    openLink: deps.openLink,
    mayKnowPresence: (other) =>
      rooms.memberships.isOwnOccupant(other) ||
      (presence.show !== 'invisible' && contacts.seesUs(other)),
    keep: (state) => keeper.keep(state),
    attach: (opened) => attach(opened, jid, parts, report),
    onState: changed,
  });
  const { clock, history, store } = deps;
  const onDidChange = changes.event;
  return new Account({
    ...{ jid, profile, link, keeper, parts, save, changed, onDidChange, report },
    ...{ clock, history, store },
  });
}

/** Subscribes the parts of an account to its link. */
function attach(
  link: Link,
  account: Jid,
  parts: AccountParts,
  report: (what: string, error: unknown) => void,
): Disposable {
  const { blockList, chats, outbox, rooms, sessionStart, sync } = parts;
  const owned = new DisposableStore();
  owned.add(outbox.attach(link));
  owned.add(
    listen(link.session, {
      ...parts,
      backpressure: sync.backpressure,
      intake: sync.intake,
      readSync: sync.readSync,
      failures: new Failures({
        ...{ account, chats, outbox },
        isBlocked: (jid) => blockList.find(jid) !== undefined,
        rejoin: (room) => rooms.memberships.find(room.bare)?.rejoin(),
      }),
      begin: () => sessionStart.begin(link),
      resume: () => sessionStart.resume(link),
      catchUpLater: () => {
        sync.catchUpLater();
      },
      report,
    }),
  );
  return owned;
}

/** The connection was lost; the work is repeated on the next one. */
function isDisconnected(error: unknown): boolean {
  return error instanceof StanzaError && error.condition === 'not-connected';
}
