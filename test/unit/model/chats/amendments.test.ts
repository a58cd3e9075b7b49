import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Jid } from '../../../../src/base/jid.ts';
import { createAccount } from '../../../../src/model/account/createAccount.ts';
import type { Message } from '../../../../src/model/history.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { accountDeps } from '../../../support/fakePlatform.ts';
import { settle } from '../../../support/settle.ts';

const me = 'juliet@example.org';
const bob = 'bob@example.org';
const eve = 'eve@example.org';

const REPLY = 'urn:xmpp:reply:0';

interface Sent {
  readonly from?: string;
  readonly id?: string;
  readonly body?: string;
  /** Further children. */
  readonly xml?: string;
}

const stanza = ({ from = bob, id, body, xml = '' }: Sent) =>
  `<message type="chat" from="${from}/x" ${id === undefined ? '' : `id="${id}"`}>
    ${body === undefined ? '' : `<body>${body}</body>`}${xml}</message>`;
const replace = (id: string) => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}" />`;
const retract = (id: string) => `<retract xmlns="urn:xmpp:message-retract:1" id="${id}" />`;
const react = (id: string, ...emojis: string[]) =>
  `<reactions xmlns="urn:xmpp:reactions:0" id="${id}">${emojis
    .map((emoji) => `<reaction>${emoji}</reaction>`)
    .join('')}</reactions>`;
const delay = (stamp: string) => `<delay xmlns="urn:xmpp:delay" stamp="${stamp}" />`;

class Bench {
  readonly link = new FakeLink({ mayKnowPresence: [bob] });
  readonly account = createAccount(
    { jid: me, show: 'available', status: '' },
    'secret',
    accountDeps(this.link),
  );

  async start(): Promise<this> {
    this.link.goOnline();
    this.link.session.answer('<iq type="result"><query xmlns="jabber:iq:roster" /></iq>');
    await settle();
    return this;
  }

  async receive(...sent: Sent[]): Promise<void> {
    this.link.session.receive(sent.map(stanza).join(''));
    await settle();
  }

  async messages(chat = bob): Promise<readonly Message[]> {
    return (await this.account.chats.find(chat)?.load({ limit: 99 })) ?? [];
  }

  async bodies(): Promise<string[]> {
    return (await this.messages()).map(({ body }) => body);
  }
}

