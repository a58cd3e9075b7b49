import assert from 'node:assert/strict';
import { failure, userError } from '../../../../src/base/userError.ts';
import { offerView } from '../../../../src/host/offerView.ts';
import type { Account } from '../../../../src/model/account/account.ts';
import type { Message } from '../../../../src/model/history.ts';
import type { Settings } from '../../../../src/model/settings.ts';
import { fileOffered, type OfferedFile } from '../../../../src/xmpp/files/fileOffer.ts';
import { damaged, TransferError } from '../../../../src/xmpp/transferError.ts';
import { MemoryHistory } from '../../../../src/storage/memoryHistory.ts';
import type { FakeLink } from '../../../support/fakeLink.ts';
import { FakeAccounts } from '../../../support/fakeAccounts.ts';
import { FakeOffer } from '../../../support/fakeOffer.ts';
import { settle } from '../../../support/settle.ts';

const me = 'juliet@example.org';
const ada = 'ada@example.org';
const target = { path: '/home/juliet/answer.ts', replace: false };

describe('IncomingFiles', () => {
  let history: MemoryHistory;
  let accounts: FakeAccounts;
  let link: FakeLink;
  let account: Account;

  const signIn = async (settings: Partial<Settings> = {}) => {
    accounts = new FakeAccounts(history, settings);
    link = await accounts.add(me, `<item jid="${ada}" subscription="both" />`);
    account = accounts.get(me);
  };
  /** Lets an offer come. @returns the id of its message, if it became one */
  const receive = async (offer: FakeOffer) => {
    link.session.emit(fileOffered, offer);
    await settle();
    return [...account.incomingFiles.values()].at(-1)?.message.id ?? '';
  };
  const rows = (chat = ada): Promise<readonly Message[]> =>
    history.load({ account: me, chat }, { limit: 100 });
  const states = async () => (await rows()).map(({ offer }) => offer?.state);
  const accepted = async (offer: FakeOffer) => {
    const id = await receive(offer);
    await account.incomingFiles.accept(id, target);
    return id;
  };

  beforeEach(async () => {
    history = new MemoryHistory();
    await signIn();
  });

  it('makes a message of an offer, which is received as the user says', async () => {
    const offer = new FakeOffer(`${ada}/desk`, { description: 'Look', mediaType: 'text/plain' });
    const id = await receive(offer);
    const [row] = await rows();
    assert.equal(row?.body, 'Look');
    assert.deepEqual(row.file, {
      ...{ name: 'answer.ts', size: 4, hashes: [], mediaType: 'text/plain' },
    });
    assert.deepEqual(row.offer, { state: 'offered' });
    assert.equal(account.chats.find(ada)?.unread, 1);
    assert.equal(offer.answer, undefined);
    await account.incomingFiles.accept(id, target);
    offer.send('ab');
    await settle();
    assert.deepEqual(offerView(account, id, { state: 'offered' }), {
      ...{ state: 'running', received: 2 },
    });
    assert.equal(accounts.files.all.size, 0);
    offer.send('cd');
    offer.send();
    await settle();
    assert.equal(accounts.files.all.get(target.path)?.toString(), 'abcd');
    assert.deepEqual((await rows())[0]?.offer, { state: 'done', path: target.path });
  });

  it('tells how far it is, also when nothing more comes', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    await accepted(offer);
    const told: number[] = [];
    account.incomingFiles.onDidChange((id) => {
      told.push(account.incomingFiles.find(id)?.received ?? 0);
    });
    for (const bytes of ['a', 'b', 'c']) offer.send(bytes);
    await settle();
    assert.deepEqual(told, []);
    accounts.clock.advance(100);
    assert.deepEqual(told, [3]);
  });

  it('is written by one of two windows that accept it', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    const id = await accepted(offer);
    await assert.rejects(account.incomingFiles.accept(id, target), { code: 'no-offer' });
    assert.equal(accounts.files.open, 1);
  });

  const ends: readonly (readonly [string, (offer: FakeOffer, id: string) => void, object])[] = [
    ['is cancelled here', (_, id) => account.incomingFiles.stop(id), { state: 'cancelled' }],
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
        accounts.files.failure = failure('not-saved.full', { name: 'answer.ts' });
        offer.send('c');
      },
      { state: 'failed', error: userError('not-saved.full', { name: 'answer.ts' }) },
    ],
  ];
  describe('after a cut', () => {
    const modified = Date.UTC(2025, 2, 1);
    const offline = () => new TransferError(userError('offline.transfer'));
    /** An offer that was cut after two bytes. */
    const cut = async (file: Partial<OfferedFile> = { modified }) => {
      const offer = new FakeOffer(`${ada}/desk`, file);
      await accepted(offer);
      offer.send('ab');
      await settle();
      offer.send(offline());
      await settle();
    };
    /** The same is offered again, by another device. Result: the offer once it is accepted. */
    const again = async (file: Partial<OfferedFile> = { modified }, to = target) => {
      const offer = new FakeOffer(`${ada}/phone`, file);
      const id = await receive(offer);
      await account.incomingFiles.accept(id, to);
      await settle();
      return { offer, id };
    };

    it('goes on with what there is when it is offered again', async () => {
      await cut();
      assert.equal(accounts.files.open, 1);
      const { offer, id } = await again();
      assert.equal(offer.part, 'ab');
      assert.equal(accounts.files.open, 1);
      assert.equal(account.incomingFiles.find(id)?.received, 2);
      offer.send('cd');
      offer.send();
      await settle();
      assert.equal(accounts.files.all.get(target.path)?.toString(), 'abcd');
      assert.deepEqual(await states(), ['failed', 'done']);
      assert.equal(accounts.files.open, 0);
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
      accounts.files.areLost = true;
      const { offer } = await again();
      assert.equal(offer.part, undefined);
      assert.equal(accounts.files.open, 1);
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
      await accepted(other);
      await settle();
      assert.equal(other.part, undefined);
    });

    it('keeps nothing of what has another content at its end', async () => {
      await cut();
      const { offer } = await again();
      offer.send('cd');
      offer.send(damaged());
      await settle();
      assert.equal(accounts.files.open, 0);
      assert.equal((await again()).offer.part, undefined);
    });

    it('keeps five parts, for less than an hour, and none without its account', async () => {
      for (let size = 4; size < 10; size++) await cut({ modified, size });
      assert.equal(accounts.files.open, 5);
      accounts.clock.advance(50 * 60_000);
      assert.equal(accounts.files.open, 0);
      await cut();
      account.incomingFiles.dispose();
      assert.equal(accounts.files.open, 0);
    });

    /** The process ends, and the next one signs in. */
    const restart = async () => {
      const { files } = accounts;
      accounts.dispose();
      await settle();
      assert.equal(files.open, 0);
      await signIn();
      for (const [content, pieces] of files.left) accounts.files.left.set(content, pieces);
    };

    for (const [what, wasCut] of [
      ['while it came', false],
      ['after it was cut', true],
    ] as const) {
      it(`goes on in the next process, where this one ends ${what}`, async () => {
        if (wasCut) await cut();
        else {
          const offer = new FakeOffer(`${ada}/desk`, { modified });
          await accepted(offer);
          offer.send('ab');
          await settle();
        }
        await restart();
        assert.deepEqual(await states(), [wasCut ? 'failed' : 'lost']);
        const { offer } = await again();
        assert.equal(offer.part, 'ab');
        offer.send('cd');
        offer.send();
        await settle();
        assert.equal(accounts.files.all.get(target.path)?.toString(), 'abcd');
      });
    }

    it('begins anew in the next process where no hash tells in the end that all is right', async () => {
      const offer = new FakeOffer(`${ada}/desk`, { modified });
      offer.way = 'si';
      await accepted(offer);
      offer.send('ab');
      await settle();
      await restart();
      assert.equal(accounts.files.left.size, 0);
    });

    it('begins anew where an earlier process has left more than the whole', async () => {
      const offer = new FakeOffer(`${ada}/desk`, { modified });
      await accepted(offer);
      offer.send('ab');
      await settle();
      await restart();
      for (const pieces of accounts.files.left.values()) pieces.push(Buffer.from('cdef'));
      const next = (await again()).offer;
      assert.equal(next.part, undefined);
      for (const bytes of ['ab', 'cd']) next.send(bytes);
      next.send();
      await settle();
      assert.equal(accounts.files.all.get(target.path)?.toString(), 'abcd');
    });

    it('leaves nothing to the next process where the user signs out', async () => {
      await cut();
      const { files } = accounts;
      await accounts.signOut(me);
      await settle();
      assert.deepEqual([files.open, files.left.size], [0, 0]);
    });
  });

  for (const [what, happen, record] of ends) {
    it(`leaves no file, and says why, when it ${what}`, async () => {
      const offer = new FakeOffer(`${ada}/desk`);
      const id = await accepted(offer);
      offer.send('ab');
      await settle();
      happen(offer, id);
      await settle();
      assert.deepEqual((await rows())[0]?.offer, record);
      assert.equal(accounts.files.all.size, 0);
      assert.equal(accounts.files.open, 0);
    });
  }

  it('is declined, or ends before it is answered', async () => {
    const first = new FakeOffer(`${ada}/desk`);
    const second = new FakeOffer(`${ada}/desk`);
    const third = new FakeOffer(`${ada}/desk`);
    account.incomingFiles.stop(await receive(first));
    await receive(second);
    second.end('withdrawn');
    await receive(third);
    third.end('offline');
    await settle();
    assert.equal(first.answer, 'declined');
    assert.deepEqual(await states(), ['declined', 'withdrawn', 'lost']);
  });

  it('stays offered when it cannot be written where the user wants it', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    const id = await receive(offer);
    accounts.files.refusal = failure('not-saved.denied', { name: 'answer.ts' });
    await assert.rejects(account.incomingFiles.accept(id, target), { code: 'not-saved' });
    assert.equal(offer.answer, undefined);
    accounts.files.refusal = undefined;
    await account.incomingFiles.accept(id, target);
    assert.equal(offer.answer, 'accepted');
  });

  it('says after a restart that what was not whole was not received', async () => {
    await receive(new FakeOffer(`${ada}/desk`));
    const running = new FakeOffer(`${ada}/desk`);
    await accepted(running);
    running.send('ab');
    await settle();
    // As after a crash: nothing could be stored at the end.
    const crashed = await rows();
    await signIn();
    assert.deepEqual(
      crashed.map(({ offer }) => offer?.state),
      ['offered', 'running'],
    );
    for (const { id, offer } of crashed) {
      assert.deepEqual(offer && offerView(account, id, offer), { state: 'lost' });
      await assert.rejects(account.incomingFiles.accept(id, target), { code: 'no-offer' });
    }
  });

  it('ends with the session, and not as if the user had cancelled it', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    await accepted(offer);
    await accounts.signOut(me);
    await settle();
    assert.equal(offer.isCancelled, true);
    assert.deepEqual(await states(), ['lost']);
    assert.equal(accounts.files.open, 0);
  });

  it('waits below the requests when a stranger offers it', async () => {
    await receive(new FakeOffer('eve@example.net/x'));
    const chat = account.chats.find('eve@example.net');
    assert.equal(chat?.standing, 'request');
    await chat.ignore();
    const second = new FakeOffer('eve@example.net/x');
    await receive(second);
    assert.equal(second.answer, 'declined');
    assert.equal((await rows('eve@example.net')).length, 1);
  });

  it('does not let one sender fill the chat with offers', async () => {
    const offers = Array.from({ length: 7 }, () => new FakeOffer(`${ada}/desk`));
    for (const offer of offers) await receive(offer);
    assert.deepEqual(
      offers.map(({ answer }) => answer),
      [...Array<undefined>(5).fill(undefined), 'declined', 'declined'],
    );
    assert.equal((await rows()).length, 5);
  });

  it('is declined when its message is removed', async () => {
    const offer = new FakeOffer(`${ada}/desk`);
    await receive(offer);
    await account.chats.find(ada)?.clear();
    await settle();
    assert.equal(offer.answer, 'declined');
  });

  it('receives a file whose size is not told, all that comes', async () => {
    const offer = new FakeOffer(`${ada}/desk`, {}, false);
    await accepted(offer);
    assert.equal((await rows())[0]?.file?.size, undefined);
    for (const piece of ['abcd', 'efgh']) offer.send(piece);
    offer.send();
    await settle();
    assert.equal((await rows())[0]?.offer?.state, 'done');
    assert.equal(String(accounts.files.all.get(target.path)), 'abcdefgh');
  });

  describe('without asking', () => {
    const cases: readonly (readonly [string, FakeOffer, boolean])[] = [
      ['takes what a contact sends', new FakeOffer(`${ada}/desk`), true],
      ['takes nothing larger than allowed', new FakeOffer(`${ada}/desk`, { size: 101 }), false],
      ['takes nothing whose size is not told', new FakeOffer(`${ada}/desk`, {}, false), false],
      ['takes no program', new FakeOffer(`${ada}/desk`, { name: 'a.exe' }), false],
      ['takes nothing of a stranger', new FakeOffer('eve@example.net/x'), false],
    ];
    beforeEach(async () => {
      history = new MemoryHistory();
      await signIn({ acceptFilesFrom: () => 'contacts', acceptFilesUpTo: () => 100 });
    });
    for (const [what, offer, isTaken] of cases) {
      it(what, async () => {
        await receive(offer);
        assert.equal(offer.answer, isTaken ? 'accepted' : undefined);
      });
    }

    it('takes no program under another name (A43)', async () => {
      const offer = new FakeOffer(`${ada}/desk`, { name: '../../a.txt', size: 20 });
      await receive(offer);
      offer.send('#!/bin/sh\n');
      await settle();
      const [row] = await rows();
      assert.equal(row?.offer?.error?.code, 'not-saved.program');
      assert.equal(accounts.files.open, 0);
    });

    it('takes no program that comes in small pieces, or goes on behind a cut (A43)', async () => {
      const date = Date.UTC(2025, 0, 1);
      const offered = { name: 'a.txt', size: 20, modified: date };
      const offer = new FakeOffer(`${ada}/desk`, offered);
      await receive(offer);
      for (const piece of '#!/bin/sh') offer.send(piece);
      await settle();
      assert.equal((await rows())[0]?.offer?.error?.code, 'not-saved.program');
      const cut = new FakeOffer(`${ada}/desk`, offered);
      await receive(cut);
      cut.send('#');
      cut.send(new TransferError(userError('offline.peer')));
      await settle();
      const again = new FakeOffer(`${ada}/desk`, offered);
      await receive(again);
      again.send('!/bin/sh\n');
      await settle();
      assert.equal(again.part, '#');
      assert.equal((await rows()).at(-1)?.offer?.error?.code, 'not-saved.program');
      assert.equal(accounts.files.open, 0);
    });

    it('A43: gives it one safe name in the download folder', async () => {
      const offer = new FakeOffer(`${ada}/desk`, { name: '../../.ssh/authorized_keys' });
      await receive(offer);
      offer.send('abcd');
      offer.send();
      await settle();
      assert.deepEqual([...accounts.files.all.keys()], ['/downloads/authorized_keys']);
    });
  });
});
