// Tries Parley beside other people's clients, and writes down what works: npm run interop.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startAll } from '../support/started.ts';
import { dino } from './clients/dino.ts';
import { finch } from './clients/finch.ts';
import { gajim } from './clients/gajim.ts';
import { type ClientKind, FEATURES, type Feature } from './clients/otherClient.ts';
import { profanity } from './clients/profanity.ts';
import { psi } from './clients/psi.ts';
import { slixmpp } from './clients/slixmpp.ts';
import { type Column, document } from './matrix.ts';
import { type Direction, type Result, tryClient } from './scenario.ts';

const CLIENTS: readonly ClientKind[] = [dino, finch, gajim, profanity, psi, slixmpp];
const target = path.resolve(import.meta.dirname, '../../docs/interop.md');

const wanted = process.argv.slice(2);
const chosen = CLIENTS.filter(({ package: name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  const names = CLIENTS.map(({ package: name }) => name).join(', ');
  console.error(`There is no client called ${wanted.join(', ')}. Name some of these: ${names}.`);
}
const columns: Column[] = [];
let failures = 0;
for (const kind of chosen) {
  const client = `${kind.name} ${await versionOf(kind)}`;
  console.log(client);
  const results = await startAll(async (started) => {
    const all = await tryClient(kind, started, report);
    await started.end();
    return all;
  });
  columns.push({ client, quirks: kind.quirks, results });
}
// Only a run with all of them is the whole of what is to be known.
if (chosen.length === CLIENTS.length) await writeFile(target, document(columns));
process.exitCode = failures === 0 && chosen.length > 0 ? 0 : 1;

/** As Debian knows it, without its own revision. */
async function versionOf({ package: name }: ClientKind): Promise<string> {
  const query = ['--show', '--showformat=${Version}', name];
  const { stdout } = await promisify(execFile)('dpkg-query', query);
  return stdout.replace(/[-+~].*$/u, '');
}

/** Prints a result. */
function report(feature: Feature, direction: Direction, result: Result): void {
  const way = direction === 'fromParley' ? 'from Parley' : 'to Parley';
  if (typeof result === 'object' && 'error' in result) failures += 1;
  console.log(`  ${FEATURES[feature]}, ${way}: ${inWords(result)}`);
}

function inWords(result: Result): string {
  if (result === 'works') return result;
  if ('error' in result) return `fails\n${result.error}`;
  return `${result.without}: it ${result.reason}`;
}
