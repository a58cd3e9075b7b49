// XEP-0133: Service Administration, version 1.3.1
// https://xmpp.org/extensions/xep-0133.html#get-registered-users-list
import { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import type { Element } from '../stanza/xml.ts';
import { completeForm, type Form, NS_FORM, parseForm, valuesOf } from './0004-dataForms.ts';
import { type CommandStep, executeCommand, offersCommand } from './0050-commands.ts';

const NODE = 'http://jabber.org/protocol/admin#get-registered-users-list';
/** The field with the maximum number of accounts, and its option for all of them. */
const LIMIT = 'max_items';
const UNLIMITED = /^(?:none|all)$/iu;
const LISTED = 'registereduserjids';
/** Maximum number of accounts; further ones are ignored. */
const MAX_USERS = 20_000;

/** Whether a server offers us the list of its accounts: to administrators. @throws StanzaError */
export function offersRegisteredUsers(session: Session, server: Jid): Promise<boolean> {
  return offersCommand(session, server, NODE);
}

/**
 * Fetches the accounts of a server, as many as it lists (§4.18). If it asks how many, all are asked
 * for, or as many as it has an option for.
 *
 * @returns bare JIDs
 * @throws StanzaError `resource-constraint` if there are too many for it
 */
export async function fetchRegisteredUsers(session: Session, server: Jid): Promise<readonly Jid[]> {
  const first = await executeCommand(session, server, { node: NODE });
  const last = first.isCompleted ? first : await submit(session, server, first);
  if (!last.isCompleted) {
    throw new StanzaError('bad-format', { text: 'the list of accounts asks for more' });
  }
  return parseUsers(last.element);
}

/** Not announced: we administer others' servers. */
export const registeredUsersModule: Module = { xep: 'XEP-0133', features: [] };

async function submit(
  session: Session,
  server: Jid,
  { element, sessionId }: CommandStep,
): Promise<CommandStep> {
  const form = parseForm(element);
  if (!form) throw new StanzaError('bad-format', { text: 'the list of accounts has no form' });
  const limit = largestLimit(form);
  const values = completeForm(form, limit === undefined ? {} : { [LIMIT]: [limit] });
  return executeCommand(session, server, { node: NODE, sessionId, values });
}

function largestLimit({ fields }: Form): string | undefined {
  const values = fields.find(({ name }) => name === LIMIT)?.options.map(({ value }) => value) ?? [];
  const all = values.find((value) => UNLIMITED.test(value));
  return all ?? values.sort((a, b) => Number(b) - Number(a))[0];
}

/** The form's type is `result`, or `form` as in the examples. */
function parseUsers(command: Element): readonly Jid[] {
  return command
    .getChildren('x', NS_FORM)
    .flatMap((form) => form.getChildren('field', NS_FORM))
    .filter(({ attrs }) => attrs['var'] === LISTED)
    .flatMap(valuesOf)
    .slice(0, MAX_USERS)
    .flatMap((value) => Jid.parse(value.trim())?.toBare() ?? []);
}
