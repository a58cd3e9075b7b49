import { parseTypedJid } from '../base/jidEscaping.ts';
import type { Method, OfChat, Requests } from '../api/requests.ts';
import { Jid } from '../base/jid.ts';
import type { Accounts } from '../model/account/accounts.ts';
import type { Account } from '../model/account/account.ts';
import type { Chat } from '../model/chats/chat.ts';
import { Failure } from '../model/failure.ts';
import { isSameDraft, type Message } from '../model/history.ts';
import type { Transfers } from '../model/files/transfers.ts';
import {
  archivePreferencesView,
  fileView,
  foundMessageView,
  messageView,
  registrationView,
} from './views.ts';
import type { MessagePages } from './messagePages.ts';

/** Every request's handler. */
export type Handlers = {
  [M in Method]: (params: Requests[M]['params']) => Promise<Requests[M]['result']>;
};

/** What can be asked, done by the model. Failures are thrown as {@link Failure}. */
export function requestHandlers(accounts: Accounts, pages: MessagePages): Handlers {
  const contactOf = ({ account, chat }: OfChat): [Account, Jid] => [
    accounts.get(account),
    jidOf(chat).toBare(),
  ];
  const chatOf = (of: OfChat): [Account, Chat] => {
    const [account, jid] = contactOf(of);
    return [account, account.chats.open(jid)];
  };
  /** Where this transfer is known, if at all. @throws Failure when it is another chat's */
  const transfersOf = (of: OfChat, transfer: string): Transfers => {
    const [{ transfers }, jid] = contactOf(of);
    const to = transfers.find(transfer)?.to;
    if (to && to.bare !== jid.bare) {
      throw new Failure('no-transfer', 'This transfer is not of this chat.');
    }
    return transfers;
  };

  return {
    signIn: ({ jid, password }) => accounts.signIn(jid, password),
    signOut: ({ account }) => accounts.signOut(account).then(nothing),
    reconnect: ({ account }) => {
      accounts.get(account).reconnectNow();
      return Promise.resolve(null);
    },
    pinCertificate: ({ jid, fingerprint }) =>
      accounts.pinCertificate(jid, fingerprint).then(nothing),
    forgetMechanism: ({ jid }) => accounts.forgetMechanism(jid).then(nothing),
    setPresence: ({ account: id, show, status }) => {
      const account = accounts.get(id);
      return account.setPresence(show ?? account.record.show, status).then(nothing);
    },
    sendMessage: async ({ body, reply, ...of }) => {
      const [account, chat] = chatOf(of);
      const answered = reply === undefined ? undefined : await account.changes.answer(chat, reply);
      return account.outbox.send(chat.jid, body, undefined, answered);
    },
    retryMessage: (params) => {
      const [account, chat] = chatOf(params);
      return account.outbox.retry(chat, params.message).then(nothing);
    },
    loadOlder: (params) => pages.loadOlder(params).then(nothing),
    getMessage: async (params) => {
      const [account, chat] = chatOf(params);
      return messageView(account, chat.jid.bare, await find(chat, params.message));
    },
    markRead: (params) => {
      const [account, chat] = chatOf(params);
      return account.see(chat).then(nothing);
    },
    checkUpload: async ({ account, size }) =>
      (await accounts.get(account).transfers.check(size)).maxSize ?? null,
    sendFile: (params) => {
      const [account, chat] = chatOf(params);
      return account.transfers.send(chat.jid, params);
    },
    cancelTransfer: ({ transfer, ...of }) => {
      transfersOf(of, transfer).cancel(transfer);
      return Promise.resolve(null);
    },
    fetchFile: async (params) => {
      const [account, chat] = chatOf(params);
      const { file } = await find(chat, params.message);
      if (!file) throw new Failure('no-file', 'This message announces no file.');
      return {
        file: fileView(file),
        content: await account.transfers.fetch(file, params.transfer),
      };
    },
    fetchRegistration: async ({ server, fingerprint }) =>
      registrationView(await accounts.fetchRegistration(server, fingerprint)),
    register: ({ server, fingerprint, ...answers }) =>
      accounts.register(server, answers, fingerprint),
    changePassword: ({ account, password }) =>
      accounts.get(account).changePassword(password).then(nothing),
    deleteAccount: ({ account }) => accounts.deleteFromServer(account).then(nothing),
    removeAccount: ({ account }) => accounts.remove(account).then(nothing),
    addContact: ({ name, groups, ...of }) => {
      const [account, jid] = contactOf(of);
      return account.roster.add(jid, { name, groups }).then(nothing);
    },
    updateContact: ({ name, groups, ...of }) => {
      const [account, jid] = contactOf(of);
      return account.roster.update(jid, { name, groups }).then(nothing);
    },
    removeContact: (of) => {
      const [account, jid] = contactOf(of);
      return account.roster.remove(jid).then(nothing);
    },
    requestSubscription: (of) => {
      const [account, jid] = contactOf(of);
      account.subscriptions.request(jid);
      return Promise.resolve(null);
    },
    answerSubscription: ({ answer, ...of }) => {
      const [account, jid] = contactOf(of);
      account.subscriptions.answer(jid, answer);
      return Promise.resolve(null);
    },
    setChatState: ({ state, ...of }) => {
      const [account, jid] = contactOf(of);
      account.chatStates.set(jid, state);
      return Promise.resolve(null);
    },
    deleteMessage: (params) => {
      const [account, chat] = chatOf(params);
      return account.outbox.remove(chat, params.message).then(nothing);
    },
    clearChat: (params) => {
      const [, chat] = chatOf(params);
      return chat.clear().then(nothing);
    },
    getMessages: async ({ after, limit, ...of }) => {
      const [account, chat] = chatOf(of);
      const page = await chat.load({ limit, after });
      return page.map((message) => messageView(account, chat.jid.bare, message));
    },
    loadNewer: (params) => pages.loadNewer(params).then(nothing),
    loadAround: ({ around, ...of }) => pages.loadAround(of, around),
    retryTransfer: ({ transfer, ...of }) => transfersOf(of, transfer).retry(transfer).then(nothing),
    correctMessage: ({ message, body, ...of }) => {
      const [account, chat] = chatOf(of);
      return account.changes.correct(chat, message, body).then(nothing);
    },
    retractMessage: ({ message, ...of }) => {
      const [account, chat] = chatOf(of);
      return account.changes.retract(chat, message).then(nothing);
    },
    react: ({ message, emoji, on, ...of }) => {
      const [account, chat] = chatOf(of);
      return account.changes.react(chat, message, emoji, on).then(nothing);
    },
    searchMessages: async (params) => {
      const { found, ...rest } = await accounts.search(params);
      return { ...rest, found: found.map((one) => foundMessageView(accounts, one, params.text)) };
    },
    findInChat: ({ text, limit, ...of }) => {
      const [, chat] = chatOf(of);
      return chat.findText(text, limit);
    },
    getArchivePreferences: async ({ account }) =>
      archivePreferencesView(await accounts.get(account).loadArchivePreferences()),
    setArchivePreferences: async ({ account, always, never, ...rest }) =>
      archivePreferencesView(
        await accounts.get(account).saveArchivePreferences({
          ...{ ...rest, always: always.map(exactJid), never: never.map(exactJid) },
        }),
      ),
    saveDraft: async ({ account, chat: jid, ...draft }) => {
      const [, chat] = chatOf({ account, chat: jid });
      await chat.saveDraft(draft);
      return isSameDraft(chat.draft, draft) ? null : chat.draft;
    },
  };
}

/** An address as the server may have named it, which is not to be read as a typed one. @throws Failure */
function exactJid(address: string): Jid {
  return Jid.parse(address) ?? jidOf(address);
}

/** @throws Failure */
function jidOf(address: string): Jid {
  const jid = parseTypedJid(address);
  if (!jid) throw new Failure('bad-jid', 'A JID looks like name@server.org: check the address.');
  return jid;
}

async function find(chat: Chat, id: string): Promise<Message> {
  const message = await chat.find(id);
  if (!message) {
    throw new Failure('no-message', 'This message is no longer there: reload the chat.');
  }
  return message;
}

const nothing = (): null => null;
