import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { IncomingMessage } from '../../xmpp/im/incomingMessage.ts';
import { fileOffered } from '../../xmpp/files/fileOffer.ts';
import { bookmarksChanged } from '../../xmpp/im/bookmarks.ts';
import { messageFailed, messageReceived } from '../../xmpp/im/messages.ts';
import type { RoomMessage } from '../../xmpp/im/roomMessage.ts';
import { roomMessageReceived } from '../../xmpp/im/roomMessages.ts';
import { presenceReceived, subscriptionReceived } from '../../xmpp/im/presence.ts';
import { rosterPushed } from '../../xmpp/im/roster.ts';
import { type Session, sessionOffline, sessionOnline } from '../../xmpp/stanza/session.ts';
import { sendReceipt } from '../../xmpp/xep/0184-receipts.ts';
import { contactsSuggested } from '../../xmpp/xep/0144-rosterItemExchange.ts';
import { avatarPublished } from '../../xmpp/xep/0084-avatars.ts';
import { avatarAnnounced } from '../../xmpp/xep/0153-avatarHashes.ts';
import { blockingChanged } from '../../xmpp/xep/0191-blocking.ts';
import { displayedElsewhere } from '../../xmpp/xep/0490-displayed.ts';
import type { AvatarHashes } from '../avatars/avatarHashes.ts';
import type { AvatarImages } from '../avatars/avatarImages.ts';
import type { Backpressure } from '../sync/backpressure.ts';
import { MicrotaskBatch } from './microtaskBatch.ts';
import type { Chats } from '../chats/chats.ts';
import type { ChatStates } from '../chats/chatStates.ts';
import type { BlockList } from '../contacts/blockList.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { DisplayedMarkers } from '../chats/displayedMarkers.ts';
import { isTransientStorageError } from '../failure.ts';
import type { Failures } from './failures.ts';
import type { AccountRooms } from '../rooms/accountRooms.ts';
import type { LiveIntake, Outcome } from '../sync/liveIntake.ts';
import type { IncomingFiles } from '../files/incomingFiles.ts';
import type { RoomSyncs } from '../sync/roomSyncs.ts';
import type { KeptRequests } from '../contacts/keptRequests.ts';
import type { ReadSync } from '../sync/readSync.ts';
import type { ContactSuggestions } from '../contacts/suggestions.ts';
import type { RosterSync } from '../contacts/rosterSync.ts';
import type { Subscriptions } from '../contacts/subscriptions.ts';

/** The targets of incoming events. */
export interface Incoming {
  readonly contacts: Contacts;
  readonly blockList: BlockList;
  readonly rosterSync: RosterSync;
  readonly suggestions: ContactSuggestions;
  readonly chats: Chats;
  readonly backpressure: Backpressure;
  readonly incomingFiles: IncomingFiles;
  readonly intake: LiveIntake<IncomingMessage>;
  readonly roomSyncs: RoomSyncs;
  readonly failures: Failures;
  readonly subscriptions: Subscriptions;
  readonly keptRequests: Pick<KeptRequests, 'save'>;
  readonly chatStates: ChatStates;
  readonly markers: DisplayedMarkers;
  readonly readSync: ReadSync;
  readonly rooms: AccountRooms;
  readonly avatarHashes: AvatarHashes;
  readonly avatarImages: Pick<AvatarImages, 'reset'>;
  /** A new session began, without any former state. */
  readonly begin: () => Promise<void>;
  /** The session resumed over a new connection. */
  readonly resume: () => Promise<void>;
  /** A received stanza could not be stored. */
  readonly catchUpLater: () => void;
  readonly report: (what: string, error: unknown) => void;
}

