// npm run interop: Parley beside other people's clients; `-- profanity` for those named, by their packages.
import { spawn } from 'node:child_process';
import { setup } from './setup.mjs';

await setup({ need: ['npm', 'server', 'clients'] });
const args = ['--import=tsx', 'test/interop/main.ts', ...process.argv.slice(2)];
spawn(process.execPath, args, { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
