import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closePipe, elect, type Outcome } from '../../../src/windows/election.ts';
import {
  isSucceeded,
  nextPlace,
  publishOwner,
  readOwner,
} from '../../../src/windows/ownerRecord.ts';
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

  it('A22: is led astray by nothing that has the name of a record', async () => {
    const { record: own } = await run();
    await writeFile(path.join(folder, 'owner-999999999999999'), '{}');
    await mkdir(path.join(folder, 'owner-2'));
    await mkdir(path.join(folder, 'owner-5', 'inner'), { recursive: true });
    await symlink('nowhere', path.join(folder, 'owner-3'));
    await symlink(path.join(folder, 'owner-1'), path.join(folder, 'owner-77'));
    await writeFile(path.join(folder, 'owner-01'), '{}');
    assert.equal(isSucceeded(folder, 1), false);
    assert.deepEqual((await run()).record, own);
    for (const outcome of outcomes) await leave(outcome);
    outcomes = [];
    await Promise.all(Array.from({ length: 10 }, () => run()));
    assert.equal(owners().length, 1);
    assert.equal(owners()[0]?.generation, 4);
    const left = ['owner-01', 'owner-2', 'owner-3', 'owner-4', 'owner-5', 'owner-77'];
    assert.deepEqual((await readdir(folder)).filter((name) => name.startsWith('owner-')).sort(), [
      ...left,
      'owner-999999999999999',
    ]);
  });

  it('A22: goes on where a foreign hand has brought the line to its end', async () => {
    const { record: own } = await run();
    await leave(await run());
    for (const outcome of outcomes) await leave(outcome);
    await writeFile(path.join(folder, `owner-${2 ** 31}`), JSON.stringify(own));
    outcomes = [];
    await Promise.all(Array.from({ length: 10 }, () => run()));
    assert.equal(owners().length, 1);
    assert.equal((await run()).role, 'follower');
  });

  it('A22: numbers nothing where the line has ended: the last owner is read again', async () => {
    const { record: own } = await run();
    await writeFile(path.join(folder, `owner-${2 ** 31}`), JSON.stringify(own));
    assert.equal(await nextPlace(folder, 2 ** 31), undefined);
    assert.equal((await readOwner(folder)).generation, 1);
  });

  it('A22: removes and joins only what it has made itself', async () => {
    const home = path.join(path.dirname(folder), 'home');
    const pipe = async (name: string, mode: number) => {
      const made = path.join(home, name);
      await mkdir(made, { recursive: true });
      await chmod(made, mode);
      await writeFile(path.join(made, 'pipe'), 'a file');
      await writeFile(path.join(made, 'precious'), 'a file');
      return path.join(made, 'pipe');
    };
    const foreign = [
      await pipe('parley-abc123', 0o700),
      await pipe('parley-abc124', 0o755),
      await pipe('parley-notes', 0o700),
      await pipe('docs', 0o700),
      `${home}/parley-abc123/../docs/pipe`,
    ];
    await leave(await run());
    for (const [index, each] of foreign.entries()) {
      const text = JSON.stringify({ ...record, pipe: each });
      await writeFile(path.join(folder, `owner-${index + 10}`), text);
      const outcome = await run();
      assert.equal(outcome.role, 'owner');
      await leave(outcome);
    }
    for (const each of foreign.slice(0, 4)) {
      assert.deepEqual(await readdir(path.dirname(each)), ['pipe', 'precious']);
    }
  });

  it('A22: tells nothing to a pipe that others can reach', async () => {
    const open = path.join(path.dirname(folder), 'parley-abc123');
    await mkdir(open);
    const server = createServer((socket) => accepted.push(keep(socket)));
    await once(server.listen(path.join(open, 'pipe')), 'listening');
    await chmod(open, 0o755);
    await mkdir(folder, { recursive: true });
    const text = JSON.stringify({ ...record, pipe: path.join(open, 'pipe') });
    await writeFile(path.join(folder, 'owner-1'), text);
    assert.equal((await run()).role, 'owner');
    assert.equal(accepted.length, 0);
    server.close();
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
