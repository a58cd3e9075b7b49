// Loads an extension bundle as the extension host would, and activates it once, against a stand-in
// for `vscode`. Prints one line of JSON: `{"require": ms, "activate": ms}`.
//   node test/bench/activation.mjs BUNDLE
import { rmSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { context, vscode } from './fakeVscode.mjs';

const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

const bundle = process.argv[2] ?? '';
const began = performance.now();
const extension = createRequire(import.meta.url)(bundle);
const loaded = performance.now();
extension.activate(context);
// With all that runs before the event loop goes on.
await new Promise(process.nextTick);
const activated = performance.now();
console.log(JSON.stringify({ require: loaded - began, activate: activated - loaded }));
rmSync(context.globalStorageUri.fsPath, { recursive: true, force: true });
// What it keeps open would keep this process, too.
process.exit();
