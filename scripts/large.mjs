// npm run test:large: a file of 1 GiB to and from each server, with cuts, which takes minutes;
// `-- --mib 4096` for another size.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { mocha } from './checks.mjs';
import { setup } from './setup.mjs';

const { values } = parseArgs({ options: { mib: { type: 'string', default: '1024' } } });
await setup({ need: ['npm', 'server', 'interop'] });
const [node, ...args] = mocha('test/servers/.mocharc.json', '--reporter', 'spec');
const env = { ...process.env, PARLEY_LARGE_MIB: values.mib };
spawn(node, [...args, '-g', 'a large file on'], { env, stdio: 'inherit' }).on('exit', (code) =>
  process.exit(code ?? 1),
);
