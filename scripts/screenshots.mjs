// npm run screenshots: pictures of every view, in every theme, in `.cache/screenshots/views/`;
// `npm run screenshots -- --readme` takes those that the README shows, `-- --walkthrough` those of the walkthrough.
import path from 'node:path';
import { run } from './processes.mjs';
import { setup } from './setup.mjs';

const root = path.resolve(import.meta.dirname, '..');
await setup({ need: ['npm', 'server', 'interop', 'workbench'] });
const program = ['--import', 'tsx', 'test/workbench/screenshots.ts'];
const output = await run(process.execPath, [...program, ...process.argv.slice(2)], { cwd: root });
console.log(output.trim());