/** The single entry point for all that a session receives: applies events to the state. */
export function listen(session: Session, to: Incoming): Disposable {
  const { contacts, chats, subscriptions, chatStates, rooms } = to;
  const owned = new DisposableStore();
  /** Leaves a stanza unacknowledged if storing it failed but may succeed later. */
  const fail = (what: string, { release, again }: Failing, error: unknown) => {
    const isMissed = isTransientStorageError(error);
    release(!isMissed);
    if (isMissed) again();
    to.report(what, error);
  };
  const { catchUpLater: again } = to;
  const failAll = (held: readonly Failing[]) => (error: unknown) => {
    for (const each of held) fail('keeping a message', each, error);
  };
  const burst = new MicrotaskBatch<Held>((held) => {
    const outcomes = to.intake.receive(held.map(({ message }) => message));
    const failing = held.map(({ release }) => ({ release, again }));
    outcomes.then((all) => {
      conclude(failing, all, failAll, (at, isNew) => {
        const message = held[at]?.message;
        if (message) answer(session, message, isNew, to);
      });
    }, failAll(failing));
  });
  const roomBurst = new MicrotaskBatch<HeldRoom>((held) => {
    const failing = held.map(({ message: { from }, release }) => {
      return { release, again: () => to.roomSyncs.catchUpLater(from) };
    });
    to.roomSyncs.receive(held.map(({ message }) => message)).then((all) => {
      conclude(failing, all, failAll);
    }, failAll(failing));
  });
  /** For work that waits for the server; its stanza is acknowledged only afterwards. */
  const run = (what: string, work: () => Promise<unknown> | undefined) => {
    burst.flush();
    roomBurst.flush();
    const release = session.hold();
    // Async, so that a synchronous error also ends the hold.
    const begin = async () => work();
    begin().then(
      () => {
        release(true);
      },
      (error: unknown) => {
        fail(what, { release, again }, error);
      },
    );
  };
  /** For work that waits only for the disk, as all must that others can trigger. */
  const keep = (what: string, work: () => Promise<unknown> | undefined) => {
    run(what, () => to.backpressure.track(async () => work()));
  };

  owned.add(
    session.on(sessionOnline, ({ resumed }) => {
      if (resumed) {
        contacts.resumePresence();
        run('going on with the session', to.resume);
      } else {
        contacts.forgetPresence();
        subscriptions.clear();
        chatStates.forgetAll();
        rooms.memberships.reset();
        to.avatarHashes.reset();
        to.avatarImages.reset();
        run('beginning the session', to.begin);
      }
    }),
  );
  owned.add(
    session.on(sessionOffline, () => {
      contacts.suspendPresence();
      for (const chat of chats.values()) chat.typing.end();
    }),
  );
  owned.add(
    session.on(rosterPushed, (change) => {
      to.rosterSync.apply(change);
    }),
  );
  owned.add(
    session.on(contactsSuggested, (suggestion) => {
      to.suggestions.receive(suggestion);
    }),
  );
  owned.add(
    session.on(blockingChanged, (change) => {
      to.blockList.apply(change);
    }),
  );
  owned.add(
    session.onStanza('presence', (stanza) => {
      rooms.memberships.receivePresence(stanza);
    }),
  );
  owned.add(
    session.onStanza('message', (stanza) => {
      rooms.memberships.receiveNotice(stanza);
    }),
  );
  owned.add(
    session.on(bookmarksChanged, (event) => {
      rooms.bookmarks.apply(event);
    }),
  );
  owned.add(
    session.on(presenceReceived, (presence) => {
      // Of occupants, and refusals of ours: a room in the roster is a room, not a contact.
      if (rooms.memberships.find(presence.from.bare)) return;
      contacts.applyPresence(presence);
      if (presence.type === 'error') subscriptions.fail(presence.from, presence.error);
      if (presence.type !== 'unavailable') return;
      const { bare, resource } = presence.from;
      const isGone = contacts.get(bare)?.resources.length === 0;
      // A client that goes offline while typing sends no further state (XEP-0085 §5.1).
      chats.find(bare)?.typing.end(isGone ? '' : resource);
      if (isGone) chatStates.forget(presence.from.toBare());
    }),
  );
  owned.add(
    session.on(avatarAnnounced, (avatar) => {
      // That of an occupant is kept with the occupant, that of a room with the room.
      if (!rooms.memberships.find(avatar.from.bare)) to.avatarHashes.applyAnnounced(avatar);
    }),
  );
  owned.add(
    session.on(avatarPublished, (avatar) => {
      if (!rooms.memberships.find(avatar.from.bare)) to.avatarHashes.applyPublished(avatar);
    }),
  );
  owned.add(
    session.on(subscriptionReceived, (change) => {
      keep('keeping who asks', () => {
        subscriptions.apply(change);
        return to.keptRequests.save();
      });
    }),
  );
  owned.add(
    session.on(messageReceived, (message) => {
      hearState(session, message, to);
      burst.add({ message, release: session.hold() });
    }),
  );
  owned.add(
    session.on(roomMessageReceived, (message) => {
      if (!to.roomSyncs.isOfRoom(message)) return;
      to.roomSyncs.hearState(message);
      roomBurst.add({ message, release: session.hold() });
    }),
  );
  owned.add(
    session.on(fileOffered, (offer) => {
      keep('keeping an offered file', () => to.incomingFiles.receive(offer));
    }),
  );
  owned.add(
    session.on(messageFailed, (failure) => {
      keep('keeping a message', () => to.failures.apply(failure));
    }),
  );
  owned.add(
    session.on(displayedElsewhere, (displayed) => {
      keep('keeping what was read elsewhere', () => to.readSync.apply(displayed));
    }),
  );
  return owned;
}

