import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closePipe, elect, type Outcome } from '../../../src/windows/election.ts';
import { isSucceeded, publishOwner, readOwner } from '../../../src/windows/ownerRecord.ts';
import { watchSuccession } from '../../../src/windows/succession.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const record = { pipe: '/nowhere/parley-x/pipe', password: 'p', countersign: 'c' };

describe('the election of the window that owns the session', () => {
  let folder: string;
  let outcomes: Outcome[];
  let accepted: Socket[];

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'election-')), 'session');
    outcomes = [];
    accepted = [];
  });
  afterEach(async () => {
    for (const socket of accepted) socket.destroy();
    for (const outcome of outcomes) await leave(outcome);
    await rm(path.dirname(folder), { recursive: true });
  });

  /** Its end is of no matter here. */
  const keep = (socket: Socket) => socket.on('error', () => undefined);
  const run = async (stuck?: number) => {
    const accept = (socket: Socket) => accepted.push(keep(socket));
    const outcome = await elect(folder, accept, { version: '1', stuck });
    outcomes.push(outcome);
    if (outcome.role === 'follower') keep(outcome.socket);
    return outcome;
  };
  const leave = async (outcome: Outcome) => {
    if (outcome.role === 'owner') await closePipe(outcome.server, outcome.record);
    else outcome.socket.destroy();
  };
  const owners = () => outcomes.filter(({ role }) => role === 'owner');

  it('lets the first own it and the others follow, however many begin at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => run()));
    assert.equal(owners().length, 1);
    const [owner] = owners();
    for (const outcome of outcomes) assert.deepEqual(outcome.record, owner?.record);
  });

  it('has a successor when the owner has left, and only one', async () => {
    await leave(await run());
    outcomes = [];
    await Promise.all(Array.from({ length: 10 }, () => run()));
    assert.equal(owners().length, 1);
  });

  it('F13: has one successor when the owner is stuck, which the owner sees', async () => {
    const { generation } = await run();
    const clock = new FakeClock();
    let succeeded = 0;
    const watch = watchSuccession(folder, generation, clock, () => (succeeded += 1));
    clock.advance(10_000);
    assert.equal(succeeded, 0);
    await Promise.all(Array.from({ length: 10 }, () => run(generation)));
    assert.equal(owners().length, 2);
    clock.advance(1000);
    assert.deepEqual([succeeded, clock.pending], [1, 0]);
    watch.dispose();
    const others = outcomes.filter(({ role }) => role === 'follower');
    assert.equal(others.length, 9);
    for (const other of others) assert.equal(other.generation, generation + 1);
    assert.equal(isSucceeded(folder, generation + 1), false);
    assert.equal(isSucceeded(path.join(folder, 'gone'), 1), false);
  });

  it('has one successor when the owner was killed, whose pipe is removed', async () => {
    const child = fork(path.resolve('test/support/ownWindow.ts'), [folder], {
      execArgv: ['--import', 'tsx'],
    });
    const [owned] = (await once(child, 'message')) as [Outcome];
    assert.equal((await run()).role, 'follower');
    child.kill('SIGKILL');
    await once(child, 'exit');
    outcomes = [];
    await Promise.all(Array.from({ length: 10 }, () => run()));
    assert.equal(owners().length, 1);
    await assert.rejects(stat(owned.record.pipe), { code: 'ENOENT' });
    await assert.rejects(stat(path.dirname(owned.record.pipe)), { code: 'ENOENT' });
  }).timeout(20_000);

  it('F13: keeps the record and the pipe for the user alone', async () => {
    const { record: own } = await run();
    const mode = async (file: string) => (await stat(file)).mode & 0o777;
    assert.equal(await mode(folder), 0o700);
    assert.equal(await mode(path.dirname(own.pipe)), 0o700);
    const names = (await readdir(folder)).filter((name) => name.startsWith('owner-'));
    assert.deepEqual(names, ['owner-1']);
    assert.equal(await mode(path.join(folder, 'owner-1')), 0o600);
    const text = await readFile(path.join(folder, 'owner-1'), 'utf8');
    assert.deepEqual(JSON.parse(text), own);
    assert.equal(Buffer.from(own.password, 'base64url').length, 32);
    assert.notEqual(own.password, own.countersign);
  });

  it('goes on after a record that is none', async () => {
    await leave(await run());
    for (const [index, junk] of ['', '{}', '{"pipe":1}'].entries()) {
      await writeFile(path.join(folder, `owner-${index + 5}`), junk);
      const outcome = await run();
      assert.equal(outcome.role, 'owner');
      await leave(outcome);
    }
  });

  it('gives a place to nobody who comes too late for it', async () => {
    await leave(await run());
    assert.deepEqual(await publishOwner(folder, { generation: 3, record }), [outcomes[0]?.record]);
    assert.equal(await publishOwner(folder, { generation: 3, record }), undefined);
    // The place of the second was never taken, or its file is gone: it is in the past all the same.
    assert.equal(await publishOwner(folder, { generation: 2, record }), undefined);
    assert.deepEqual(await readOwner(folder), { generation: 3, record });
    assert.deepEqual(await readdir(folder), ['owner-3']);
  });
});
