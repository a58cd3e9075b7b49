/** What the suites of this folder share: the packaged extension, and traces of failures. */
import { access } from 'node:fs/promises';
import { packageExtension, packageFile } from '../../../scripts/package.mjs';
import type { Workbench } from '../driver.ts';

/** The .vsix: the one that `npm test` has just built where it says so, or else built now. */
export async function packagedExtension(): Promise<string> {
  if (process.env['PARLEY_PACKAGED'] === undefined) return packageExtension();
  const file = await packageFile();
  await access(file);
  return file;
}

/**
 * After a failed test, keeps screenshots and the server's log below `.cache/test-results/`, and says
 * with the failure what the side bar shows.
 */
export function keepTracesOnFailure(workbench: () => Workbench): void {
  afterEach(async function () {
    const { currentTest: test } = this;
    if (test?.state !== 'failed') return;
    const shown = await workbench().keepTraces(test.fullTitle());
    if (test.err) test.err.stack = `${test.err.stack ?? test.err.message}\n${shown}`;
  });
}
