// Unchecked: the published types of the library are of an older version.
// The XMPP library by itself under the same loads: what Parley adds shows in the difference.
import { client, xml } from '@xmpp/client';
import { bodyOf } from './bodies.mjs';
import { main } from './main.mjs';
import { ROOM_LOADS, roomOf } from './options.mjs';
import { Tally } from './tally.mjs';

const NS_ROSTER = 'jabber:iq:roster';
const NS_ARCHIVE = 'urn:xmpp:mam:2';
const NS_FORWARD = 'urn:xmpp:forward:0';
const NS_RESULT_SET = 'http://jabber.org/protocol/rsm';
const NS_MUC = 'http://jabber.org/protocol/muc';
const NS_PING = 'urn:xmpp:ping';

await main('xmpp.js', () => Promise.resolve(runLoad));

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./main.mjs').Figures>}
 */
async function runLoad({ host, port, jid, password, load, n, page }) {
  const [username = '', domain = ''] = jid.replace(/\/.*$/su, '').split('@');
  const authority = host.includes(':') ? `[${host}]` : host;
  const xmpp = client({ service: `xmpp://${authority}:${port}`, domain, username, password });
  xmpp.reconnect.stop();
  const failed = new Promise((_, reject) => xmpp.on('error', reject));
  const tally = new Tally(load === 'L0' ? 1 : n);
  const contacts = new Map();
  if (load === 'L1') countPresent(xmpp, contacts, tally);
  if (load === 'L2' || load === 'R2') countReceived(xmpp, tally);
  if (load === 'L4') countOccupants(xmpp, tally);
  const dialled = performance.now();
  await Promise.race([xmpp.start(), failed]);
  const online = performance.now();
  if (load === 'L0') tally.count();
  else await begin(xmpp, contacts);
  const room = ROOM_LOADS.includes(load) ? roomOf(jid) : undefined;
  if (room) await xmpp.send(xml('presence', { to: `${room}/bench` }, xml('x', { xmlns: NS_MUC })));
  if (load === 'L3' || load === 'R3') await readArchive(xmpp, { max: page, to: room }, tally);
  if (load === 'L5') await send(xmpp, jid, n, tally);
  const done = await Promise.race([tally.full, failed]);
  await xmpp.stop();
  const began = load === 'L0' ? dialled : online;
  const { seen, chars, bad } = tally;
  return { ms: done - began, loginMs: online - dialled, seen, chars, bad };
}

/** The roster first, then the initial presence. */
async function begin(xmpp, contacts) {
  const roster = await xmpp.iqCaller.get(xml('query', { xmlns: NS_ROSTER }));
  for (const { attrs } of roster.getChildren('item')) {
    contacts.set(attrs.jid, { name: attrs.name, present: false });
  }
  await xmpp.send(xml('presence'));
}

function countPresent(xmpp, contacts, tally) {
  xmpp.on('stanza', (stanza) => {
    if (!stanza.is('presence') || stanza.attrs.type) return;
    const contact = contacts.get(stanza.attrs.from.split('/')[0]);
    if (!contact || contact.present) return;
    contact.present = true;
    tally.count();
  });
}

/** Up to the subject; ourselves are none. */
function countOccupants(xmpp, tally) {
  const occupants = new Map();
  xmpp.on('stanza', (stanza) => {
    if (stanza.is('message') && stanza.getChild('subject')) tally.end();
    if (!stanza.is('presence') || stanza.attrs.type) return;
    const user = stanza.getChild('x', `${NS_MUC}#user`);
    if (!user || user.getChildByAttr('code', '110')) return;
    const { role, affiliation } = user.getChild('item').attrs;
    occupants.set(stanza.attrs.from, { role, affiliation, show: stanza.getChildText('show') });
    tally.count();
  });
}

function countReceived(xmpp, tally) {
  xmpp.on('stanza', (stanza) => {
    const body = stanza.is('message') && stanza.getChildText('body');
    if (body) tally.count(body);
  });
}

/** Page after page, from the first message on. */
async function readArchive(xmpp, { max, to }, tally) {
  xmpp.on('stanza', (stanza) => {
    const forwarded = stanza.getChild('result', NS_ARCHIVE)?.getChild('forwarded', NS_FORWARD);
    const body = forwarded?.getChild('message')?.getChildText('body');
    if (body) tally.count(body);
  });
  let after = [];
  for (;;) {
    const set = xml('set', { xmlns: NS_RESULT_SET }, xml('max', {}, String(max)), ...after);
    const query = xml('query', { xmlns: NS_ARCHIVE, queryid: 'bench' }, set);
    const answer = await xmpp.iqCaller.request(xml('iq', { type: 'set', to }, query));
    const fin = answer.getChild('fin', NS_ARCHIVE);
    if (fin.attrs.complete === 'true') return;
    after = [xml('after', {}, fin.getChild('set', NS_RESULT_SET).getChildText('last'))];
  }
}

/** The same stanzas as Parley sends, acknowledged or, where they are not, followed by a ping. */
async function send(xmpp, jid, n, tally) {
  const { streamManagement } = xmpp;
  const acknowledges = streamManagement.enabled;
  streamManagement.on('ack', (stanza) => {
    if (stanza.is('message')) tally.count(stanza.getChildText('body'));
  });
  const stanzas = Array.from({ length: n }, (_, index) =>
    xml(
      'message',
      { type: 'chat', to: jid, id: `bench-${index}` },
      xml('body', {}, bodyOf(index)),
      xml('request', { xmlns: 'urn:xmpp:receipts' }),
      xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id: `bench-${index}` }),
      xml('active', { xmlns: 'http://jabber.org/protocol/chatstates' }),
    ),
  );
  await Promise.all(stanzas.map((stanza) => xmpp.send(stanza)));
  if (acknowledges) return;
  await xmpp.iqCaller.get(xml('ping', { xmlns: NS_PING })).catch((error) => {
    // Any answer will do, also that the server knows no ping.
    if (error.name !== 'StanzaError') throw error;
  });
  for (const stanza of stanzas) tally.count(stanza.getChildText('body'));
}
