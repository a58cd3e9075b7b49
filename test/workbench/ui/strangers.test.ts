import assert from 'node:assert/strict';
import { type Peer, startPeer } from '../../interop/peer.mjs';
import { startedHere } from '../../support/started.ts';
import { keepTracesOnFailure } from './packaged.ts';
import { type Scene, startScene } from './scene.ts';

const YOU = 'you@localhost';

describe('strangers and unwanted people', () => {
  let scene: Scene;
  let ada: Peer;
  let eve: Peer;
  let window: Scene['window'];

  const started = startedHere();
  before(async () => {
    scene = await started.add(
      startScene({
        contacts: [{ jid: 'ada@localhost', name: 'Ada Lovelace' }],
        others: ['eve', 'mallory', 'trudy'],
      }),
    );
    ({ ada, window } = scene);
    eve = await peer('eve');
  });
  keepTracesOnFailure(() => scene.workbench);

  const peer = (user: string) =>
    started.add(startPeer({ server: scene.server, user, password: scene.password }));
  const badge = (text: RegExp) => window.page.getByRole('tab', { name: text }).waitFor();
  const chat = () => window.webview();
  const input = () => chat().getByRole('textbox');

  it('wait as one quiet request, whatever they send, with one notification', async () => {
    await eve.send({ to: YOU, body: 'Dear friend,' });
    await window.notified(/eve@localhost is not in your contacts and writes to you/u);
    await eve.send({ to: YOU, body: 'you have won' });
    await eve.presence({ to: YOU, type: 'subscribe', status: 'Hello' });
    const row = window.treeItem(/eve@localhost writes to you and asks to see your presence/u);
    await row.waitFor();
    await window.treeItem(/you have won/u).waitFor();
    await badge(/XMPP - 1 request/u);
    assert.equal(await window.notification(/you have won|asks to see/u).count(), 0);
    await row.hover();
    await window.screenshot('strangers/1-request');
  });

  it('are accepted in their chat, and are then like anybody', async () => {
    await window.openTreeItem(/eve@localhost/u, () => input().waitFor());
    await chat().getByText('is not in your contacts, and does not learn').waitFor();
    await window.screenshot('strangers/2-chat');
    await chat().getByRole('button', { name: 'Accept' }).click();
    await chat()
      .getByText('is not in your contacts, and does not learn')
      .waitFor({ state: 'hidden' });
    await window.treeItem(/Not in Contacts/u).waitFor();
    // The request to see our presence still waits.
    await window.treeItem(/eve@localhost asks to see your presence/u).waitFor();
    await window.treeItemMenu(/eve@localhost asks to see your presence/u, 'Deny Request', () =>
      window.treeItem(/eve@localhost asks to see/u).waitFor({ state: 'detached' }),
    );
  });

  it('are ignored, without a trace in the tree', async () => {
    const trudy = await peer('trudy');
    await trudy.send({ to: YOU, body: 'psst' });
    await window.treeItemMenu(/trudy@localhost writes to you/u, 'Ignore Chat Request', () =>
      window.treeItem(/trudy@localhost/u).waitFor({ state: 'detached' }),
    );
    await trudy.send({ to: YOU, body: 'psst!' });
    await ada.send({ to: YOU, body: 'later' });
    await badge(/XMPP - 1 unread message(?!.*request)/u);
    assert.equal(await window.treeItem(/trudy@localhost/u).count(), 0);
  });

  it('are blocked from the row of their request', async () => {
    const mallory = await peer('mallory');
    await mallory.send({ to: YOU, body: 'Buy now' });
    await window.treeItemMenu(/mallory@localhost writes to you/u, 'Block Contact…', () =>
      window.quickPickRow('Block mallory@localhost').waitFor(),
    );
    await window.screenshot('strangers/3-block');
    await window.quickPickRow('Block mallory@localhost').click();
    await window.treeItem(/mallory@localhost/u).waitFor({ state: 'detached' });
  });

  it('are marked while they are contacts, and unblocked in their chat', async () => {
    await window.openTreeItem(/Ada Lovelace/u, () => input().waitFor());
    await window.treeItemMenu(/Ada Lovelace/u, 'Block Contact…', () =>
      window.quickPickRow('Block ada@localhost').waitFor(),
    );
    await window.quickPickRow('Block ada@localhost').click();
    await window.treeItem(/Ada Lovelace, blocked/u).waitFor();
    await chat().getByText('You have blocked Ada Lovelace').waitFor();
    await chat().getByRole('textbox', { name: 'Unblock Ada Lovelace to write' }).waitFor();
    await window.screenshot('strangers/4-blocked');
    await chat().getByRole('button', { name: 'Unblock' }).click();
    await window.treeItem(/Ada Lovelace, available/u).waitFor();
    await input().fill('there you are');
    await input().press('Enter');
    await ada.waitFor(({ body }) => body === 'there you are');
  });

  it('are listed, and blocked by a typed address', async () => {
    await window.runCommand('XMPP: Blocked Addresses…');
    await window.quickPickRow('mallory@localhost').waitFor();
    await window.quickPickRow('Block an address or a server').click();
    await window.answer('Block an Address', 'spam.example');
    await window.quickPickRow('Block spam.example').click();
    await window.quickPickRow('spam.example').waitFor();
    await window.screenshot('strangers/5-list');
    await window.quickPickRow('mallory@localhost').click();
    await window.quickPickRow('mallory@localhost').waitFor({ state: 'detached' });
    await window.page.keyboard.press('Escape');
  });
});
