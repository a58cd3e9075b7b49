import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom, SEED } from '../support/random.ts';
import { inTemporaryFolder, PROGRAM } from './open.ts';

const WRITER = path.resolve(import.meta.dirname, 'writer.ts');
const KILLS = 50;
const key = { account: 'me@example.org', chat: 'bob@example.org' };

describe('the database, when its process is killed', () => {
  const { open, file, told } = inTemporaryFolder();
  const random = randomFrom(SEED);

  /** Runs a writer from this number on, and kills it. Result: the numbers that it acknowledged. */
  async function writeAndKill(from: number): Promise<number[]> {
    const args = [WRITER, file(), PROGRAM, key.account, key.chat, String(from)];
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await once(writer.stdout, 'data');
    await delay(random() * 60);
    writer.kill('SIGKILL');
    await once(writer, 'close');
    // The last line may have been cut.
    return output.split('\n').slice(0, -1).map(Number);
  }

  it(`F8: keeps each acknowledged message once, over ${KILLS} kills`, async function () {
    this.timeout(300_000);
    const acknowledged: number[] = [];
    // Whatever the last one wrote without saying so comes again, as after a lost acknowledgement.
    for (let kill = 0; kill < KILLS; kill++) {
      acknowledged.push(...(await writeAndKill((acknowledged.at(-1) ?? -1) + 1)));
    }
    const history = open();
    const kept = (await history.load(key, { limit: 1_000_000 })).map(({ id }) => Number(id));
    const count = new Set(kept);
    const lost = acknowledged.filter((n) => !count.has(n));
    const disorder = kept.filter((n, index) => n !== (kept[index - 1] ?? -1) + 1);
    console.log(
      `      ${acknowledged.length} acknowledged, ${kept.length} kept, ${lost.length} lost, ${kept.length - count.size} twice`,
    );
    assert.ok(acknowledged.length > KILLS);
    assert.deepEqual([lost, kept.length - count.size, disorder], [[], 0, []]);
    const { found } = await history.search({ text: 'message', limit: 1_000_000 });
    assert.equal(found.length, kept.length);
    assert.deepEqual(told, []);
  });
});
