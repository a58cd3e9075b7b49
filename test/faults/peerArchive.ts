import { randomUUID } from 'node:crypto';
import type { Peer } from '../interop/peer.mjs';

const PAGE = 200;

/** The bodies of an account's archive with somebody, in its order, as an independent client reads it (XEP-0313). */
export function readArchive(peer: Peer, other: string): Promise<readonly string[]> {
  return readAll(peer, other, {});
}

/** The bodies of a room's archive. */
export function readRoomArchive(peer: Peer, room: string): Promise<readonly string[]> {
  return readAll(peer, undefined, { to: room });
}

async function readAll(
  peer: Peer,
  other: string | undefined,
  archive: { readonly to?: string },
): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (let after = ''; ;) {
    const query = randomUUID();
    const from = peer.events.length;
    const fin = await peer.iq({
      type: 'set',
      ...archive,
      payload: buildQuery(query, other, after),
    });
    // The server sends the results before it answers.
    const results = peer.events
      .slice(from)
      .filter(({ event, xml = '' }) => event === 'message' && xml.includes(query));
    bodies.push(
      ...results.flatMap(({ xml = '' }) => /<body>([^<]*)<\/body>/u.exec(xml)?.[1] ?? []),
    );
    const last = /<last>([^<]*)<\/last>/u.exec(fin)?.[1];
    if (last === undefined || /complete=['"]true/u.test(fin)) return bodies;
    after = last;
  }
}

function buildQuery(id: string, other: string | undefined, after: string): string {
  const field = (name: string, value: string) =>
    `<field var='${name}'><value>${value}</value></field>`;
  const form =
    "<x xmlns='jabber:x:data' type='submit'>" +
    `${field('FORM_TYPE', 'urn:xmpp:mam:2')}${other === undefined ? '' : field('with', other)}</x>`;
  const start = after === '' ? '' : `<after>${after}</after>`;
  const set = `<set xmlns='http://jabber.org/protocol/rsm'><max>${PAGE}</max>${start}</set>`;
  return `<query xmlns='urn:xmpp:mam:2' queryid='${id}'>${form}${set}</query>`;
}