/** A received message, unacknowledged until released. */
interface Held {
  readonly message: IncomingMessage;
  readonly release: (isKept: boolean) => void;
}

/** The same, of a room. */
interface HeldRoom extends Pick<Held, 'release'> {
  readonly message: RoomMessage;
}

/** How a received message is given back, and read again later, if it cannot be stored. */
interface Failing extends Pick<Held, 'release'> {
  readonly again: () => void;
}

/** Applies a chat state at once, without waiting for storage. */
function hearState(
  session: Session,
  { from, chatState }: IncomingMessage,
  { chats, chatStates, rooms }: Incoming,
): void {
  if (!chatState || from.bare === session.account.bare || rooms.isIgnored(from)) return;
  const chat = chats.at(from);
  // An occupant with whom there is no chat.
  if (chat?.kind === 'room') return;
  const typing = chat?.typing;
  if (chatState === 'composing') typing?.begin(from.resource);
  else typing?.end(from.resource);
  chatStates.hear(chat?.jid ?? from.toBare(), chatState);
}

/** Releases messages received together, after answering those that were processed. */
function conclude(
  held: readonly Failing[],
  outcomes: readonly Outcome[],
  failAll: (held: readonly Failing[]) => (error: unknown) => void,
  answer?: (at: number, isNew: boolean | undefined) => void,
): void {
  held.forEach((one, at) => {
    const outcome = outcomes[at];
    try {
      if (outcome?.status === 'rejected') throw outcome.reason;
      answer?.(at, outcome?.value);
      one.release(true);
    } catch (error) {
      failAll([one])(error);
    }
  });
}

/** Sends the replies to a processed message. @throws StanzaError */
function answer(
  session: Session,
  { from, id, type, via, delayed, chatState, requestsReceipt }: IncomingMessage,
  isNew: boolean | undefined,
  to: Incoming,
): void {
  // The client that received the original answers for all of ours (XEP-0280 §10.4).
  if (isNew === undefined || via !== 'live' || from.bare === session.account.bare) return;
  const chat = to.chats.at(from);
  if (chat?.kind === 'room') return;
  // A delayed message may predate ours, and so is no answer.
  if (!delayed) to.chatStates.hear(chat?.jid ?? from.toBare(), chatState);
  if (requestsReceipt && id !== undefined && session.jid) {
    const audience = chat?.kind === 'private' ? 'occupant' : undefined;
    sendReceipt(session, { from, id, type, audience });
  }
}
