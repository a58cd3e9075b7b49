import assert from 'node:assert/strict';
import { userError } from '../../../../src/base/userError.ts';
import { type OfferedFile } from '../../../../src/xmpp/files/fileOffer.ts';
import { damaged, TransferError } from '../../../../src/xmpp/transferError.ts';
import { FakeOffer } from '../../../support/fakeOffer.ts';
import { settle } from '../../../support/settle.ts';
import { ada, eachFileRecipient, me, target } from '../../../support/fileRecipient.ts';

describe('an offered file after a cut', () => {
  const client = eachFileRecipient();
  const modified = Date.UTC(2025, 2, 1);
  const offline = () => new TransferError(userError('offline.transfer'));
  /** An offer that was cut after two bytes. */
  const cut = async (file: Partial<OfferedFile> = { modified }) => {
    const offer = new FakeOffer(`${ada}/desk`, file);
    await client.accepted(offer);
    offer.send('ab');
    await settle();
    offer.send(offline());
    await settle();
  };
  /** The same is offered again, by another device. Result: the offer once it is accepted. */
  const again = async (file: Partial<OfferedFile> = { modified }, to = target) => {
    const offer = new FakeOffer(`${ada}/phone`, file);
    const id = await client.receive(offer);
    await client.account.incomingFiles.accept(id, to);
    await settle();
    return { offer, id };
  };

  it('goes on with what there is when it is offered again', async () => {
    await cut();
    assert.equal(client.accounts.files.open, 1);
    const { offer, id } = await again();
    assert.equal(offer.part, 'ab');
    assert.equal(client.accounts.files.open, 1);
    assert.equal(client.account.incomingFiles.find(id)?.received, 2);
    offer.send('cd');
    offer.send();
    await settle();
    assert.equal(client.accounts.files.all.get(target.path)?.toString(), 'abcd');
    assert.deepEqual(await client.states(), ['failed', 'done']);
    assert.equal(client.accounts.files.open, 0);
  });

  it('goes on after another cut', async () => {
    await cut();
    const { offer } = await again();
    offer.send('c');
    await settle();
    offer.send(offline());
    await settle();
    assert.equal((await again()).offer.part, 'abc');
  });

  const hashes = [{ algorithm: 'sha-256', value: 'YQ==' }];
  const others: readonly (readonly [string, Partial<OfferedFile>, Partial<OfferedFile>])[] = [
    ['was changed since', { modified }, { modified: modified + 1 }],
    ['has another size', { modified }, { modified, size: 5 }],
    ['has another hash', { modified, hashes }, { modified, hashes: [] }],
    ['cannot be told from other versions', {}, {}],
  ];
  for (const [what, first, second] of others) {
    it(`begins anew where the file ${what}`, async () => {
      await cut(first);
      assert.equal((await again(second)).offer.part, undefined);
    });
  }

  it('begins from the start where the part was removed meanwhile', async () => {
    await cut();
    client.accounts.files.areLost = true;
    const { offer } = await again();
    assert.equal(offer.part, undefined);
    assert.equal(client.accounts.files.open, 1);
  });

  it('goes on with a file that is known by its hash alone', async () => {
    await cut({ hashes });
    assert.equal((await again({ hashes })).offer.part, 'ab');
  });

  it('begins anew elsewhere, and where others offer it', async () => {
    await cut();
    const elsewhere = { path: '/home/juliet/other.ts', replace: false };
    assert.equal((await again({ modified }, elsewhere)).offer.part, undefined);
    const other = new FakeOffer('bob@example.org/desk', { modified });
    await client.accepted(other);
    await settle();
    assert.equal(other.part, undefined);
  });

  it('keeps nothing of what has another content at its end', async () => {
    await cut();
    const { offer } = await again();
    offer.send('cd');
    offer.send(damaged());
    await settle();
    assert.equal(client.accounts.files.open, 0);
    assert.equal((await again()).offer.part, undefined);
  });

  it('keeps five parts, for less than an hour, and none without its account', async () => {
    for (let size = 4; size < 10; size++) await cut({ modified, size });
    assert.equal(client.accounts.files.open, 5);
    client.accounts.clock.advance(50 * 60_000);
    assert.equal(client.accounts.files.open, 0);
    await cut();
    client.account.incomingFiles.dispose();
    assert.equal(client.accounts.files.open, 0);
  });

  /** The process ends, and the next one signs in. */
  const restart = async () => {
    const { files } = client.accounts;
    client.accounts.dispose();
    await settle();
    assert.equal(files.open, 0);
    await client.signIn();
    for (const [content, pieces] of files.left) client.accounts.files.left.set(content, pieces);
  };

  for (const [what, wasCut] of [
    ['while it came', false],
    ['after it was cut', true],
  ] as const) {
    it(`goes on in the next process, where this one ends ${what}`, async () => {
      if (wasCut) await cut();
      else {
        const offer = new FakeOffer(`${ada}/desk`, { modified });
        await client.accepted(offer);
        offer.send('ab');
        await settle();
      }
      await restart();
      assert.deepEqual(await client.states(), [wasCut ? 'failed' : 'lost']);
      const { offer } = await again();
      assert.equal(offer.part, 'ab');
      offer.send('cd');
      offer.send();
      await settle();
      assert.equal(client.accounts.files.all.get(target.path)?.toString(), 'abcd');
    });
  }

  it('begins anew in the next process where no hash tells in the end that all is right', async () => {
    const offer = new FakeOffer(`${ada}/desk`, { modified });
    offer.way = 'si';
    await client.accepted(offer);
    offer.send('ab');
    await settle();
    await restart();
    assert.equal(client.accounts.files.left.size, 0);
  });

  it('begins anew where an earlier process has left more than the whole', async () => {
    const offer = new FakeOffer(`${ada}/desk`, { modified });
    await client.accepted(offer);
    offer.send('ab');
    await settle();
    await restart();
    for (const pieces of client.accounts.files.left.values()) pieces.push(Buffer.from('cdef'));
    const next = (await again()).offer;
    assert.equal(next.part, undefined);
    for (const bytes of ['ab', 'cd']) next.send(bytes);
    next.send();
    await settle();
    assert.equal(client.accounts.files.all.get(target.path)?.toString(), 'abcd');
  });

  it('leaves nothing to the next process where the user signs out', async () => {
    await cut();
    const { files } = client.accounts;
    await client.accounts.signOut(me);
    await settle();
    assert.deepEqual([files.open, files.left.size], [0, 0]);
  });
});
