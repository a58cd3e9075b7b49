import assert from 'node:assert/strict';
import { ReadWriteLock } from '../../../../src/model/chats/readWriteLock.ts';
import { settle } from '../../../support/settle.ts';

describe('ReadWriteLock', () => {
  it('lets what shares go side by side, and the rest alone, each in its turn', async () => {
    const turns = new ReadWriteLock();
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const work = (name: string) => () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    };
    const all = [
      turns.shared(work('a')),
      turns.shared(work('b')),
      turns.exclusive(work('C')),
      turns.exclusive(work('D')),
      turns.shared(work('e')),
    ];
    const end = async (name: string) => {
      ends.get(name)?.();
      await settle();
      return begun.join('');
    };
    assert.equal(await end(''), 'ab');
    assert.equal(await end('b'), 'ab');
    assert.equal(await end('a'), 'abC');
    assert.equal(await end('C'), 'abCD');
    assert.equal(await end('D'), 'abCDe');
    await end('e');
    await Promise.all(all);
  });

  it('begins and ends what shares in its order, also behind what went alone', async () => {
    const turns = new ReadWriteLock();
    const begun: number[] = [];
    const ended: number[] = [];
    const disk = new Promise<void>((resolve) => setTimeout(resolve, 5));
    const share = (n: number) =>
      turns
        .shared(() => {
          begun.push(n);
          return disk;
        })
        .then(() => ended.push(n));
    let isAloneDone = false;
    const all: Promise<unknown>[] = [
      turns.exclusive(() => Promise.resolve()).then(() => (isAloneDone = true)),
      share(0),
    ];
    // One at every step of what happens at the end of the one that goes alone, and after.
    for (let n = 1; n < 20; n++) {
      await Promise.resolve();
      all.push(share(n));
    }
    assert.equal(isAloneDone, true);
    await Promise.all(all);
    const order = [...begun].sort((a, b) => a - b);
    assert.deepEqual(begun, order);
    assert.deepEqual(ended, order);
  });

  it('goes on after what fails, and says so to whoever asked', async () => {
    const turns = new ReadWriteLock();
    const fail = () => Promise.reject(new Error('full'));
    await assert.rejects(turns.shared(fail), /full/u);
    await assert.rejects(turns.exclusive(fail), /full/u);
    assert.equal(await turns.exclusive(() => Promise.resolve(1)), 1);
    assert.equal(await turns.shared(() => Promise.resolve(2)), 2);
  });

  it('A34: takes time in proportion to how many wait, in either way', async () => {
    const time = async (count: number) => {
      const turns = new ReadWriteLock();
      let release: () => void = () => undefined;
      const first = turns.exclusive(() => new Promise<void>((resolve) => (release = resolve)));
      const all = Array.from({ length: count }, (_, n) =>
        n % 2 === 0
          ? turns.shared(() => Promise.resolve())
          : turns.exclusive(() => Promise.resolve()),
      );
      const begun = process.cpuUsage();
      release();
      await Promise.all([first, ...all]);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    };
    await time(2000);
    const few = await time(2000);
    const many = await time(40_000);
    assert.ok(many <= 1000, `${many} ms for 40,000, ${few} ms for 2,000`);
  });
});
