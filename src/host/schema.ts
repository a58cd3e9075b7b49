/** Schemas of the parts of parameters received over a channel, with their size limits. */
import * as v from 'valibot';
import { parseUserError, type UserError } from '../base/userError.ts';

/** Maximum length of a JID (RFC 7622 §3.1), in UTF-16 code units. */
export const address = v.pipe(v.string(), v.minLength(1), v.maxLength(3071));
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Maximum length in characters; for most texts a server's stanza limit is reached first. */
export const MAX_BODY_LENGTH = 65_536;
/** Larger than can be sent: pasted text is stored, even if it cannot be sent as it is. */
export const MAX_DRAFT_LENGTH = 16 * MAX_BODY_LENGTH;
export const body = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_LENGTH));
export const draft = v.pipe(v.string(), v.maxLength(MAX_DRAFT_LENGTH));
/** The text of a search. */
export const searched = v.pipe(v.string(), v.maxLength(1000));
export const limitOf = (most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(most));
/** Who writes in a room: an id that the room assigns, a bare JID or a nick, each with its kind. */
export const sender = v.pipe(v.string(), v.minLength(1), v.maxLength(3200));
/** The resource of an occupant's JID (RFC 7622 §3.4). */
export const nick = v.pipe(v.string(), v.minLength(1), v.maxLength(1023));
/** That of a device (RFC 7622 §3.4). */
export const resource = nick;
/** Why something is done to somebody; may be empty. */
export const reason = v.pipe(v.string(), v.maxLength(1000));
/** The id of an invitation or a request: the addresses of room and sender. */
export const invitation = v.pipe(v.string(), v.minLength(1), v.maxLength(6143));
export const newPassword = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

/** In bytes. */
export const fileSize = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const ofSource = { source: id };
export const shownError = v.custom<UserError>((value) => parseUserError(value) !== undefined);

export const ofAccount = { account: address };
export const ofChat = { account: address, chat: address };
/** Larger than any window of a list that is in sight. */
const MAX_OCCUPANTS = 500;
export const ofOccupants = {
  ...ofChat,
  filter: searched,
  offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000)),
  limit: limitOf(MAX_OCCUPANTS),
};
/** More than there are in sight of any list of messages. */
const MAX_SENDERS = 200;
export const ofSenders = {
  ...ofChat,
  senders: v.pipe(
    v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(3100))),
    v.maxLength(MAX_SENDERS),
  ),
};
/** A SHA-1, in hexadecimal lower case. */
export const imageHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/u));
export const ofPages = { ...ofChat, view: v.exactOptional(id) };

/** A form's values by the names of its fields. */
export const formValues = v.pipe(
  v.record(
    v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(100)),
  ),
  v.check((values) => Object.keys(values).length > 0 && Object.keys(values).length <= 100),
);

export const fingerprint = v.pipe(v.string(), v.length(95));
export const trustedCertificate = { fingerprint: v.exactOptional(fingerprint) };
