import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Jid } from '../../../../src/base/jid.ts';
import { type Element, xml } from '../../../../src/xmpp/stanza/xml.ts';
import { openInBand } from '../../../../src/xmpp/xep/0047-inBand.ts';
import { jingleOf } from '../../../../src/xmpp/xep/0166-jingle.ts';
import { buildContent, type JingleRequest } from '../../../../src/xmpp/xep/0166-requests.ts';
import { buildDescription } from '../../../../src/xmpp/xep/0234-jingleFiles.ts';
import {
  buildCandidate,
  buildChoice,
  buildSocks5,
  parseSocks5,
} from '../../../../src/xmpp/xep/0260-jingleSocks5.ts';
import { buildInBand, parseInBand } from '../../../../src/xmpp/xep/0261-jingleInBand.ts';
import { collect, contentOf, JingleScene, juliet, sourceOf } from '../../../support/jingleScene.ts';

const CONTENT = contentOf(10_000);
const ID = { creator: 'initiator', name: 'a', senders: 'initiator' } as const;
const carried = (transport: Element) => buildContent({ ...ID, transport });

describe('the transports of files by Jingle (XEP-0260, XEP-0261)', () => {
  let scene: JingleScene;

  beforeEach(() => {
    scene = new JingleScene();
  });

  /** Romeo is another client, whose requests are the test's, and offers a file. */
  async function script(transport: Element) {
    const jingle = jingleOf(scene.pair.romeo).begin(juliet);
    const requests: JingleRequest[] = [];
    jingle.handle((request) => requests.push(request));
    const description = buildDescription({ name: 'plan.bin', size: CONTENT.length });
    await jingle.initiate({ ...ID, description, transport });
    const [offer] = scene.offers;
    assert.ok(offer);
    const received = collect(scene.accept(offer));
    received.catch(() => undefined);
    await scene.quiet();
    const transports = (action: string) =>
      requests.flatMap((request) =>
        request.action === action ? (request.contents[0]?.transport ?? []) : [],
      );
    return { jingle, requests, received, transports };
  }

  /** Romeo sends the content in-band. */
  async function sendInBand(transport: Element | undefined): Promise<void> {
    assert.ok(transport);
    const { sid, blockSize } = parseInBand(transport);
    const stream = await openInBand(scene.pair.romeo, juliet, sid, { blockSize });
    await stream.write(CONTENT);
    await stream.end();
  }

  it('fall back to in-band once, proposed by the initiator, when nobody reaches anybody', async () => {
    const { offer, sent } = await scene.offer(sourceOf(CONTENT));
    assert.ok((await collect(scene.accept(offer))).equals(CONTENT));
    await sent;
    for (const who of ['romeo', 'juliet'] as const) {
      assert.equal(scene.by(who, /<candidate-error/u).length, 1, who);
    }
    assert.equal(scene.by('romeo', /transport-replace/u).length, 1);
    assert.equal(scene.by('juliet', /transport-accept/u).length, 1);
    assert.equal(scene.by('juliet', /transport-replace/u).length, 0);
  });

  it('are accepted as they are offered', async () => {
    const { received, transports } = await script(buildInBand({ sid: 'b1', blockSize: 65_535 }));
    const [accepted] = transports('session-accept');
    assert.ok(accepted);
    assert.deepEqual(parseInBand(accepted), { sid: 'b1', blockSize: 65_535 });
    await sendInBand(accepted);
    assert.ok((await received).equals(CONTENT));
  });

  it('are replaced with the same id, and blocks not larger', async () => {
    const { jingle, received, transports } = await script(buildSocks5('s1', undefined, []));
    const error = buildSocks5('s1', undefined, [buildChoice('error')]);
    await jingle.send('transport-info', carried(error));
    await jingle.send('transport-replace', carried(buildInBand({ sid: 'b1', blockSize: 4096 })));
    await scene.quiet();
    const [accepted] = transports('transport-accept');
    assert.ok(accepted);
    assert.deepEqual(parseInBand(accepted), { sid: 'b1', blockSize: 4096 });
    await sendInBand(accepted);
    assert.ok((await received).equals(CONTENT));
  });

  it('are replaced before the other side has tried its candidates, but only once', async () => {
    const { jingle, received, transports } = await script(buildSocks5('s1', undefined, []));
    const replace = (sid: string) =>
      jingle.send('transport-replace', carried(buildInBand({ sid, blockSize: 4096 })));
    await replace('b1');
    await replace('b2');
    await scene.quiet();
    assert.equal(transports('transport-reject').length, 1);
    await sendInBand(transports('transport-accept')[0]);
    assert.ok((await received).equals(CONTENT));
  });

  it('fail, and both are told, when the initiator proposes nothing else', async () => {
    const { jingle, received } = await script(buildSocks5('s1', undefined, []));
    await scene.advance(20_000);
    await scene.advance(20_000);
    await assert.rejects(received, { code: 'unreachable' });
    assert.deepEqual(jingle.end, { by: 'peer', reason: 'failed-transport', detail: undefined });
  });

  it('fail when the proposal is answered by something else, and are not proposed again', async () => {
    scene.pair.passes = (stanza) => {
      const request = stanza.getChild('jingle');
      if (request?.attrs['action'] === 'transport-accept') {
        request.attrs['action'] = 'session-accept';
      }
      return true;
    };
    const { offer, sent } = await scene.offer(sourceOf(CONTENT));
    const received = collect(scene.accept(offer));
    received.catch(() => undefined);
    await scene.advance(25_000);
    assert.match(scene.by('romeo', /type="error"/u).join(), /out-of-order/u);
    await assert.rejects(sent, { code: 'unreachable' });
    await assert.rejects(received, { code: 'unreachable' });
    assert.equal(scene.by('romeo', /transport-replace/u).length, 1);
  });

  it('end when the peer rejects what is proposed', async () => {
    scene.pair.passes = (stanza) => {
      const request = stanza.getChild('jingle');
      if (request?.attrs['action'] === 'transport-accept') {
        request.attrs['action'] = 'transport-reject';
      }
      return true;
    };
    const { offer, sent } = await scene.offer(sourceOf(CONTENT));
    const received = collect(scene.accept(offer));
    await assert.rejects(received, { code: 'unreachable' });
    await assert.rejects(sent, { code: 'unreachable' });
    assert.match(scene.by('romeo', /session-terminate/u).join(), /<connectivity-error/u);
  });

  it('are complete by their size, though the sender leaves the stream open', async () => {
    scene.pair.passes = (stanza) => !stanza.getChild('close');
    const { offer, sent } = await scene.offer(sourceOf(CONTENT));
    const received = collect(scene.accept(offer));
    await scene.advance(2_000);
    assert.ok((await received).equals(CONTENT));
    await sent;
  });

  it('A46: go to no address of this machine', async () => {
    let connections = 0;
    const listener = createServer(() => {
      connections += 1;
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    try {
      const { port } = listener.address() as AddressInfo;
      const candidates = ['127.0.0.1', 'localhost', '::1', '0.0.0.0'].map((host, n) =>
        buildCandidate({
          cid: `c${n}`,
          host,
          port,
          jid: Jid.of('romeo@example.net/orchard'),
          priority: 8_257_636 - n,
          type: 'direct',
        }),
      );
      const { transports } = await script(buildSocks5('s1', undefined, candidates));
      for (let told = false; !told;) {
        await scene.advance(200);
        told = transports('transport-info').length > 0;
      }
      const [info] = transports('transport-info');
      assert.ok(info);
      assert.equal(parseSocks5(info).choice, 'error');
      assert.equal(connections, 0);
    } finally {
      listener.close();
    }
  });

  it('refuse what was not offered, and a second choice', async () => {
    const { jingle } = await script(buildSocks5('s1', undefined, []));
    const tell = (sid: string, ...children: Element[]) =>
      jingle.send('transport-info', carried(buildSocks5(sid, undefined, children)));
    const badRequest = { condition: 'bad-request' };
    await assert.rejects(tell('s2', buildChoice('error')), badRequest);
    await assert.rejects(tell('s1', buildChoice({ used: 'c1' })), badRequest);
    await assert.rejects(tell('s1', xml('activated', { cid: 'c1' })), badRequest);
    await tell('s1', buildChoice('error'));
    await assert.rejects(tell('s1', buildChoice('error')), { condition: 'unexpected-request' });
  });
});
