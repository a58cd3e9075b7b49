// XEP-0050: Ad-Hoc Commands, version 1.3.0
// https://xmpp.org/extensions/xep-0050.html
import type { Jid } from '../../base/jid.ts';
import type { Module, Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { buildSubmission, type FormValues } from './0004-dataForms.ts';
import { fetchDiscoItems } from './0030-disco.ts';

const NS = 'http://jabber.org/protocol/commands';

/** What to do next in a command: its node alone begins it. */
export interface CommandOrder {
  readonly node: string;
  readonly sessionId?: string | undefined;
  readonly values?: FormValues;
}

/** A step of a command, in the answer of its service. */
export interface CommandStep {
  /** Required for the next step. */
  readonly sessionId: string | undefined;
  readonly isCompleted: boolean;
  /** The element that contains the step's form. */
  readonly element: Element;
}

/** Whether a service offers this account a command (§2.2). @throws StanzaError */
export async function offersCommand(session: Session, to: Jid, node: string): Promise<boolean> {
  const items = await fetchDiscoItems(session, to, NS);
  return items.some((item) => item.node === node);
}

/** Begins or continues a command (§2.4). @throws StanzaError */
export async function executeCommand(
  session: Session,
  to: Jid,
  { node, sessionId, values }: CommandOrder,
): Promise<CommandStep> {
  const payload = xml(
    'command',
    { xmlns: NS, node, action: 'execute', sessionid: sessionId },
    values && buildSubmission(values),
  );
  const answer = await session.request({ type: 'set', to, payload });
  const element = answer.getChild('command', NS);
  if (!element) throw new StanzaError('bad-format', { text: 'the answer has no command' });
  return {
    sessionId: receivedId(element.attrs['sessionid']),
    isCompleted: element.attrs['status'] === 'completed',
    element,
  };
}

/** Not announced: we run commands of others, and have none of our own. */
export const commandsModule: Module = { xep: 'XEP-0050', features: [] };
