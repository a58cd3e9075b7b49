import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type Message, messageFailed, messageReceived } from '../xmpp/message.ts';
import { presenceReceived, subscriptionReceived } from '../xmpp/presence.ts';
import { rosterPushed } from '../xmpp/roster.ts';
import { type Session, sessionOffline, sessionOnline } from '../xmpp/session.ts';
import { chatStateReceived } from '../xmpp/xep/0085-chatStates.ts';
import { receiptReceived, sendReceipt } from '../xmpp/xep/0184-receipts.ts';
import { displayedReceived } from '../xmpp/xep/0333-markers.ts';
import type { Chats } from './chats.ts';
import type { ChatStates } from './chatStates.ts';
import type { Contacts } from './contacts.ts';
import type { DisplayedMarkers } from './displayedMarkers.ts';
import { explain } from './explain.ts';
import type { AnnouncedFile } from './history.ts';
import { changesOther, idsOf, type RichMessages } from './richMessages.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What incoming events are applied to. */
export interface Incoming {
  readonly contacts: Contacts;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly chatStates: ChatStates;
  readonly markers: DisplayedMarkers;
  readonly rich: RichMessages;
  /** A session began, without any former state. */
  readonly begin: () => Promise<void>;
  /** The session goes on over a new connection. */
  readonly resume: () => void;
  readonly report: (what: string, error: unknown) => void;
}

/** The one door for everything that a session receives: events in, state changed. */
export function listen(session: Session, to: Incoming): Disposable {
  const { contacts, chats, subscriptions, chatStates } = to;
  const owned = new DisposableStore();
  /** For work that nobody waits for. */
  const run = (what: string, work: Promise<unknown> | undefined) => {
    work?.catch((error: unknown) => {
      to.report(what, error);
    });
  };

  owned.add(
    session.on(sessionOnline, ({ resumed }) => {
      if (resumed) {
        contacts.resumePresence();
        to.resume();
      } else {
        contacts.forgetPresence();
        subscriptions.clear();
        chatStates.forgetAll();
        run('beginning the session', to.begin());
      }
    }),
  );
  owned.add(
    session.on(sessionOffline, () => {
      contacts.suspendPresence();
      for (const chat of chats.values()) chat.setComposing(false);
    }),
  );
  owned.add(
    session.on(rosterPushed, (item) => {
      contacts.applyPush(item);
    }),
  );
  owned.add(
    session.on(presenceReceived, (presence) => {
      contacts.applyPresence(presence);
      if (presence.type !== 'unavailable') return;
      // Whoever leaves while typing says no more about it (XEP-0085 §5.1).
      chats.find(presence.from.bare)?.setComposing(false);
      if (contacts.get(presence.from.bare)?.resources.length === 0)
        chatStates.forget(presence.from);
    }),
  );
  owned.add(
    session.on(subscriptionReceived, (change) => {
      subscriptions.apply(change);
    }),
  );
  owned.add(
    session.on(messageReceived, (message) => {
      run('keeping a message', receive(session, message, to));
    }),
  );
  owned.add(
    session.on(messageFailed, ({ id, from, error }) => {
      const { message } = explain(error, 'The message was not delivered');
      run('keeping a message', chats.find(from.bare)?.mark(id, 'failed', message));
    }),
  );
  owned.add(
    session.on(receiptReceived, ({ from, id }) => {
      run('keeping a receipt', chats.find(from.bare)?.mark(id, 'delivered'));
    }),
  );
  owned.add(
    session.on(displayedReceived, ({ from, id }) => {
      run('keeping a marker', chats.find(from.bare)?.markDisplayed(id));
    }),
  );
  owned.add(
    session.on(chatStateReceived, ({ from, chatState }) => {
      chats.find(from.bare)?.setComposing(chatState === 'composing');
      chatStates.hear(from, chatState);
    }),
  );
  return owned;
}

async function receive(session: Session, message: Message, to: Incoming): Promise<void> {
  const { from, id } = message;
  if (from.bare === session.account.bare || message.type === 'headline') return;
  const file = announcedFile(message);
  const isApplied = changesOther(message) && (await applyChange(message, file, to));
  if (!isApplied) {
    if (bodyOf(message) === '' && !file) return;
    const isNew = await add(message, file, to);
    if (isNew && message.markable && id !== undefined) to.markers.ask(from, id);
  }
  // A receipt goes out once the message is kept, not before (XEP-0184 §5.5). The client that got
  // the message itself answers for all of ours (XEP-0280 §10.4).
  if (message.requestsReceipt && id !== undefined && session.jid && !message.carbon) {
    sendReceipt(session, { from, id, type: message.type });
  }
}

/** Result: whether that was all that the message had to say. */
async function applyChange(
  message: Message,
  file: AnnouncedFile | undefined,
  { chats, rich }: Incoming,
): Promise<boolean> {
  // Whoever never wrote has nothing to change.
  const chat = chats.find(message.from.bare);
  return chat !== undefined && rich.apply(chat, false, message, file);
}

/** Result: whether it was new. */
async function add(
  message: Message,
  file: AnnouncedFile | undefined,
  { contacts, chatStates, chats, rich }: Incoming,
): Promise<boolean> {
  const { from, stamp, replaces, reply } = message;
  contacts.addStranger(from);
  // What was written before we said anything is no answer.
  if (stamp === message.arrived) chatStates.hear(from, message.chatState);
  const chat = chats.open(from);
  const ids = idsOf(message);
  // A correction without its message stands for that, should it come after all.
  const identity = replaces ?? identityOf(message);
  const isNew = await chat.receive({
    identity,
    originId: replaces ?? ids[0],
    references: ids.filter((id) => id !== identity),
    body: bodyOf(message),
    time: stamp,
    file,
    reply: reply && { id: reply.id, body: message.body },
    edited: replaces === undefined ? undefined : stamp,
  });
  if (isNew) await rich.catchUp(chat, false, ids);
  return isNew;
}

/** The words of a message, and of a reply those of the message answered, which may not be here. */
function bodyOf({ body, fullBody = body, retracts, reactions }: Message): string {
  return retracts === undefined && !reactions ? fullBody : body;
}

/**
 * An origin-id is unique (XEP-0359 §3); the stanza's own id need not be: some clients count anew
 * at each start, so only the same words from the same device are the same message.
 */
function identityOf({ originId, id, from, body }: Message): string | undefined {
  return originId ?? (id === undefined ? undefined : `${id}\n${from.full}\n${body}`);
}

/** All that a bare URL (XEP-0066) tells of a file is its name: the last part of its path. */
function announcedFile({ oob, sharedFile }: Message): AnnouncedFile | undefined {
  const url = sharedFile?.url ?? oob?.url;
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'https:') return undefined;
  const last = pathname.split('/').at(-1) ?? '';
  return { name: decode(last) || 'file', url, ...sharedFile };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 once decoded: the name is shown as it was sent.
    return text;
  }
}
