// npm run test:large: large files with cuts, which takes minutes: one of 1 GiB to and from each server
// (`-- --mib 4096` for another size), and others directly, through the servers' proxies and in band
// (`-- --in-band-mib 1024`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { mocha } from './checks.mjs';
import { setup } from './setup.mjs';

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '1024' },
    'in-band-mib': { type: 'string', default: '64' },
  },
});
await setup({ need: ['npm', 'server', 'interop'] });
const sizes = { PARLEY_LARGE_MIB: values.mib, PARLEY_IN_BAND_MIB: values['in-band-mib'] };
const env = { ...process.env, ...sizes };
for (const [config, ...only] of [
  ['test/servers/.mocharc.json', '-g', 'a large file on'],
  ['test/large/.mocharc.json'],
]) {
  const [node, ...args] = mocha(config, '--reporter', 'spec', ...only);
  const [code] = await once(spawn(node, args, { env, stdio: 'inherit' }), 'exit');
  if (code !== 0) process.exitCode = 1;
}
