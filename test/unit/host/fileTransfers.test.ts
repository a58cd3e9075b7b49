import assert from 'node:assert/strict';
import type { FileTransferView } from '../../../src/api/views.ts';
import { createHost, type Host } from '../../../src/host/host.ts';
import { watchAll, type Watched } from '../../../src/ui/watched.ts';
import { fileOffered } from '../../../src/xmpp/files/fileOffer.ts';
import { FakeAccounts } from '../../support/fakeAccounts.ts';
import { FakeOffer } from '../../support/fakeOffer.ts';
import { settle } from '../../support/settle.ts';

const account = 'juliet@example.org';
const ada = 'ada@example.org';
const bob = 'bob@example.org';
/** Longer than changes are collected for, in ms. */
const DRAWN_MS = 50;

describe('the files on their way', () => {
  let accounts: FakeAccounts;
  let host: Host;
  let transfers: Watched<FileTransferView>;
  let offer: FakeOffer;

  const drawn = async () => {
    await settle();
    accounts.clock.advance(DRAWN_MS);
  };

  beforeEach(async () => {
    accounts = new FakeAccounts();
    const link = await accounts.add(account, `<item jid="${ada}" name="Ada" />`);
    host = createHost(accounts, accounts);
    transfers = watchAll(host, 'fileTransfers', { account });
    offer = new FakeOffer(`${ada}/desk`);
    link.session.emit(fileOffered, offer);
    await drawn();
  });

  const only = () => {
    const [first, ...others] = transfers.values();
    assert.ok(first && others.length === 0);
    return first;
  };

  it('are listed from the offer to the end, until they are cleared', async () => {
    const { id, ...offered } = only();
    assert.deepEqual(offered, {
      ...{ chat: ada, chatName: 'Ada', direction: 'in', name: 'answer.ts', size: 4 },
      ...{ done: 0, state: 'offered' },
    });
    const of = { account, chat: ada, message: id };
    await host.request('acceptFile', { ...of, path: '/home/answer.ts', replace: false });
    accounts.clock.advance(1000);
    offer.send('abc');
    await settle();
    accounts.clock.advance(100);
    await drawn();
    const { state, done, bytesPerSecond } = only();
    assert.deepEqual(
      { state, done, bytesPerSecond },
      {
        ...{ state: 'running', done: 3, bytesPerSecond: 3 },
      },
    );
    offer.send('d');
    offer.send();
    await drawn();
    assert.equal(only().state, 'done');
    assert.equal(await host.request('getSavedFile', of), '/home/answer.ts');
    const { offer: shown } = await host.request('getMessage', of);
    assert.deepEqual(shown, { state: 'done', savedAs: 'answer.ts' });
    await host.request('clearTransfers', { account });
    await drawn();
    assert.deepEqual(transfers.values(), []);
    assert.equal((await host.request('getMessage', of)).offer?.state, 'done');
  });

  it('stay while they go on, whatever is cleared', async () => {
    await host.request('clearTransfers', { account });
    await drawn();
    assert.equal(only().state, 'offered');
  });

  it('are answered in their own chat only', async () => {
    const of = { account, chat: bob, message: only().id };
    await assert.rejects(host.request('stopFile', of), { code: 'no-transfer' });
    const accept = host.request('acceptFile', { ...of, path: '/home/a', replace: false });
    await assert.rejects(accept, { code: 'no-transfer' });
    assert.equal(offer.answer, undefined);
    await host.request('stopFile', { ...of, chat: ada });
    assert.equal(offer.answer, 'declined');
  });
});
