// npm run test:large: large files with cuts, which takes minutes: of 1 GiB to and from each server, and from
// client to client in each way, directly, through the servers' proxies and in band (`-- --mib 4096`,
// `-- --in-band-mib 64` for other sizes). In band Prosody is slow, and has 64 MiB, with `-- --in-band-all` as much.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { mocha } from './checks.mjs';
import { setup } from './setup.mjs';

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '1024' },
    'in-band-mib': { type: 'string', default: '1024' },
    'in-band-all': { type: 'boolean', default: false },
  },
});
await setup({ need: ['npm', 'server', 'interop'] });
const sizes = {
  PARLEY_LARGE_MIB: values.mib,
  PARLEY_IN_BAND_MIB: values['in-band-mib'],
  PARLEY_IN_BAND_ALL: values['in-band-all'] ? '1' : '0',
};
const env = { ...process.env, ...sizes };
for (const [config, ...only] of [
  ['test/servers/.mocharc.json', '-g', 'a large file on'],
  ['test/large/.mocharc.json'],
]) {
  const [node, ...args] = mocha(config, '--reporter', 'spec', ...only);
  const [code] = await once(spawn(node, args, { env, stdio: 'inherit' }), 'exit');
  if (code !== 0) process.exitCode = 1;
}
