// npm run check: format, lint, types, layering and unit tests. Two at a time, the longest first, so that
// it stays quick.
import { checks, mocha } from './checks.mjs';
import { capture } from './processes.mjs';

const queue = Object.entries({ unit: mocha('test/unit/.mocharc.json'), ...checks });
let green = true;

async function work() {
  for (let step = queue.shift(); step; step = queue.shift()) {
    const [name, [command, ...args]] = step;
    const started = Date.now();
    const { code, output } = await capture(command, args);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (code !== 0) console.log(output);
    green &&= code === 0;
  }
}

await Promise.all([work(), work()]);
if (!green) process.exit(1);
