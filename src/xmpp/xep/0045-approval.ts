// XEP-0045: Multi-User Chat, version 1.35.5: requests that moderators and admins approve (§8.6, §9.9)
// https://xmpp.org/extensions/xep-0045.html#voiceapprove
import { Jid } from '../../base/jid.ts';
import type { IncomingStanza, Session } from '../stanza/session.ts';
import { receivedLine } from '../stanza/text.ts';
import { xml } from '../stanza/xml.ts';
import {
  buildSubmission,
  completeForm,
  type Form,
  type FormField,
  formValue,
  parseForm,
} from './0004-dataForms.ts';
import { NS_MUC } from './0045-user.ts';

/** In UTF-16 code units. */
const MAX_ABOUT = 300;

/** What a kind of request is called in its form. */
const FORMS = {
  voice: { type: `${NS_MUC}#request`, nick: 'muc#roomnick', allow: 'muc#request_allow' },
  membership: {
    type: `${NS_MUC}#register`,
    nick: 'muc#register_roomnick',
    allow: 'muc#register_allow',
  },
} as const;

/** What is asked for: to write in a moderated room, or to be a member. */
export type ApprovalKind = keyof typeof FORMS;

/** A request that the room passes on to those who may approve it. All text is untrusted. */
export interface ApprovalRequest {
  readonly kind: ApprovalKind;
  /** The nick of who asks, or the one to reserve; empty if none is given. */
  readonly nick: string;
  /** The real JID of who asks, if given; the form of §9.9 has no field for it. */
  readonly jid?: Jid;
  /** What else they say of themselves, in one line; may be empty. */
  readonly about: string;
  /** As received; to be returned with the answer. */
  readonly form: Form;
}

/** Parses a request from a JID known to be a room, which only the room itself passes on. */
export function parseApprovalRequest({
  from,
  element,
}: IncomingStanza): ApprovalRequest | undefined {
  const { type = 'normal' } = element.attrs;
  if (from.resource !== '' || type !== 'normal') return undefined;
  const form = parseForm(element);
  const kind = form && kindOf(form);
  // Without a field for the answer, it is the form of the one who asks.
  if (!kind || !form.fields.some(({ name }) => name === FORMS[kind].allow)) return undefined;
  if (kind === 'voice' && formValue(form, 'muc#role') !== 'participant') return undefined;
  const jid = Jid.parse(formValue(form, 'muc#jid') ?? '');
  const nick = formValue(form, FORMS[kind].nick) ?? '';
  const known = nick === '' ? '' : (Jid.parse(`${from.bare}/${nick}`)?.resource ?? '');
  if (known === '' && !jid) return undefined;
  return { kind, nick: known, ...(jid && { jid }), about: aboutOf(form, kind), form };
}

/**
 * Answers a request. Errors name the id.
 *
 * @throws StanzaError `not-connected`
 */
export function answerApproval(
  session: Session,
  answer: {
    readonly id: string;
    readonly room: Jid;
    readonly request: ApprovalRequest;
    readonly isApproved: boolean;
  },
): void {
  const { id, room, request, isApproved } = answer;
  const { kind, form } = request;
  const values = completeForm(form, { [FORMS[kind].allow]: [isApproved ? 'true' : 'false'] });
  session.send(xml('message', { id, to: room.bare }, buildSubmission(values)));
}

function kindOf(form: Form): ApprovalKind | undefined {
  const type = formValue(form, 'FORM_TYPE');
  return (Object.keys(FORMS) as ApprovalKind[]).find((kind) => FORMS[kind].type === type);
}

/** The requester's answers to the other questions of the room. */
function aboutOf({ fields }: Form, kind: ApprovalKind): string {
  if (kind === 'voice') return '';
  const facts = fields.filter(isFact).map(({ label, name, values }) => {
    return `${label === '' ? name : label}: ${values.join(' ')}`;
  });
  return receivedLine(facts.join(', '), MAX_ABOUT);
}

function isFact({ name, type, values }: FormField): boolean {
  const { nick, allow } = FORMS.membership;
  if (type === 'hidden' || type === 'fixed') return false;
  if (['FORM_TYPE', 'muc#jid', nick, allow].includes(name)) return false;
  return values.some((value) => value.trim() !== '');
}
