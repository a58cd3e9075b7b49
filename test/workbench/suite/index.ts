/** Runs the suites beside it; the extension host calls `run` and takes a rejection as failure. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** Writes mocha's JSON report to the file that the environment variable `PARLEY_REPORT` names. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    timeout: 30_000,
    reporter: 'json',
    reporterOptions: { output: process.env['PARLEY_REPORT'] },
  });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
