// XEP-0461: Message Replies, version 0.2.1
// https://xmpp.org/extensions/xep-0461.html
import { Jid } from '../../base/jid.ts';
import { receivedId } from '../text.ts';
import { type Element, xml } from '../xml.ts';
import { passiveModule } from './passive.ts';

export const NS_REPLY = 'urn:xmpp:reply:0';

/** Which message another one answers. */
export interface Reply {
  /** That message's origin-id, or its id where it has none (§4.1). */
  readonly id: string;
  /** Its author, where the reply says so. */
  readonly to?: Jid;
}

export function parseReply(message: Element): Reply | undefined {
  const { id: idAttribute, to = '' } = message.getChild('reply', NS_REPLY)?.attrs ?? {};
  const id = receivedId(idAttribute);
  const author = Jid.parse(to);
  return id === undefined ? undefined : { id, ...(author ? { to: author } : {}) };
}

export function buildReply({ id, to }: Reply): Element {
  return xml('reply', { xmlns: NS_REPLY, id, to: to?.full });
}

/** The text as a quotation by the rules of XEP-0393, to stand before the reply's own words. */
export function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}\n`)
    .join('');
}

export const repliesModule = passiveModule('XEP-0461', [NS_REPLY]);
