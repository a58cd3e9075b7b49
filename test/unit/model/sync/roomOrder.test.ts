import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LossyRoom } from '../../../support/lossyRoom.ts';
import { SEED } from '../../../support/random.ts';

/** Something that happens in a room. */
class Step {
  readonly #name: string;
  readonly #run: (room: LossyRoom) => unknown;

  constructor(name: string, run: (room: LossyRoom) => unknown) {
    this.#name = name;
    this.#run = run;
  }

  async run(room: LossyRoom): Promise<void> {
    await this.#run(room);
  }

  /** For counterexamples. */
  toString(): string {
    return this.#name;
  }
}

const few = fc.integer({ min: 1, max: 8 });
const many = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }));

const step = fc.oneof(
  { weight: 6, arbitrary: many.map((n) => new Step(`write ${n}`, (room) => room.write(n))) },
  {
    weight: 6,
    arbitrary: many.map((n) => new Step(`say ${n}`, (room) => room.say(n))),
  },
  {
    weight: 5,
    arbitrary: few.map((n) => new Step(`take ${n}`, (room) => room.take(n))),
  },
  { weight: 6, arbitrary: few.map((n) => new Step(`deliver ${n}`, (room) => room.deliver(n))) },
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: 1, max: 20 })
      .map((n) => new Step(`advance ${n}`, (room) => room.advance(n * 500))),
  },
  {
    weight: 2,
    arbitrary: fc
      .boolean()
      .map((isRestarted) => new Step('cut', (room) => room.cut({ isRestarted }))),
  },
  { weight: 1, arbitrary: fc.constant(new Step('resume', (room) => room.resume())) },
  { weight: 3, arbitrary: fc.constant(new Step('rejoin', (room) => room.rejoin())) },
);

describe('the order of a room', () => {
  it('F26: is that of its archive, each message once, whatever is lost and comes again', async () => {
    const steps = fc.array(step, { minLength: 10, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const room = new LossyRoom();
        await room.begin();
        for (const one of all) await one.run(room);
        await room.end();
        assert.deepEqual(await room.stored, room.archived);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('knows what waits where it begins a page of the archive, and does not send it again', async () => {
    const room = new LossyRoom();
    await room.begin();
    room.say(5);
    await room.write(1);
    room.take(1);
    await room.write(1);
    await room.deliver(2);
    await room.cut({ isRestarted: false });
    room.say(1);
    await room.end();
    assert.deepEqual(room.archived.slice(5), ['ours 6', 'other 8', 'ours 7']);
    assert.deepEqual(await room.stored, room.archived);
  });

  it('has what waits behind what others wrote meanwhile, before it is sent', async () => {
    const room = new LossyRoom();
    await room.begin();
    await room.write(2);
    room.say(1);
    await room.deliver(1);
    await room.cut({ isRestarted: false });
    room.say(2);
    await room.rejoin();
    for (let n = 0; n < 5; n++) await room.deliver(Infinity);
    await room.advance(2000);
    for (let n = 0; n < 5; n++) await room.deliver(Infinity);
    assert.deepEqual(await room.stored, ['other 3', 'other 4', 'other 5', 'ours 1', 'ours 2']);
  });

  it('F9: sends nothing again before the archive was read, also where reading is cut off', async () => {
    const room = new LossyRoom();
    await room.begin();
    await room.write(1);
    room.take(1);
    await room.cut({ isRestarted: false });
    room.say(1);
    await room.rejoin();
    await room.resume();
    await room.end();
    assert.deepEqual(room.archived, ['ours 1', 'other 2']);
    assert.deepEqual(await room.stored, room.archived);
  });
});
