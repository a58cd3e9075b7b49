import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PersistentAccountStore } from '../../../src/storage/accountStore.ts';
import { ResumeStates } from '../../../src/storage/resumeStates.ts';
import { TextFiles } from '../../../src/storage/textFiles.ts';
import { MemorySecrets, MemoryTexts, MemoryValues } from '../../support/memoryStores.ts';

const ada = 'ada@example.org';
const bob = 'bob@example.org';
const stateOf = (jid: string, handled = 1) => ({ id: 'a token', jid: `${jid}/desk`, handled });

describe('ResumeStates', () => {
  let secrets: MemorySecrets;
  let texts: MemoryTexts;
  let states: ResumeStates;

  beforeEach(async () => {
    secrets = new MemorySecrets();
    texts = new MemoryTexts();
    states = new ResumeStates(secrets, texts);
    for (const jid of [ada, bob]) await states.begin(jid);
  });

  it('A28: gives away the state that was kept last, once', async () => {
    await Promise.all([1, 2, 3].map((handled) => states.save(ada, stateOf(ada, handled))));
    const next = new ResumeStates(secrets, texts);
    assert.deepEqual(await next.take(ada), stateOf(ada, 3));
    assert.deepEqual(await next.take(ada), { ...stateOf(ada, 3), isUsed: true });
    await next.save(ada, undefined);
    assert.equal(await next.take(ada), undefined);
    assert.equal(texts.all.size, 0);
  });

  it('A28: keeps nothing that can be read without the secret store', async () => {
    await states.save(ada, stateOf(ada));
    assert.doesNotMatch([...texts.all].flat().join(), /a token|ada@/u);
    assert.doesNotMatch(
      Buffer.from([...texts.all.values()].join(), 'base64').toString(),
      /a token/u,
    );
    const others = new ResumeStates(new MemorySecrets(), texts);
    await others.begin(ada);
    assert.equal(await others.take(ada), undefined);
  });

  it('A28: takes nothing that was changed, or is another account’s', async () => {
    await states.save(ada, stateOf(ada));
    const [name = '', sealed = ''] = [...texts.all].flat();
    const changed = Buffer.from(sealed, 'base64');
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    for (const text of [changed.toString('base64'), '', 'junk']) {
      await texts.write(name, text);
      assert.equal(await states.take(ada), undefined, text);
    }
    await states.save(bob, stateOf(bob));
    const [bobs = ''] = texts.all.values();
    await texts.write(name, bobs);
    assert.equal(await states.take(ada), undefined);
  });

  it('takes nothing of another shape, as another version may have kept it', async () => {
    for (const change of [{ handled: '1' }, { id: '' }, { location: { host: 'x' } }]) {
      await states.save(ada, { ...stateOf(ada), ...change } as ReturnType<typeof stateOf>);
      assert.equal(await states.take(ada), undefined);
    }
    const location = { mode: 'tls', host: 'x', port: 1 } as const;
    await states.save(ada, { ...stateOf(ada), location, maxSeconds: 300 });
    assert.deepEqual(await states.take(ada), { ...stateOf(ada), location, maxSeconds: 300 });
  });

  it('A28: forgets a session that is over, and all of an account that is removed', async () => {
    const store = new PersistentAccountStore(new MemoryValues(), secrets, states);
    for (const jid of [ada, bob]) await store.savePassword(jid, 'secret');
    await store.saveResumeState(ada, stateOf(ada));
    await store.saveResumeState(ada, undefined);
    assert.equal(texts.all.size, 0);
    for (const jid of [ada, bob]) await store.saveResumeState(jid, stateOf(jid));
    await store.remove(ada);
    assert.deepEqual([...secrets.all.keys()], [`resume:${bob}`, `password:${bob}`]);
    assert.deepEqual(await store.takeResumeState(bob), stateOf(bob));
    texts.all.clear();
    await store.saveResumeState(ada, stateOf(ada));
    assert.equal(texts.all.size, 0, 'without a key there is nothing to keep');
  });

  it('A28: keeps nothing that is saved while its account is removed', async () => {
    await states.save(ada, stateOf(ada));
    const forget = secrets.delete.bind(secrets);
    secrets.delete = async (key) => {
      await setImmediate();
      await forget(key);
    };
    await Promise.all([states.remove(ada), states.save(ada, stateOf(ada, 2))]);
    assert.equal(texts.all.size, 0);
  });
});

describe('TextFiles', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'parley-texts-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('keeps whole files that only the user can read', async () => {
    const folder = path.join(root, 'resume');
    const files = new TextFiles(folder);
    assert.equal(await files.read('one'), undefined);
    await files.delete('one');
    for (const text of ['longer than the next', 'short']) await files.write('one', text);
    await files.write('two', '');
    assert.deepEqual([await files.read('one'), await files.read('two')], ['short', '']);
    assert.deepEqual((await readdir(folder)).sort(), ['one', 'two']);
    assert.equal((await stat(path.join(folder, 'one'))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    await files.delete('one');
    assert.equal(await files.read('one'), undefined);
  });

  it('leaves what was kept where it cannot be replaced', async () => {
    const files = new TextFiles(root);
    await files.write('one', 'old');
    await rm(path.join(root, 'one.part'), { force: true });
    await writeFile(path.join(root, 'file'), '');
    await assert.rejects(new TextFiles(path.join(root, 'file')).write('one', 'new'), {
      code: 'EEXIST',
    });
    assert.equal(await readFile(path.join(root, 'one'), 'utf8'), 'old');
  });
});
