import assert from 'node:assert/strict';
import { startContacts, you } from '../../scripts/contacts.mjs';
import { startPeer, type Peer } from '../interop/peer.mjs';
import { startProsody, type Prosody } from './prosody.mjs';

describe('the company of npm start', () => {
  let server: Prosody;
  let contacts: Awaited<ReturnType<typeof startContacts>>;
  let peer: Peer;

  before(async () => {
    server = await startProsody();
    contacts = await startContacts(server);
    peer = await startPeer({ server, user: you.user, password: you.password });
  });

  after(async () => {
    await peer.stop();
    await server.stop();
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
      assert.ok(status);
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

  it('sends a file to who asks for one', async () => {
    await peer.send({ to: 'ada@localhost', body: 'Please send me a file' });
    const { oob, body } = await peer.waitFor((event) => event.oob);
    assert.equal(body, oob);
    assert.match(oob ?? '', /\/answer\.ts$/u);
    const { size } = await peer.download(oob ?? '');
    assert.ok(size > 100);
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
