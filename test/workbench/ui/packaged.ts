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

/** After a failed test, keeps screenshots and the server's log below `.cache/test-results/`. */
export function keepTracesOnFailure(workbench: () => Workbench): void {
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench().keepTraces(this.currentTest.fullTitle());
    }
  });
}
