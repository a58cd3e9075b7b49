import assert from 'node:assert/strict';
import { Jid } from '../../../src/base/jid.ts';
import { bob, me, rest } from '../../support/archivedAccount.ts';
import { eachArchiveClient, message, stanzaId } from '../../support/archiveClient.ts';

describe('the archive', () => {
  const client = eachArchiveClient();

  it('tells our other clients how far a contact’s chat was read, and takes over what they tell', async () => {
    await client.signIn();
    await client.receive(message(bob, '1', stanzaId('s1')));
    await client.receive(message(bob, '2', stanzaId('s2')));
    const seen = client.chat();
    assert.ok(seen);
    await client.account.see(seen);
    assert.equal(seen.unread, 0);
    // What comes before that is told has not been read.
    for (const id of ['3', '4']) await client.receive(message(bob, id, stanzaId(`s${id}`)));
    client.link.session.clock.advance(2000);
    await rest();
    assert.match(client.archive.displayed.get(bob)?.toString() ?? '', /id="s2"/u);
    const event = (from: string, id: string) => `<message from="${from}">
      <event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:xmpp:mds:displayed:0">
      <item id="${bob}"><displayed xmlns="urn:xmpp:mds:displayed:0">${stanzaId(id)}</displayed></item>
      </items></event></message>`;
    await client.receive(event('eve@example.org', 's4'));
    assert.equal(seen.unread, 2);
    await client.receive(event(me, 's3'));
    assert.equal(seen.unread, 1);
    await client.receive(event(me, 's1'));
    await client.receive(event(me, 'unknown'));
    assert.equal(seen.unread, 1);
  });

  it('tells nobody what was read of a stranger', async () => {
    await client.signIn();
    await client.receive(message('eve@example.org', 'hi', stanzaId('s1')));
    const eve = client.account.chats.open(Jid.of('eve@example.org'));
    await client.account.see(eve);
    client.link.session.clock.advance(2000);
    await rest();
    assert.equal(client.archive.displayed.size, 0);
  });
});
