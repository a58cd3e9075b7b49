import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type MessageEvent, messageFailed, messageReceived } from '../xmpp/message.ts';
import { presenceReceived } from '../xmpp/presence.ts';
import { rosterPushed } from '../xmpp/roster.ts';
import { type Session, sessionOffline, sessionOnline } from '../xmpp/session.ts';
import { chatStateReceived } from '../xmpp/xep/0085-chatStates.ts';
import { receiptReceived } from '../xmpp/xep/0184-receipts.ts';
import type { Chats } from './chats.ts';
import type { Contacts } from './contacts.ts';
import { explain } from './explain.ts';

/** What incoming events are applied to. */
export interface Incoming {
  readonly contacts: Contacts;
  readonly chats: Chats;
  /** A session began anew, without its former state. */
  readonly begin: () => Promise<void>;
  readonly report: (what: string, error: unknown) => void;
}

/** The one door for everything that a session receives: events in, state changed. */
export function listen(session: Session, to: Incoming): Disposable {
  const { contacts, chats } = to;
  const owned = new DisposableStore();
  /** For work that nobody waits for. */
  const run = (what: string, work: Promise<void> | undefined) => {
    work?.catch((error: unknown) => {
      to.report(what, error);
    });
  };

  owned.add(
    session.on(sessionOnline, ({ resumed }) => {
      if (!resumed) run('loading the contacts', to.begin());
    }),
  );
  owned.add(
    session.on(sessionOffline, () => {
      contacts.clearPresence();
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
    session.on(chatStateReceived, ({ from, state }) => {
      chats.find(from.bare)?.setComposing(state === 'composing');
    }),
  );
  return owned;
}

async function receive(session: Session, message: MessageEvent, to: Incoming): Promise<void> {
  const { from, body, time } = message;
  if (body === undefined || from.bare === session.account.bare) return;
  to.contacts.addStranger(from);
  const senderId = message.originId ?? message.id;
  await to.chats.open(from).receive({ senderId, body, time, file: message.file });
}
