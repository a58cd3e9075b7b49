/** What may come over a channel, by size and shape: the parts that parameters are made of. */
import * as v from 'valibot';

/** Longest JID (RFC 7622 §3.1), in UTF-16 code units. */
export const address = v.pipe(v.string(), v.minLength(1), v.maxLength(3071));
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** Characters; a server's stanza limit is met sooner for most texts. */
export const MAX_BODY_LENGTH = 65_536;
/** More than can be sent: what was pasted is kept, whatever becomes of it. */
export const MAX_DRAFT_LENGTH = 16 * MAX_BODY_LENGTH;
export const body = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_LENGTH));
export const draft = v.pipe(v.string(), v.maxLength(MAX_DRAFT_LENGTH));
/** What is searched for. */
export const searched = v.pipe(v.string(), v.maxLength(1000));
export const limitOf = (most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(most));
export const newPassword = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

export const ofAccount = { account: address };
export const ofChat = { account: address, chat: address };
export const ofPages = { ...ofChat, view: v.exactOptional(id) };

export const fingerprint = v.pipe(v.string(), v.length(95));
export const trustedCertificate = { fingerprint: v.exactOptional(fingerprint) };
