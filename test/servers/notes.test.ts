import assert from 'node:assert/strict';
import type { TestClient } from '../support/client.ts';
import { startedHere } from '../support/started.ts';
import { account, chat, password, Scene, SERVERS } from './scene.ts';

const bob = { account, chat };
const eve = { account, chat: 'eve@localhost' };

for (const [name, startServer] of SERVERS) {
  describe(`the user’s own notes on ${name}`, () => {
    let scene: Scene;
    /** Two devices of Ada. */
    let desk: TestClient;
    let sofa: TestClient;

    const started = startedHere();
    before(async () => {
      scene = await started.add(Scene.start(startServer));
      desk = await scene.signIn();
      sofa = scene.client();
      await sofa.request('signIn', { jid: account, password });
    });

    it('are there on all devices, on contacts and others', async () => {
      assert.equal(await desk.request('getNote', bob), '');
      const text = 'Likes <chess> & tea\nCall him “Robert” 🙂';
      assert.equal(await desk.request('setNote', { ...bob, text, before: '' }), null);
      assert.equal(await sofa.request('setNote', { ...eve, text: 'who?', before: '' }), null);
      assert.equal(await sofa.request('getNote', bob), text);
      assert.equal(await desk.request('getNote', eve), 'who?');
    });

    it('are kept when several are written at once', async () => {
      const before = await desk.request('getNote', bob);
      const all = ['carol', 'dan', 'erin'].map((user) => ({ account, chat: `${user}@localhost` }));
      await Promise.all(
        all.map((of) => desk.request('setNote', { ...of, text: of.chat, before: '' })),
      );
      for (const of of all) assert.equal(await sofa.request('getNote', of), of.chat);
      assert.equal(await sofa.request('getNote', bob), before);
    });

    it('are not replaced unseen, and end when they are emptied', async () => {
      const before = await desk.request('getNote', bob);
      await sofa.request('setNote', { ...bob, text: 'theirs', before });
      assert.equal(await desk.request('setNote', { ...bob, text: 'mine', before }), 'theirs');
      assert.equal(await sofa.request('getNote', bob), 'theirs');
      assert.equal(await desk.request('setNote', { ...bob, text: '', before: 'theirs' }), null);
      assert.equal(await sofa.request('getNote', bob), '');
      assert.equal(await sofa.request('getNote', eve), 'who?');
    });
  });
}
