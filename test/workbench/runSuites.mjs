// npm run test:electron: runs the suites of test/workbench/suite/ inside a real extension host, through
// @vscode/test-electron: in a downloaded VS Code, or in our stand-in for it where there is no display.
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { run } from '../../scripts/processes.mjs';
import { makeRunFolder } from '../../scripts/workbenchServer.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const source = path.join(import.meta.dirname, 'suite');
const cache = path.join(root, '.cache');
const suites = path.join(cache, 'suite');

/** Where VS Code has no display, or cannot be downloaded, the stand-in takes its place. */
async function findCode() {
  const standIn = path.join(import.meta.dirname, 'codeShim.mjs');
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return standIn;
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(cache, 'vscode') });
  } catch (error) {
    console.log(
      `VS Code cannot be downloaded (${error.message}); a workbench server takes its place`,
    );
    return standIn;
  }
}

await run(process.execPath, ['esbuild.mjs'], { cwd: root });
await rm(suites, { recursive: true, force: true });
const names = (await readdir(source)).filter((name) => name.endsWith('.ts'));
await build({
  entryPoints: names.map((name) => path.join(source, name)),
  outdir: suites,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode', 'mocha'],
  sourcemap: 'inline',
  logLevel: 'warning',
});

const home = await makeRunFolder();
const report = process.env.PARLEY_REPORT ?? path.join(home, 'report.json');
await rm(report, { force: true });
try {
  await runTests({
    vscodeExecutablePath: await findCode(),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(suites, 'index.cjs'),
    extensionTestsEnv: { PARLEY_REPORT: report },
    launchArgs: [`--user-data-dir=${home}/data`, `--extensions-dir=${home}/extensions`],
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
try {
  const { stats, tests } = JSON.parse(await readFile(report, 'utf8'));
  for (const { fullTitle, err } of tests) {
    console.log('message' in err ? `✗ ${fullTitle}\n${err.stack}` : `✓ ${fullTitle}`);
  }
  console.log(`${stats.passes} passed, ${stats.failures} failed`);
} catch (error) {
  console.error(`The suites left no report: ${error.message}`);
  process.exitCode = 1;
}
await rm(home, { recursive: true, force: true });