describe('what changes earlier messages', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await new Bench().start();
  });

  it('corrects any message of the sender, by the first id or a later one, and marks it', async () => {
    await bench.receive({ id: 'a', body: 'teh' }, { id: 'b', body: 'second' });
    await bench.receive({ id: 'c', body: 'teh cat', xml: replace('a') });
    await bench.receive({ id: 'd', body: 'the cat', xml: replace('a') });
    assert.deepEqual(await bench.bodies(), ['the cat', 'second']);
    await bench.receive({ id: 'e', body: 'the cats', xml: replace('d') });
    const [message] = await bench.messages();
    assert.equal(message?.body, 'the cats');
    assert.equal(message.edited, bench.link.session.clock.now());
    assert.equal(message.originId, 'a');
    assert.equal(bench.account.chats.find(bob)?.unread, 2);
    assert.equal(bench.account.chats.find(bob)?.lastReceived?.body, 'second');
  });

  it('applies what comes together in its order', async () => {
    await bench.receive(
      { id: 'a', body: 'one' },
      { id: 'b', body: 'two', xml: replace('a') },
      { id: 'c', body: 'three', xml: replace('a') },
      { id: 'd', xml: react('a', '👍') },
    );
    const [message, ...others] = await bench.messages();
    assert.deepEqual([message?.body, others], ['three', []]);
    assert.deepEqual(message?.reactions?.[0]?.emojis, ['👍']);
  });

  it('leaves a newer text, and newer reactions, to what comes late', async () => {
    const late = delay('2024-01-01T00:00:00Z');
    await bench.receive({ id: 'a', body: 'one' });
    await bench.receive(
      { id: 'b', body: 'newest', xml: replace('a') },
      { id: 'c', body: 'older', xml: replace('a') + late },
      { xml: react('a', '🎉') },
      { xml: react('a', '👎') + late },
    );
    const [message] = await bench.messages();
    assert.equal(message?.body, 'newest');
    assert.deepEqual(message.reactions?.[0]?.emojis, ['🎉']);
  });

  it('shows a correction whose message is not here in its place', async () => {
    const origin = (id: string) => `<origin-id xmlns="urn:xmpp:sid:0" id="${id}" />`;
    await bench.receive({ id: 'b', body: 'the cat', xml: replace('a') });
    await bench.receive({ id: 'b', body: 'the cat', xml: replace('a') });
    await bench.receive({ id: 'c', body: 'the cats', xml: replace('a') });
    await bench.receive({ id: 'a', body: 'teh cat', xml: origin('a') });
    assert.deepEqual(await bench.bodies(), ['the cats']);
    assert.equal((await bench.messages())[0]?.edited, bench.link.session.clock.now());
  });

  it('takes a message back, and nothing of it is kept or changed any more', async () => {
    await bench.receive({ id: 'a', body: 'secret' }, { id: 'f', xml: react('a', '😱') });
    const fallback = '<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:message-retract:1" />';
    await bench.receive({ id: 'b', body: 'I took it back', xml: retract('a') + fallback });
    await bench.receive({ id: 'c', body: 'secret', xml: replace('a') }, { xml: react('a', '😱') });
    const [message, ...others] = await bench.messages();
    assert.deepEqual(others, []);
    assert.equal(message?.retracted, bench.link.session.clock.now());
    assert.doesNotMatch(JSON.stringify(message), /secret|😱/u);
    assert.equal(bench.account.chats.find(bob)?.lastReceived?.body, '');
  });

  it('keeps reactions and retractions aside for a message that comes later', async () => {
    await bench.receive({ id: '0', body: 'hello' });
    await bench.receive({ xml: react('a', '👍') }, { xml: react('a', '🎉') });
    await bench.receive({ xml: retract('b') });
    await bench.receive({ id: 'a', body: 'one' }, { id: 'b', body: 'two' });
    const [, one, two] = await bench.messages();
    assert.deepEqual(one?.reactions?.[0]?.emojis, ['🎉']);
    assert.equal(two?.body, '');
    assert.equal(two.retracted, bench.link.session.clock.now());
  });

  it('keeps no more aside than a few hundred', async () => {
    await bench.receive({ id: '0', body: 'hello' });
    await bench.receive(...Array.from({ length: 300 }, (_, n) => ({ xml: react(`m${n}`, '👍') })));
    await bench.receive({ id: 'm0', body: 'old' }, { id: 'm299', body: 'new' });
    const [, old, fresh] = await bench.messages();
    assert.equal(old?.reactions, undefined);
    assert.equal(fresh?.reactions?.length, 1);
  });

  it('A11: forgets no waiting retraction for whatever else waits, of its sender or of others', async () => {
    await bench.receive({ id: '0', body: 'hello' }, { from: eve, id: '0', body: 'hello' });
    await bench.receive({ xml: retract('a') }, { xml: react('b', '👍') });
    const flood = Array.from({ length: 400 }, (_, n) => ({ xml: react(`m${n}`, '👍') }));
    await bench.receive(...flood.map(({ xml }) => ({ from: eve, xml })));
    const retractions = Array.from({ length: 400 }, (_, n) => ({
      from: eve,
      xml: retract(`m${n}`),
    }));
    await bench.receive(...retractions);
    await bench.receive({ id: 'b', body: 'reacted to' });
    await bench.receive(...flood);
    await bench.receive({ id: 'a', body: 'secret' });
    const [, reacted, secret] = await bench.messages();
    assert.equal(reacted?.reactions?.length, 1);
    assert.equal(secret?.body, '');
  });

  it('takes all reactions of a sender back with none', async () => {
    await bench.receive({ id: 'a', body: 'one' }, { xml: react('a', '👍', '🎉') });
    await bench.receive({ xml: react('a') }, { id: 'b', body: 'two' });
    const [one, two] = await bench.messages();
    assert.equal(one?.reactions, undefined);
    assert.equal(two?.reply, undefined);
  });

  it('quotes the answered message instead of the words that stand in for it', async () => {
    const mine = await bench.account.outbox.send(Jid.of(eve), { body: 'in another chat' });
    await bench.receive({ id: 'a', body: 'cake?' });
    const answer = (id: string) => ({
      body: '&gt; cake?\nYes',
      xml: `<reply xmlns="${REPLY}" id="${id}" to="${bob}" />
        <fallback xmlns="urn:xmpp:fallback:0" for="${REPLY}"><body start="0" end="8" /></fallback>`,
    });
    await bench.receive(answer('a'), answer('?'), answer(mine));
    const [cake, known, ...unknown] = await bench.messages();
    assert.equal(known?.body, 'Yes');
    assert.deepEqual(known.reply, {
      message: cake?.id,
      ref: { sender: bob, id: 'a' },
      outgoing: false,
      excerpt: 'cake?',
    });
    for (const { body, reply } of unknown) {
      assert.equal(body, '> cake?\nYes');
      assert.equal(reply, undefined);
    }
  });

  it('A9, A11: changes nothing of what somebody else has written', async () => {
    const own = await bench.account.outbox.send(Jid.of(bob), { body: 'mine' });
    await bench.receive({ id: 'a', body: 'his' }, { from: eve, id: 'hello', body: 'hers' });
    const before = await bench.messages();
    const property = fc.asyncProperty(
      fc.constantFrom(...[bob, eve, me, 'nobody@example.net']),
      fc.constantFrom(own, before.at(-1)?.id ?? '', 'a'),
      fc.constantFrom('replace', 'retract', 'react'),
      async (from, id, kind) => {
        // Bob may change what he wrote himself, and react to all of it.
        fc.pre(from !== bob || (id !== 'a' && !(kind === 'react' && id === own)));
        const xml = { replace, retract, react: (of: string) => react(of, '💥') }[kind](id);
        await bench.receive({ from, id: 'x', xml, ...(kind === 'replace' && { body: 'forged' }) });
        assert.deepEqual((await bench.messages()).slice(0, before.length), before);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('A10: ends with corrections that replace themselves or each other', async () => {
    const ids = fc.constantFrom('a', 'b', 'c');
    const sent = fc.array(
      fc.record({
        id: ids,
        to: ids,
        kind: fc.constantFrom('replace', 'retract', 'react', 'plain'),
      }),
      { maxLength: 12 },
    );
    const property = fc.asyncProperty(sent, async (stanzas) => {
      const fresh = await new Bench().start();
      const { length } = fresh.link.session.log.lines;
      for (const { id, to, kind } of stanzas) {
        const xml = { replace, retract, react: (of: string) => react(of, '👍'), plain: () => '' };
        await fresh.receive({ id, body: `${id} ${to}`, xml: xml[kind](to) });
      }
      assert.ok((await fresh.messages()).length <= stanzas.length);
      assert.deepEqual(fresh.link.session.log.lines.slice(length), []);
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
