#!/usr/bin/env node
// Stands in for `code` where Electron cannot run: takes the arguments that @vscode/test-electron
// gives, runs the same suites in the extension host of a workbench server, and exits with their code.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startWorkbenchServer } from '../../scripts/workbenchServer.mjs';
import { openBrowser } from './browser.mjs';

const TIMEOUT_MS = 300_000;

const { values, positionals } = parseArgs({
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
  },
});
const folder = positionals.find((argument) => path.isAbsolute(argument));
const server = await startWorkbenchServer({
  mode: 'raw',
  testDriver: true,
  ...(folder && { folder }),
  progress: console.log,
});
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  /** The workbench calls these two when the page was opened to run an extension's tests. */
  const code = new Promise((resolve, reject) => {
    void page.exposeFunction('codeAutomationLog', () => undefined);
    void page.exposeFunction('codeAutomationExit', resolve);
    setTimeout(() => reject(new Error('The suites took too long.')), TIMEOUT_MS).unref();
  });
  const entries = ['extensionDevelopmentPath', 'extensionTestsPath'].map((name) => [
    name,
    server.remote(values[name]),
  ]);
  await page.goto(server.url(entries));
  process.exitCode = await code;
} catch (error) {
  console.error(error.message, await server.log());
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
}
