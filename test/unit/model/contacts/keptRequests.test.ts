import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account/account.ts';
import { createAccount } from '../../../../src/model/account/createAccount.ts';
import { PersistentAccountStore } from '../../../../src/storage/accountStore.ts';
import { ResumeStates } from '../../../../src/storage/resumeStates.ts';
import type { LinkOptions } from '../../../../src/model/link.ts';
import { FakeLink } from '../../../support/fakeLink.ts';
import { accountDeps } from '../../../support/fakePlatform.ts';
import { MemorySecrets, MemoryTexts, MemoryValues } from '../../../support/memoryStores.ts';
import { settle } from '../../../support/settle.ts';

const me = 'juliet@example.org';
const state = { id: 'sm1', jid: `${me}/desk`, handled: 1 };

describe('who asks to see our presence', () => {
  let values: MemoryValues;
  let store: PersistentAccountStore;
  let link: FakeLink;
  let keep: LinkOptions['keep'];

  beforeEach(async () => {
    values = new MemoryValues();
    const secrets = new MemorySecrets();
    const states = new ResumeStates(secrets, new MemoryTexts());
    store = new PersistentAccountStore(values, secrets, states);
    await states.begin(me);
  });

  const start = () => {
    link = new FakeLink();
    return createAccount({ jid: me, show: 'available', status: '' }, 'secret', {
      ...accountDeps(link),
      store,
      openLink: (options) => {
        ({ keep } = options);
        return link;
      },
    });
  };
  const ask = (from: string, status = '') => {
    link.session.receive(
      `<presence from="${from}" type="subscribe"><status>${status}</status></presence>`,
    );
  };
  const waiting = ({ subscriptions }: Account) =>
    [...subscriptions.values()].map(({ jid, status }) => [jid.bare, status]);

  it('is kept over a restart, and so is the session', async () => {
    const first = start();
    link.goOnline();
    ask('eve@example.org', 'hi');
    await settle();
    await keep(state);
    first.dispose();
    assert.deepEqual(await store.takeResumeState(me), state);
    const second = start();
    link.goOnline(true);
    await settle();
    assert.deepEqual(waiting(second), [['eve@example.org', 'hi']]);
  });

  it('is told anew by a session that begins, and forgotten once answered', async () => {
    const first = start();
    link.goOnline();
    ask('eve@example.org');
    ask('bob@example.org');
    await settle();
    first.dispose();
    const second = start();
    link.goOnline();
    ask('bob@example.org');
    await settle();
    assert.deepEqual(waiting(second), [['bob@example.org', '']]);
    const [request] = second.subscriptions.values();
    assert.ok(request);
    second.subscriptions.answer(request.jid, 'deny');
    await settle();
    assert.deepEqual(store.loadRequests(me), []);
  });

  it('A35: is kept before the server may forget it, and by the thousand in little', async () => {
    let kept: () => void = () => undefined;
    let writes = 0;
    const update = values.update.bind(values);
    values.update = async (key, value) => {
      writes += 1;
      await new Promise<void>((resolve) => (kept = resolve));
      await update(key, value);
    };
    const account = start();
    link.goOnline();
    for (let n = 0; n < 3000; n += 1) ask(`eve${n}@example.org`, 'x'.repeat(1000));
    await settle();
    assert.ok(link.session.stream.handled.value < 1);
    assert.equal(link.session.stream.reading, false);
    for (let turn = 0; turn < 5; turn += 1) {
      kept();
      await settle();
    }
    assert.equal(link.session.stream.reading, true);
    assert.ok(writes <= 3, `${writes} writes`);
    assert.ok(JSON.stringify(store.loadRequests(me)).length < 100_000);
    assert.equal(waiting(account).length, 3000);
  });
});
