// npm run soak: random faults at 20 messages/s both ways for an hour; `-- --minutes 5 --seed 1` for other ones,
// `-- --room` among three in a room.
import { spawn } from 'node:child_process';
import { onWorkbenchNode } from './workbenchNode.mjs';
import { setup } from './setup.mjs';

await setup({ need: ['npm', 'server', 'interop', 'workbench'] });
const [node, ...args] = onWorkbenchNode('test/faults/soak.ts', ...process.argv.slice(2));
spawn(node, args, { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
