import assert from 'node:assert/strict';
import { createCore } from '../../src/core.ts';
import { watchAll } from '../../src/ui/watched.ts';
import { FakeLink } from '../support/fakeLink.ts';
import { fakeNetwork, fakePlatform } from '../support/fakePlatform.ts';
import { settle } from '../support/settle.ts';

const me = 'me@example.org';

describe('the core', () => {
  const links: FakeLink[] = [];
  const network = fakeNetwork(({ account }) => {
    const link = new FakeLink({ account });
    link.become({ phase: 'connecting' });
    links.push(link);
    return link;
  });
  let platform: ReturnType<typeof fakePlatform>;

  beforeEach(async () => {
    platform = fakePlatform();
    links.length = 0;
    const former = createCore(platform, network);
    await former.host.request('signIn', { jid: me, password: 'secret' });
    former.dispose();
  });

  it('serves the contract from its accounts, and brings them back from the same stores', async () => {
    assert.ok(links[0]?.calls.includes('suspend'));
    const next = createCore(platform, network);
    await next.restore(false);
    const accounts = watchAll(next.host, 'accounts', {});
    assert.deepEqual(
      accounts.values().map(({ id }) => id),
      [me],
    );
    next.dispose();
  });

  it('waits where it takes over, until its accounts have their contacts, or 3 s', async () => {
    for (const learns of [true, false]) {
      const core = createCore(platform, network);
      let isRestored = false;
      const restored = core.restore(true).then(() => (isRestored = true));
      await settle();
      const link = links.at(-1);
      link?.goOnline();
      await settle();
      assert.equal(isRestored, false);
      if (learns) link?.session.answer('<iq type="result" />');
      else platform.clock.advance(3000);
      await restored;
      core.dispose();
    }
  });

  it('goes on without its accounts where they cannot be read', async () => {
    const secrets = {
      get: () => Promise.reject(new Error('locked')),
      store: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    };
    const core = createCore({ ...platform, secrets }, network);
    await core.restore(false);
    assert.match(platform.log.lines.join('\n'), /could not be brought back: locked/u);
    core.dispose();
  });
});
