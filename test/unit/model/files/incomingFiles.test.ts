import assert from 'node:assert/strict';
import { failure, userError } from '../../../../src/base/userError.ts';
import { offerView } from '../../../../src/host/offerView.ts';
import { damaged, TransferError } from '../../../../src/xmpp/transferError.ts';
import { FakeOffer } from '../../../support/fakeOffer.ts';
import { settle } from '../../../support/settle.ts';
import { ada, eachFileRecipient, me, target } from '../../../support/fileRecipient.ts';

describe('IncomingFiles', () => {
  const client = eachFileRecipient();

  it('makes a message of an offer, which is received as the user says', async () => {
    const offer = new FakeOffer(`${ada}/desk`, { description: 'Look', mediaType: 'text/plain' });
    const id = await client.receive(offer);
    const [row] = await client.rows();
    assert.equal(row?.body, 'Look');
    assert.deepEqual(row.file, {
      ...{ name: 'answer.ts', size: 4, hashes: [], mediaType: 'text/plain' },
    });
    assert.deepEqual(row.offer, { state: 'offered' });
    assert.equal(client.account.chats.find(ada)?.unread, 1);
    assert.equal(offer.answer, undefined);
    await client.account.incomingFiles.accept(id, target);
    offer.send('ab');
    await settle();
    assert.deepEqual(offerView(client.account, id, { state: 'offered' }), {
      ...{ state: 'running', received: 2 },
    });
    assert.equal(client.accounts.files.all.size, 0);
    offer.send('cd');
    offer.send();
    await settle();
    assert.equal(client.accounts.files.all.get(target.path)?.toString(), 'abcd');
    assert.deepEqual((await client.rows())[0]?.offer, { state: 'done', path: target.path });
  });

  it('tells how far it is, also when nothing more comes', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    await client.accepted(offer);
    const told: number[] = [];
    client.account.incomingFiles.onDidChange((id) => {
      told.push(client.account.incomingFiles.find(id)?.received ?? 0);
    });
    for (const bytes of ['a', 'b', 'c']) offer.send(bytes);
    await settle();
    assert.deepEqual(told, []);
    client.accounts.clock.advance(100);
    assert.deepEqual(told, [3]);
  });

  it('is written by one of two windows that accept it', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    const id = await client.accepted(offer);
    await assert.rejects(client.account.incomingFiles.accept(id, target), { code: 'no-offer' });
    assert.equal(client.accounts.files.open, 1);
  });

  const ends: readonly (readonly [string, (offer: FakeOffer, id: string) => void, object])[] = [
    ['is cancelled here', (_, id) => client.account.incomingFiles.stop(id), { state: 'cancelled' }],
    [
      'is cancelled there',
      (offer) => offer.send(new TransferError(userError('cancelled'))),
      { state: 'withdrawn' },
    ],
    [
      'falls silent',
      (offer) => offer.send(new TransferError(userError('timeout.transfer'))),
      { state: 'failed', error: userError('timeout.transfer') },
    ],
    [
      'has another hash (A48)',
      (offer) => {
        offer.send('cd');
        offer.send(damaged());
      },
      { state: 'failed', error: userError('damaged') },
    ],
    ['is cut (F24)', (offer) => offer.send(), { state: 'failed', error: userError('damaged') }],
    [
      'has more bytes than announced',
      (offer) => offer.send('cde'),
      { state: 'failed', error: userError('damaged') },
    ],
    [
      'meets a full disk',
      (offer) => {
        client.accounts.files.failure = failure('not-saved.full', { name: 'answer.ts' });
        offer.send('c');
      },
      { state: 'failed', error: userError('not-saved.full', { name: 'answer.ts' }) },
    ],
  ];
  for (const [what, happen, record] of ends) {
    it(`leaves no file, and says why, when it ${what}`, async () => {
      const offer = new FakeOffer(`${ada}/desk`);
      const id = await client.accepted(offer);
      offer.send('ab');
      await settle();
      happen(offer, id);
      await settle();
      assert.deepEqual((await client.rows())[0]?.offer, record);
      assert.equal(client.accounts.files.all.size, 0);
      assert.equal(client.accounts.files.open, 0);
    });
  }

  it('is declined, or ends before it is answered', async () => {
    const first = new FakeOffer(`${ada}/desk`);
    const second = new FakeOffer(`${ada}/desk`);
    const third = new FakeOffer(`${ada}/desk`);
    client.account.incomingFiles.stop(await client.receive(first));
    await client.receive(second);
    second.end('withdrawn');
    await client.receive(third);
    third.end('offline');
    await settle();
    assert.equal(first.answer, 'declined');
    assert.deepEqual(await client.states(), ['declined', 'withdrawn', 'lost']);
  });

  it('stays offered when it cannot be written where the user wants it', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    const id = await client.receive(offer);
    client.accounts.files.refusal = failure('not-saved.denied', { name: 'answer.ts' });
    await assert.rejects(client.account.incomingFiles.accept(id, target), { code: 'not-saved' });
    assert.equal(offer.answer, undefined);
    client.accounts.files.refusal = undefined;
    await client.account.incomingFiles.accept(id, target);
    assert.equal(offer.answer, 'accepted');
  });

  it('says after a restart that what was not whole was not received', async () => {
    await client.receive(new FakeOffer(`${ada}/desk`));
    const running = new FakeOffer(`${ada}/desk`);
    await client.accepted(running);
    running.send('ab');
    await settle();
    // As after a crash: nothing could be stored at the end.
    const crashed = await client.rows();
    await client.signIn();
    assert.deepEqual(
      crashed.map(({ offer }) => offer?.state),
      ['offered', 'running'],
    );
    for (const { id, offer } of crashed) {
      assert.deepEqual(offer && offerView(client.account, id, offer), { state: 'lost' });
      await assert.rejects(client.account.incomingFiles.accept(id, target), { code: 'no-offer' });
    }
  });

  it('ends with the session, and not as if the user had cancelled it', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    await client.accepted(offer);
    await client.accounts.signOut(me);
    await settle();
    assert.equal(offer.isCancelled, true);
    assert.deepEqual(await client.states(), ['lost']);
    assert.equal(client.accounts.files.open, 0);
  });

  it('waits below the requests when a stranger offers it', async () => {
    await client.receive(new FakeOffer('eve@example.net/x'));
    const chat = client.account.chats.find('eve@example.net');
    assert.equal(chat?.standing, 'request');
    await chat.ignore();
    const second = new FakeOffer('eve@example.net/x');
    await client.receive(second);
    assert.equal(second.answer, 'declined');
    assert.equal((await client.rows('eve@example.net')).length, 1);
  });

  it('does not let one sender fill the chat with offers', async () => {
    const offers = Array.from({ length: 7 }, () => new FakeOffer(`${ada}/desk`));
    for (const offer of offers) await client.receive(offer);
    assert.deepEqual(
      offers.map(({ answer }) => answer),
      [...Array<undefined>(5).fill(undefined), 'declined', 'declined'],
    );
    assert.equal((await client.rows()).length, 5);
  });

  it('is declined when its message is removed', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    await client.receive(offer);
    await client.account.chats.find(ada)?.clear();
    await settle();
    assert.equal(offer.answer, 'declined');
  });

  it('receives a file whose size is not told, all that comes', async () => {
    const offer = new FakeOffer(`${ada}/desk`, {}, false);
    await client.accepted(offer);
    assert.equal((await client.rows())[0]?.file?.size, undefined);
    for (const piece of ['abcd', 'efgh']) offer.send(piece);
    offer.send();
    await settle();
    assert.equal((await client.rows())[0]?.offer?.state, 'done');
    assert.equal(String(client.accounts.files.all.get(target.path)), 'abcdefgh');
  });

  describe('without asking', () => {
    const cases: readonly (readonly [string, FakeOffer, boolean])[] = [
      ['takes what a contact sends', new FakeOffer(`${ada}/desk`), true],
      ['takes nothing larger than allowed', new FakeOffer(`${ada}/desk`, { size: 101 }), false],
      ['takes nothing whose size is not told', new FakeOffer(`${ada}/desk`, {}, false), false],
      ['takes no program', new FakeOffer(`${ada}/desk`, { name: 'a.exe' }), false],
      ['takes nothing of a stranger', new FakeOffer('eve@example.net/x'), false],
    ];
    beforeEach(() =>
      client.begin({ acceptFilesFrom: () => 'contacts', acceptFilesUpTo: () => 100 }),
    );
    for (const [what, offer, isTaken] of cases) {
      it(what, async () => {
        await client.receive(offer);
        assert.equal(offer.answer, isTaken ? 'accepted' : undefined);
      });
    }

    it('takes no program under another name (A43)', async () => {
      const offer = new FakeOffer(`${ada}/desk`, { name: '../../a.txt', size: 20 });
      await client.receive(offer);
      offer.send('#!/bin/sh\n');
      await settle();
      const [row] = await client.rows();
      assert.equal(row?.offer?.error?.code, 'not-saved.program');
      assert.equal(client.accounts.files.open, 0);
    });

    it('takes no program that comes in small pieces, or goes on behind a cut (A43)', async () => {
      const date = Date.UTC(2025, 0, 1);
      const offered = { name: 'a.txt', size: 20, modified: date };
      const offer = new FakeOffer(`${ada}/desk`, offered);
      await client.receive(offer);
      for (const piece of '#!/bin/sh') offer.send(piece);
      await settle();
      assert.equal((await client.rows())[0]?.offer?.error?.code, 'not-saved.program');
      const cut = new FakeOffer(`${ada}/desk`, offered);
      await client.receive(cut);
      cut.send('#');
      cut.send(new TransferError(userError('offline.peer')));
      await settle();
      const again = new FakeOffer(`${ada}/desk`, offered);
      await client.receive(again);
      again.send('!/bin/sh\n');
      await settle();
      assert.equal(again.part, '#');
      assert.equal((await client.rows()).at(-1)?.offer?.error?.code, 'not-saved.program');
      assert.equal(client.accounts.files.open, 0);
    });

    it('A43: gives it one safe name in the download folder', async () => {
      const offer = new FakeOffer(`${ada}/desk`, { name: '../../.ssh/authorized_keys' });
      await client.receive(offer);
      offer.send('abcd');
      offer.send();
      await settle();
      assert.deepEqual([...client.accounts.files.all.keys()], ['/downloads/authorized_keys']);
    });
  });
});
