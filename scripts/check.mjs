// npm run check: format, lint, types, layering and unit tests. Two at a time, so that it stays quick.
import { spawn } from 'node:child_process';

const bin = (name, ...args) => [process.execPath, `node_modules/${name}`, ...args];
const steps = {
  format: bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  lint: bin('eslint/bin/eslint.js', '--cache', '--cache-location', '.cache/eslint/', '.'),
  'types of the host': bin('typescript/bin/tsc', '-p', 'tsconfig.json'),
  'types of the webview': bin('typescript/bin/tsc', '-p', 'webview/tsconfig.json'),
  'types of the tests': bin('typescript/bin/tsc', '-p', 'test/tsconfig.json'),
  layering: bin('dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'webview'),
  'unit tests': bin('mocha/bin/mocha.js', '--config', 'test/unit/.mocharc.json'),
};

/** Runs one step; its output is shown only when it fails, except the unit tests' summary. */
function run([name, [command, ...args]]) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

const queue = Object.entries(steps);
let green = true;
async function work() {
  for (let step = queue.shift(); step; step = queue.shift()) green = (await run(step)) && green;
}
await Promise.all([work(), work()]);
if (!green) process.exit(1);
