// Runs a program on the Node of the workbench host, which is as new as that of VS Code:
// node scripts/workbenchNode.mjs PROGRAM ARGUMENT…
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setupWorkbenchHost } from './workbenchHost.mjs';

/** @returns {string[]} the command line that runs this program on that Node */
export const onWorkbenchNode = (...command) => [
  process.execPath,
  path.relative(process.cwd(), import.meta.filename),
  ...command,
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { node } = await setupWorkbenchHost(console.error);
  const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
}
