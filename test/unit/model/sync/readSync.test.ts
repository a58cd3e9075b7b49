import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { displayedElsewhere } from '../../../../src/xmpp/xep/0490-displayed.ts';
import { bob, me, rest } from '../../../support/archivedAccount.ts';
import { eachArchiveClient, message, stanzaId } from '../../../support/archiveClient.ts';

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

  it('leaves what cannot be read here to the clients that can', async () => {
    const encrypted = (id: string) =>
      `<message type="chat" from="${bob}/x" to="${me}" id="${id}">${stanzaId(id)}<openpgp
        xmlns="urn:xmpp:openpgp:0">AA==</openpgp></message>`;
    await client.signIn();
    await client.receive(message(bob, '1', stanzaId('s1')));
    await client.receive(encrypted('s2'));
    const seen = client.chat();
    assert.ok(seen);
    const read = async () => {
      await client.account.see(seen);
      client.link.session.clock.advance(2000);
      await rest();
      return client.archive.displayed.get(bob)?.toString() ?? '';
    };
    assert.match(await read(), /id="s1"/u);
    assert.equal(seen.unread, 0);
    // Another client of ours has read it.
    const told = { chat: seen.jid, stanzaId: { id: 's2', by: Jid.of(me) } };
    client.link.session.emit(displayedElsewhere, told);
    await client.receive(encrypted('s3'));
    assert.match(await read(), /id="s1"/u, 'nothing else was told');
    await client.receive(message(bob, '4', stanzaId('s4')));
    assert.match(await read(), /id="s4"/u);
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
