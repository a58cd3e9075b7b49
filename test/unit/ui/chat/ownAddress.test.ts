import assert from 'node:assert/strict';
import type { ContactView } from '../../../../src/api/views.ts';
import { createHost } from '../../../../src/host/host.ts';
import { ownAddressIn } from '../../../../src/ui/chat/ownAddress.ts';
import { ViewState } from '../../../../src/ui/state.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';

const ada = 'ada@example.org';
const me = { account: 'me@example.org', chat: ada };
const item = `<item jid="${ada}" subscription="both" />`;

describe('our own address in the title of a chat', () => {
  const shown = async (...accounts: readonly (readonly [jid: string, roster: string])[]) => {
    const all = new FakeAccounts();
    for (const [jid, roster] of accounts) await all.add(jid, roster);
    return ownAddressIn(new ViewState(createHost(all, all)), me);
  };

  it('is there where another account of ours has the same contact', async () => {
    assert.equal(await shown(['me@example.org', item], ['work@example.org', item]), me.account);
  });

  it('is not there where only this one has it', async () => {
    assert.equal(await shown(['me@example.org', item]), undefined);
    assert.equal(await shown(['me@example.org', item], ['work@example.org', '']), undefined);
  });

  it('is there where another account of ours is in the same room, or writes to a stranger', () => {
    const nobody = (): ContactView | undefined => undefined;
    const none = { contact: nobody, conversation: () => undefined, room: () => undefined };
    const accounts = [{ id: 'me@example.org' }, { id: 'work@example.org' }] as never;
    const of = (id: string) => (id === 'work@example.org' ? ({} as never) : undefined);
    assert.equal(ownAddressIn({ accounts, ...none }, me), undefined);
    assert.equal(ownAddressIn({ accounts, ...none, room: of }, me), me.account);
    assert.equal(ownAddressIn({ accounts, ...none, conversation: of }, me), me.account);
  });
});
