import assert from 'node:assert/strict';
import { admitOffer } from '../../../../src/xmpp/stanza/offerLimit.ts';
import { Jid } from '../../../../src/base/jid.ts';
import { xml } from '../../../../src/xmpp/stanza/xml.ts';
import { jingleModule, jingleOf } from '../../../../src/xmpp/xep/0166-jingle.ts';
import { type JingleContent, jingleError } from '../../../../src/xmpp/xep/0166-requests.ts';
import type { JingleSession } from '../../../../src/xmpp/xep/0166-session.ts';
import { JULIET, ROMEO, SessionPair } from '../../../support/sessionPair.ts';
import { settle } from '../../../support/settle.ts';

const romeo = Jid.of(ROMEO);
const juliet = Jid.of(JULIET);
const chess = 'urn:example:chess';
const content = (): JingleContent => ({
  creator: 'initiator',
  name: 'game',
  senders: 'both',
  description: xml('description', { xmlns: chess }),
  transport: xml('transport', { xmlns: 'urn:example:board' }),
});

describe('Jingle sessions (XEP-0166)', () => {
  /** Romeo, who begins sessions of chess, and Juliet, who plays. */
  function scene() {
    const pair = new SessionPair([jingleModule]);
    const taken: JingleSession[] = [];
    const requests: string[] = [];
    jingleOf(pair.juliet).serve(chess, (session) => {
      session.handle(({ action }) => requests.push(action));
      taken.push(session);
      return true;
    });
    return { pair, taken, requests, romeo: jingleOf(pair.romeo), juliet: jingleOf(pair.juliet) };
  }

  /** One session, initiated and acknowledged. */
  async function begun() {
    const all = scene();
    const ours = all.romeo.begin(juliet);
    const accepted: string[] = [];
    ours.handle(({ action }) => accepted.push(action));
    await ours.initiate(content());
    const theirs = all.taken[0];
    assert.ok(theirs);
    return { ...all, ours, theirs, accepted };
  }

  it('are accepted once, by the responder', async () => {
    const { ours, theirs, accepted } = await begun();
    await theirs.accept(content());
    assert.deepEqual(accepted, ['session-accept']);
    await assert.rejects(theirs.accept(content()), { condition: 'unexpected-request' });
    await assert.rejects(ours.accept(content()), {
      application: '{urn:xmpp:jingle:errors:1}out-of-order',
    });
  });

  it('are answered before anything else is sent of them', async () => {
    const { pair, juliet: jingle } = scene();
    jingle.serve('urn:example:go', (session) => {
      session.terminate('busy');
      return true;
    });
    const description = xml('description', { xmlns: 'urn:example:go' });
    const ours = jingleOf(pair.romeo).begin(juliet);
    const initiated = ours.initiate({ ...content(), description });
    assert.deepEqual(await ours.ended, { by: 'peer', reason: 'busy', detail: undefined });
    await initiated.catch(() => undefined);
    const theirs = pair.log.filter(({ attrs }) => attrs['from'] === JULIET);
    const [first = '', second = ''] = theirs.map(String);
    assert.match(first, /type="result"/u);
    assert.match(second, /session-terminate.*<busy\/>/u);
  });

  it('answer pings, and refuse what they do not know', async () => {
    const { ours, theirs, requests } = await begun();
    await ours.send('session-info');
    assert.deepEqual(requests, []);
    theirs.handle(() => {
      throw jingleError('unsupported-info');
    });
    await assert.rejects(ours.send('session-info', xml('check', { xmlns: chess })), {
      condition: 'feature-not-implemented',
      application: '{urn:xmpp:jingle:errors:1}unsupported-info',
    });
    await assert.rejects(ours.send('content-add'), { condition: 'feature-not-implemented' });
    await assert.rejects(ours.send('session-initiate'), { condition: 'unexpected-request' });
    assert.equal(ours.end, undefined);
  });

  it('are known to the full JID that has begun them, and to nobody else', async () => {
    const { pair, ours, theirs } = await begun();
    const forged = (from: string) =>
      `<iq type="set" id="m" from="${from}" to="${juliet.full}"><jingle xmlns="urn:xmpp:jingle:1"
         action="session-terminate" sid="${ours.sid}"><reason><success/></reason></jingle></iq>`;
    pair.juliet.receive(forged('romeo@example.net/attic'));
    const refused = pair.log.at(-1);
    assert.match(String(refused), /item-not-found.*unknown-session/u);
    assert.equal(theirs.end, undefined);
    pair.juliet.receive(forged(romeo.full));
    assert.deepEqual(theirs.end, { by: 'peer', reason: 'success', detail: undefined });
  });

  it('have ended for both when one of them terminates, or has lost the other', async () => {
    const { pair, ours, theirs, taken } = await begun();
    ours.terminate('cancel');
    assert.deepEqual(ours.end, { by: 'us', reason: 'cancel' });
    assert.equal((await theirs.ended).reason, 'cancel');
    await assert.rejects(theirs.send('session-info'), { name: 'JingleEnded' });

    const second = jingleOf(pair.romeo).begin(juliet);
    await second.initiate(content());
    taken[1]?.lose();
    await assert.rejects(second.send('session-info'), { name: 'JingleEnded' });
    assert.deepEqual(second.end, { by: 'peer', reason: 'gone' });
  });

  it('end when the peer stays away for ten seconds, not when it is back before', async () => {
    const { pair, theirs } = await begun();
    const say = (type: string) => {
      pair.juliet.receive(`<presence from="${romeo.full}" ${type}/>`);
    };
    say('type="unavailable"');
    pair.juliet.clock.advance(9_000);
    say('');
    pair.juliet.clock.advance(9_000);
    assert.equal(theirs.end, undefined);
    say('type="unavailable"');
    pair.juliet.clock.advance(10_000);
    assert.deepEqual(theirs.end, { by: 'peer', reason: 'gone' });
  });

  it('outlive a resumption, and end with a new stream', async () => {
    const { pair, ours } = await begun();
    pair.romeo.stream.goOffline();
    pair.romeo.stream.goOnline(true);
    assert.equal(ours.end, undefined);
    await ours.send('session-info');
    pair.romeo.stream.goOffline();
    pair.romeo.stream.goOnline(false);
    assert.deepEqual(ours.end, { by: 'connection', reason: 'gone' });
  });

  it('A48: are not more than five of one account, and twenty in all', async () => {
    const { pair, taken } = scene();
    const initiate = (from: string, sid: string) => {
      pair.juliet.receive(
        `<iq type="set" id="i" from="${from}" to="${juliet.full}"><jingle xmlns="urn:xmpp:jingle:1"
           action="session-initiate" sid="${sid}"><content creator="initiator" name="game">
           <description xmlns="${chess}"/></content></jingle></iq>`,
      );
    };
    for (let n = 0; n < 7; n++) initiate(`romeo@example.net/${n}`, 's');
    assert.equal(taken.length, 5);
    // Those of stream initiation count together with them.
    assert.throws(() => admitOffer(pair.juliet, Jid.of('romeo@example.net/si')), {
      condition: 'resource-constraint',
    });
    taken[0]?.terminate('decline');
    await settle();
    initiate('romeo@example.net/6', 's');
    assert.equal(taken.length, 6);
    assert.match(pair.log.map(String).join(''), /resource-constraint/u);
    for (let n = 0; n < 20; n++) initiate('juliet@example.org/chamber', `s${n}`);
    assert.equal(taken.length, 11);
  });
});
