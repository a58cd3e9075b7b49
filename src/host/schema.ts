import * as v from 'valibot';
import type { Method, Requests } from '../api/requests.ts';
import { ARCHIVE_DEFAULTS, CHAT_STATES, SELECTABLE_SHOWS } from '../api/views.ts';
import type { Topic, Topics } from '../api/topics.ts';

/** What may come over a channel, by size and shape; anything else is refused. */
const jid = v.pipe(v.string(), v.minLength(1), v.maxLength(3071));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Characters; a server's stanza limit is met sooner for most texts. */
export const MAX_BODY_LENGTH = 65_536;
/** More than can be sent: what was pasted is kept, whatever becomes of it. */
export const MAX_DRAFT_LENGTH = 16 * MAX_BODY_LENGTH;
const body = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_LENGTH));

const draft = v.pipe(v.string(), v.maxLength(MAX_DRAFT_LENGTH));

/** What is searched for. */
const searched = v.pipe(v.string(), v.maxLength(1000));
const limitOf = (most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(most));
const newPassword = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
const formValues = v.pipe(
  v.record(
    v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(100)),
  ),
  v.check((values) => Object.keys(values).length > 0 && Object.keys(values).length <= 100),
);

const ofAccount = { account: jid };
const ofChat = { account: jid, chat: jid };
const ofPages = { ...ofChat, view: v.exactOptional(id) };
const rosterEntry = {
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
  /** Those of other clients may be of any length that a stanza holds. */
  groups: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(65_536))),
      v.maxLength(1000),
      v.readonly(),
    ),
  ),
};

const fingerprint = v.pipe(v.string(), v.length(95));
const trustedCertificate = { fingerprint: v.exactOptional(fingerprint) };

/** The parameters of every request. */
export const requestSchemas = {
  signIn: v.strictObject({ jid, password: v.pipe(v.string(), v.maxLength(1024)) }),
  signOut: v.strictObject(ofAccount),
  reconnect: v.strictObject(ofAccount),
  pinCertificate: v.strictObject({ jid, fingerprint }),
  forgetMechanism: v.strictObject({ jid }),
  setPresence: v.strictObject({
    ...ofAccount,
    show: v.nullable(v.picklist(SELECTABLE_SHOWS)),
    status: v.pipe(v.string(), v.maxLength(1000)),
  }),
  sendMessage: v.strictObject({ ...ofChat, body, reply: v.exactOptional(id) }),
  retryMessage: v.strictObject({ ...ofChat, message: id }),
  loadOlder: v.strictObject(ofPages),
  getMessage: v.strictObject({ ...ofChat, message: id }),
  markRead: v.strictObject(ofChat),
  checkUpload: v.strictObject({
    ...ofAccount,
    size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  sendFile: v.strictObject({
    ...ofChat,
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
    mediaType: v.pipe(v.string(), v.regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/u)),
    content: v.instance(Uint8Array),
  }),
  cancelTransfer: v.strictObject({ ...ofChat, transfer: id }),
  fetchFile: v.strictObject({ ...ofChat, message: id, transfer: v.exactOptional(id) }),
  fetchRegistration: v.strictObject({ server: jid, ...trustedCertificate }),
  register: v.strictObject({
    ...{ server: jid, isDataForm: v.boolean(), values: formValues },
    ...trustedCertificate,
  }),
  changePassword: v.strictObject({ ...ofAccount, password: newPassword }),
  deleteAccount: v.strictObject(ofAccount),
  removeAccount: v.strictObject(ofAccount),
  addContact: v.strictObject({ ...ofChat, ...rosterEntry }),
  updateContact: v.strictObject({ ...ofChat, ...rosterEntry }),
  removeContact: v.strictObject(ofChat),
  requestSubscription: v.strictObject(ofChat),
  answerSubscription: v.strictObject({ ...ofChat, answer: v.picklist(['approve', 'deny']) }),
  setChatState: v.strictObject({ ...ofChat, state: v.picklist(CHAT_STATES) }),
  deleteMessage: v.strictObject({ ...ofChat, message: id }),
  clearChat: v.strictObject(ofChat),
  getMessages: v.strictObject({
    ...ofChat,
    limit: limitOf(1000),
    after: v.nullable(id),
  }),
  loadNewer: v.strictObject(ofPages),
  loadAround: v.strictObject({
    ...ofPages,
    around: v.union([id, v.pipe(v.number(), v.safeInteger())]),
  }),
  retryTransfer: v.strictObject({ ...ofChat, transfer: id }),
  correctMessage: v.strictObject({ ...ofChat, message: id, body }),
  retractMessage: v.strictObject({ ...ofChat, message: id }),
  react: v.strictObject({
    ...ofChat,
    message: id,
    emoji: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
    on: v.boolean(),
  }),
  searchMessages: v.strictObject({
    text: searched,
    chats: v.exactOptional(v.pipe(v.array(v.strictObject(ofChat)), v.maxLength(1000))),
    senders: v.exactOptional(v.pipe(v.array(jid), v.maxLength(1000))),
    from: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    to: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    hasFile: v.exactOptional(v.boolean()),
    limit: limitOf(100),
    next: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,16}$/u))),
  }),
  findInChat: v.strictObject({
    ...ofChat,
    text: v.pipe(searched, v.minLength(1)),
    limit: limitOf(10_000),
  }),
  getArchivePreferences: v.strictObject(ofAccount),
  setArchivePreferences: v.strictObject({
    ...ofAccount,
    default: v.picklist(ARCHIVE_DEFAULTS),
    always: v.pipe(v.array(jid), v.maxLength(1000)),
    never: v.pipe(v.array(jid), v.maxLength(1000)),
  }),
  saveDraft: v.strictObject({
    ...ofChat,
    draft,
    mode: v.exactOptional(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('edit'), message: id, aside: draft }),
        v.strictObject({ kind: v.literal('reply'), message: id }),
      ]),
    ),
  }),
} satisfies { [M in Method]: v.GenericSchema<unknown, Requests[M]['params']> };

/** The parameters of every topic. */
export const topicSchemas = {
  accounts: v.strictObject({}),
  contacts: v.strictObject(ofAccount),
  chat: v.strictObject(ofPages),
  messages: v.strictObject(ofPages),
  transfers: v.strictObject(ofChat),
  subscriptionRequests: v.strictObject(ofAccount),
  contactDetails: v.strictObject(ofChat),
  attention: v.strictObject({
    window: id,
    focused: v.boolean(),
    focusedAt: v.pipe(v.number(), v.minValue(0)),
    idle: v.nullable(v.picklist(['away', 'xa'])),
  }),
} satisfies { [T in Topic]: v.GenericSchema<unknown, Topics[T]['params']> };
