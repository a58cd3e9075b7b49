import assert from 'node:assert/strict';
import { startContacts, you } from '../../scripts/contacts.mjs';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { startedHere } from '../support/started.ts';
import { startProsody, type Prosody } from './prosody.mjs';

describe('the company of npm start', () => {
  let server: Prosody;
  let contacts: Awaited<ReturnType<typeof startContacts>>;
  let peer: Peer;

  const started = startedHere();
  before(async () => {
    server = await started.add(startProsody());
    contacts = await started.add(startContacts(server));
    peer = await started.add(startPeer({ server, user: you.user, password: you.password }));
  });

  it('is in your roster by name and group, and online with a status', async () => {
    const { items } = await peer.waitFor(({ event }) => event === 'roster');
    assert.deepEqual(items?.['ada@localhost'], {
      name: 'Ada Lovelace',
      subscription: 'both',
      groups: ['Team'],
    });
    for (const user of ['ada', 'grace']) {
      const { status } = await peer.waitFor(
        ({ event, from }) => event === 'presence' && from?.startsWith(`${user}@`),
      );
      assert.ok(status, JSON.stringify(peer.events));
    }
  });

  it('confirms, types and answers', async () => {
    const id = await peer.send({ to: 'grace@localhost', body: 'Hello', receipt: true });
    await peer.waitFor(({ receiptFor }) => receiptFor === id);
    const typing = await peer.waitFor(({ state }) => state === 'composing');
    assert.equal(typing.body, null);
    const answer = await peer.waitFor(({ body }) => body?.startsWith('Good to see you'));
    assert.equal(answer.from, 'grace@localhost/desk');
  });

  it('says what it can show, and shows it', async () => {
    const ask = async (body: string, fits: (event: Peer['events'][number]) => unknown) => {
      const from = peer.events.length;
      await peer.send({ to: 'ada@localhost', body });
      return peer.waitFor(fits, 60_000, from);
    };
    const { body: help = '' } = await ask('help', ({ body }) => body?.includes('•'));
    for (const word of ['file', 'code', 'correction', 'reaction', 'away']) {
      assert.ok(help?.includes(`\`${word}\``), word);
    }
    const { oob, body } = await ask('Please send me a file', (event) => event.oob);
    assert.equal(body, oob);
    assert.match(oob ?? '', /\/answer\.ts$/u);
    const { size } = await peer.download(oob ?? '');
    assert.ok(size > 100);
    await ask('code', (event) => event.body?.includes('```python\n'));
    const corrected = await ask('correction', ({ xml }) => xml?.includes('message-correct'));
    assert.match(corrected.body ?? '', /weaves/u);
    await ask('reaction', ({ xml }) => xml?.includes('<reaction>❤️</reaction>'));
    const from = peer.events.length;
    const { show } = await ask('away', ({ event, show: is }) => event === 'presence' && is);
    assert.equal(show, 'away');
    await peer.waitFor(({ body: said }) => said === 'Here I am again.', 60_000, from);
  });

  it('approves who wants to see its presence', async () => {
    await server.addUser('linus', 'secret');
    const linus = await startPeer({ server, user: 'linus', password: 'secret' });
    await linus.presence({ to: 'ada@localhost', type: 'subscribe' });
    await linus.waitFor(({ type, from }) => type === 'subscribed' && from === 'ada@localhost');
    await linus.waitFor(({ event, status }) => event === 'presence' && status);
    await linus.stop();
  });

  it('says goodbye when it is stopped', async () => {
    const before = peer.events.length;
    await contacts.stop();
    await peer.waitFor(
      ({ type, from }) => type === 'unavailable' && from === 'ada@localhost/desk',
      5000,
      before,
    );
  });
});
