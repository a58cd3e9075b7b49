import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Jid } from '../../src/base/jid.ts';
import { Accounts } from '../../src/model/account/accounts.ts';
import { AvatarFiles } from '../../src/storage/avatarFiles.ts';
import { PersistentAccountStore } from '../../src/storage/accountStore.ts';
import { ResumeStates } from '../../src/storage/resumeStates.ts';
import { TextFiles } from '../../src/storage/textFiles.ts';
import { FakeLink } from '../support/fakeLink.ts';
import { fakeNetwork, fakePlatform } from '../support/fakePlatform.ts';
import { settle } from '../support/settle.ts';
import { inTemporaryFolder } from './open.ts';

/** In whatever is kept of the account that goes. */
const CANARY = 'zqcanary';
const account = `${CANARY}@example.org`;
const other = 'stays@example.org';

describe('an account that is removed from this machine', () => {
  const { open, file } = inTemporaryFolder();

  /** Every file of the extension's storage, and where in it the account is named. */
  async function filesWith(text: string): Promise<string[]> {
    const storage = path.dirname(file());
    const found: string[] = [];
    for (const entry of await readdir(storage, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const name = path.join(entry.parentPath, entry.name);
      const content = `${name} ${await readFile(name, 'utf8')}`;
      if (content.includes(text)) found.push(path.relative(storage, name));
    }
    return found;
  }

  it('A4: leaves nothing behind, in files, among small values or secrets; others stay', async () => {
    const storage = path.dirname(file());
    const history = open();
    const platform = fakePlatform();
    const { values, secrets, clock } = platform;
    const resume = new TextFiles(path.join(storage, 'resume'));
    const store = new PersistentAccountStore(values, secrets, new ResumeStates(secrets, resume));
    const links = new Map<string, { link: FakeLink; keep: (id: string) => Promise<void> }>();
    const network = fakeNetwork(({ account: jid, keep }) => {
      const link = new FakeLink({ account: jid });
      links.set(jid.bare, {
        link,
        keep: (id) => keep({ id, jid: `${jid.bare}/desk`, handled: 1 }),
      });
      return link;
    });
    const avatars = new AvatarFiles(path.join(storage, 'avatars'));
    const accounts = new Accounts({ ...platform, ...network, history, store, avatars });
    for (const jid of [account, other]) {
      await accounts.signIn(jid, `${jid} password`);
      const { link, keep } = links.get(jid) ?? assert.fail();
      const name = jid.split('@')[0] ?? '';
      link.session.answer(
        `<iq type="result"><query xmlns="jabber:iq:roster"><item jid="bob@${name}.example" name="${name} Bob" subscription="both" /></query></iq>`,
      );
      await settle();
      link.session.receive(`<presence from="eve@${name}.example" type="subscribe" />`);
      link.session.receive(
        `<message type="chat" from="bob@${name}.example/x" id="1"><body>${name} words</body></message>`,
      );
      link.session.receive(
        `<presence from="bob@${name}.example/x"><x xmlns="vcard-temp:x:update"><photo>${'1'.repeat(40)}</photo></x></presence>`,
      );
      await avatars.write(jid, '1'.repeat(40), new Uint8Array(1));
      await keep(`${name} session`);
      const chat = accounts.get(jid).chats.open(Jid.of(`bob@${name}.example`));
      const mode = { kind: 'edit', message: '1', aside: `${name} aside` } as const;
      await chat.saveDraft({ draft: `${name} draft`, mode });
      accounts.get(jid).chatOptions.pin(chat.key.chat, true);
      await accounts.get(jid).outbox.send(chat.jid, { body: `${name} answer` });
      clock.advance(5000);
      await settle();
    }
    for (const suffix of ['', '-wal']) {
      await writeFile(`${file()}.corrupt-2026-01-02T03-04-05-678Z${suffix}`, CANARY);
    }
    const part = createHash('sha256').update(account).digest('hex');
    await writeFile(path.join(storage, 'resume', `${part}.part`), CANARY);
    assert.ok((await filesWith(part)).length >= 3);
    assert.ok(values.all.has(`avatars:${account}`));
    assert.ok((await filesWith(CANARY)).length >= 3);

    const { keep } = links.get(account) ?? assert.fail();
    const gone = accounts.get(account);
    await accounts.remove(account);
    // What was under way while it went.
    await store.saveRequests(account, [{ jid: `eve@${CANARY}.example`, status: '' }]);
    await store.saveRoster(account, { items: [] });
    await store.saveChatOptions(account, new Map([[`bob@${CANARY}.example`, { pinned: true }]]));
    await keep('late');
    await gone.setPresence('away', CANARY).catch(() => undefined);
    clock.advance(60_000);
    await settle();
    await history.close();
    assert.deepEqual(await filesWith(CANARY), []);
    assert.deepEqual(await filesWith(part), []);
    const small = JSON.stringify([[...values.all], [...secrets.all]]);
    assert.ok(!small.includes(CANARY), small);
    assert.ok(small.includes(`chatOptions:${other}`), small);
    for (const kept of [`${other} password`, 'stays Bob', 'eve@stays.example']) {
      assert.ok(small.includes(kept), kept);
    }
    assert.ok((await filesWith('stays words')).length > 0);
    accounts.dispose();
  });
});
