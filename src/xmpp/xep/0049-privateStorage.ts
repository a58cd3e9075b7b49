// XEP-0049: Private XML Storage, version 1.2
// https://xmpp.org/extensions/xep-0049.html
import type { Module, Session } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'jabber:iq:private';

/**
 * Fetches what is stored for our account under a name and namespace.
 *
 * @returns an empty element, or `undefined`, if there is nothing
 * @throws StanzaError `service-unavailable` if the server does not support it
 */
export async function fetchPrivate(
  session: Session,
  { name, xmlns }: { readonly name: string; readonly xmlns: string },
): Promise<Element | undefined> {
  const payload = xml('query', { xmlns: NS }, xml(name, { xmlns }));
  const answer = await session.request({ type: 'get', payload });
  return answer.getChild('query', NS)?.getChild(name, xmlns);
}

/** Stores an element in place of the one of that name and namespace. @throws StanzaError */
export async function storePrivate(session: Session, element: Element): Promise<void> {
  await session.request({ type: 'set', payload: xml('query', { xmlns: NS }, element) });
}

/** Not announced: it is a feature of servers. */
export const privateStorageModule: Module = { xep: 'XEP-0049', features: [] };
