import assert from 'node:assert/strict';
import { bob, me, rest } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message, stanzaId } from '../../../support/archiveClient.ts';

describe('the archive', () => {
  const client = eachArchiveClient();

  it('F9: sends again only what it does not have, in order', async () => {
    await client.signIn();
    for (const body of ['1', '2', '3']) await client.write(body);
    const [one, two] = (await client.rows()).map(({ id }) => id);
    for (const id of [one, two]) {
      client.archive.add(
        `s${String(id)}`,
        `<message type="chat" from="${me}/desk" to="${bob}" id="${String(id)}"><body>${id === one ? '1' : '2'}</body>
          <origin-id xmlns="urn:xmpp:sid:0" id="${String(id)}" /></message>`,
      );
    }
    client.link.goOffline();
    client.link.loseAll();
    await client.write('4');
    await client.signIn();
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(client.link.bodies, ['1', '2', '3', '3', '4']);
    assert.deepEqual(
      (await client.rows()).map(({ delivery }) => delivery),
      ['sent', 'sent', 'queued', 'queued'],
    );
  });

  it('F7: is asked after a restart before anything is sent again', async () => {
    const id = await client.write('once');
    client.archive.add('s', message(me, 'once').replaceAll('"once"', `"${id}"`));
    await client.start();
    await client.signIn();
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(client.link.bodies, []);
    assert.deepEqual(
      (await client.rows()).map(({ delivery }) => delivery),
      ['sent'],
    );
  });

  it('is asked once more for what a busy server had not archived when the session began', async () => {
    client.archive.add('first', message(bob, 'first'));
    await client.signIn();
    client.archive.add('late', message(bob, 'late'));
    client.archive.add('then', message(bob, 'then'));
    await client.receive(message(bob, 'then', stanzaId('then')));
    assert.deepEqual(await client.bodies(), ['first', 'then']);
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(await client.bodies(), ['first', 'late', 'then']);
  });

  it('leaves what goes on meanwhile in the order in which it came', async () => {
    await client.signIn();
    for (const body of ['1', '2', '3']) await client.write(body);
    const [{ id: first } = { id: '' }] = await client.rows();
    await client.receive(message(bob, 'in', stanzaId('in')));
    client.archive.add('in', message(bob, 'in'));
    client.archive.add('1', message(me, '1').replaceAll('"1"', `"${first}"`));
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(await client.bodies(), ['1', '2', '3', 'in']);
  });

  it('F16: is in order again where something was missed of what goes on meanwhile', async () => {
    await client.signIn();
    await client.write('1');
    const [{ id: first } = { id: '' }] = await client.rows();
    await client.receive(message(bob, 'in', stanzaId('in')));
    client.archive.add('in', message(bob, 'in'));
    client.archive.add('missed', message(bob, 'missed'));
    client.archive.add('1', message(me, '1').replaceAll('"1"', `"${first}"`));
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(await client.bodies(), ['in', 'missed', '1']);
  });

  it('that gives no answer holds up what a resumed session delivers for some seconds only', async () => {
    client.archive.patience = 0;
    await client.resume();
    await client.receive(message(bob, 'live', stanzaId('live')));
    client.link.session.clock.advance(4999);
    await rest();
    assert.deepEqual(await client.bodies(), []);
    client.link.session.clock.advance(1);
    await rest();
    assert.deepEqual(await client.bodies(), ['live']);
  });

  it('is waited for in all sessions that are resumed before the contacts are known', async () => {
    client.link.goOnline(true);
    await client.receive(message(bob, 'before', stanzaId('before')));
    client.link.goOffline();
    await client.resume();
    await client.receive(message(bob, 'after', stanzaId('after')));
    assert.deepEqual(await client.bodies(), ['before', 'after']);
  });
});

describe('what was read elsewhere', () => {
  const client = eachArchiveClient();
  /** Gives the answer that was kept back. */
  let answer: () => void;

  const keepBack = () => {
    const { stream } = client.link.session;
    stream.server = (stanza) => {
      const answers = client.archive.server(stanza);
      const items = stanza.getChild('pubsub')?.getChild('items');
      if (items?.attrs['node'] !== 'urn:xmpp:mds:displayed:0') return answers;
      answer = () => {
        for (const one of answers ?? []) stream.receive(one);
      };
      return [];
    };
  };

  it('holds up neither what a resumed session delivers nor, for long, what is sent again', async () => {
    await client.write('again');
    await client.start();
    keepBack();
    await client.resume();
    await client.receive(message(bob, 'live', stanzaId('live')));
    assert.deepEqual(await client.bodies(), ['again', 'live']);
    client.link.session.clock.advance(5000);
    await rest();
    client.link.session.clock.advance(2000);
    await rest();
    assert.deepEqual(client.link.bodies, ['again']);
  });

  it('leaves what comes meanwhile unread', async () => {
    keepBack();
    client.archive.add('old', message(bob, 'old'));
    await client.signIn();
    await client.receive(message(bob, 'new', stanzaId('new')));
    assert.equal(client.chat()?.unread, 2);
    answer();
    await rest();
    assert.equal(client.chat()?.unread, 1);
  });
});
