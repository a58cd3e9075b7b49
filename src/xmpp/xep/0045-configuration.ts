// XEP-0045: Multi-User Chat, version 1.35.5: creating, configuring and destroying a room (§10)
// https://xmpp.org/extensions/xep-0045.html
import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { sendableText } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import {
  buildCancellation,
  buildSubmission,
  completeForm,
  type Form,
  type FormValues,
  parseForm,
} from './0004-dataForms.ts';
import { NS_MUC } from './0045-user.ts';

const NS = `${NS_MUC}#owner`;

/** Why and in favour of what a room is destroyed. All parts are optional. */
export interface RoomEnd {
  readonly reason?: string;
  /** The room to go to instead. */
  readonly alternate?: Jid;
  /** The password of `alternate`. */
  readonly password?: string;
}

/**
 * Opens a room that we have just created, with the service's defaults (§10.1.2): until then it is
 * locked for others. Harmless for services that lock none.
 *
 * @throws StanzaError
 */
export async function openRoom(session: Session, room: Jid): Promise<void> {
  await setOwn(session, room, buildSubmission({}));
}

/**
 * Fetches the form for a room's configuration, for owners (§10.1.3, §10.2). Only for a room that we
 * are in, as ejabberd creates one that does not exist.
 *
 * @returns `undefined` if nothing can be configured
 * @throws StanzaError `forbidden` if we are not an owner
 */
export async function fetchConfiguration(session: Session, room: Jid): Promise<Form | undefined> {
  const payload = xml('query', { xmlns: NS });
  const answer = await session.request({ type: 'get', to: room.toBare(), payload });
  const query = answer.getChild('query', NS);
  if (!query) throw new StanzaError('bad-format', { text: 'the answer has no configuration' });
  return parseForm(query);
}

/**
 * Submits the form of a room with some of its values changed, which also opens a locked room.
 *
 * @param changes values of fields that the form does not have are ignored
 * @throws StanzaError `not-acceptable` or `bad-request` for values that the service refuses,
 *   `forbidden` if we are not an owner
 */
export async function submitConfiguration(
  session: Session,
  room: Jid,
  form: Form,
  changes: FormValues,
): Promise<void> {
  await setOwn(session, room, buildSubmission(completeForm(form, changes)));
}

/**
 * Cancels the configuration. A room just created is to be left afterwards, too: not all services
 * destroy it, as §10.1.3 says, some only keep it locked.
 *
 * @throws StanzaError
 */
export async function cancelConfiguration(session: Session, room: Jid): Promise<void> {
  await setOwn(session, room, buildCancellation());
}

/**
 * Destroys a room, and removes all who are in it (§10.9).
 *
 * @throws StanzaError `forbidden` if we are not an owner
 */
export async function destroyRoom(session: Session, room: Jid, end: RoomEnd = {}): Promise<void> {
  const { alternate, reason, password } = end;
  const child = (name: string, text = '') => text !== '' && xml(name, null, sendableText(text));
  await setOwn(
    session,
    room,
    xml(
      'destroy',
      { jid: alternate?.bare },
      child('password', alternate && password),
      child('reason', reason),
    ),
  );
}

async function setOwn(session: Session, room: Jid, content: Element): Promise<void> {
  const payload = xml('query', { xmlns: NS }, content);
  await session.request({ type: 'set', to: room.toBare(), payload });
}
