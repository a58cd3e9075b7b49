// @ts-check
// Parley under load, without TLS and on loopback only:
//   node test/bench/peer.mjs --host H --port P --jid J --password W --load LOAD --n N [--store FILE] [--ws URL]
// `options.mjs` has the loads. `npm run build` comes first: Node cannot run TypeScript. `--store` takes a Node with `node:sqlite`;
// `--ws` changes nothing.
import { fileURLToPath } from 'node:url';
import { main } from './main.mjs';

const bundle = new URL('../../dist/bench/parley.cjs', import.meta.url);
const storage = fileURLToPath(new URL('../../dist/storage.cjs', import.meta.url));

await main('parley', async () => {
  try {
    const { runLoad } = await import(bundle.href);
    return (options) => runLoad(options, storage);
  } catch (cause) {
    throw new Error('dist/bench/parley.cjs cannot be loaded; run "npm run build" first.', {
      cause,
    });
  }
});
