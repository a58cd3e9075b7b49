import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Scene, servers, startScene } from './scene.ts';

/** Forgets all that was archived, as a server does after some time; the server is down. */
const purges = {
  Prosody: (folder: string) =>
    run(path.join(folder, 'prosody.sqlite'), 'DELETE FROM prosodyarchive'),
  ejabberd: (folder: string) => run(path.join(folder, 'ejabberd.db'), 'DELETE FROM archive'),
};

function run(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

for (const [name, start] of servers) {
  describe(`catching up on ${name}`, () => {
    let scene: Scene;
    before(async () => {
      scene = await startScene(start);
    });
    after(() => scene.stop());

    it('F11: goes on by time when the archive no longer has what was read last', async () => {
      const ledger = scene.ledger('f11');
      const window = await scene.open();
      for (let n = 0; n < 20; n++) await Promise.all([ledger.say(), ledger.write(window)]);
      await ledger.settle(window);
      await window.kill();
      await scene.restartServer(() => purges[name](scene.server.folder));
      for (let n = 0; n < 20; n++) await ledger.say();
      await ledger.judge(`F11 on ${name}`, await scene.open());
    });
  });
}
