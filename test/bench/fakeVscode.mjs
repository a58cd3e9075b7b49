// A `vscode` that does nothing, and that nobody who only activates an extension can tell apart.

import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What has to be a plain value where anything else stands for everything. */
const VALUES = new Map([
  // Awaiting it must end.
  ['then', undefined],
  [Symbol.toPrimitive, () => ''],
  [Symbol.iterator, () => [].values()],
]);

const read = (name) => (VALUES.has(name) ? VALUES.get(name) : anything);
/** For prototypes: whatever an object has not itself is anything. */
const rest = new Proxy({}, { get: (_target, name) => read(name) });

/** Whatever is read of it or returned by it is the same again; its instances have everything. */
function Thing() {}
Thing.prototype = Object.create(rest);
const anything = new Proxy(Thing, {
  get: (target, name) => (name === 'prototype' ? target.prototype : read(name)),
  set: () => true,
  apply: () => anything,
});

class EventEmitter {
  event = () => anything;
  fire() {}
  dispose() {}
}

/** Settings, and what is remembered, as after a fresh installation. */
const absent = { get: (_key, fallback) => fallback, update: async () => undefined };

/** Bundles that copy a module keep no more of its prototype than that. */
const withRest = (own) => Object.assign(Object.create(rest), own);

/** As many as the editor's module has: whoever copies it copies them, too. */
const EXPORTS = 440;
const others = Object.fromEntries(
  Array.from({ length: EXPORTS }, (_, index) => [`other${index}`, anything]),
);

/** The module. */
export const vscode = withRest({
  ...others,
  EventEmitter,
  workspace: withRest({ getConfiguration: () => absent }),
});

/** What `activate` is given. */
export const context = {
  subscriptions: [],
  extensionUri: anything,
  extension: { packageJSON: JSON.parse(readFileSync('package.json', 'utf8')) },
  asAbsolutePath: (name) => path.resolve(name),
  globalStorageUri: { fsPath: path.join(tmpdir(), `parley-activation-${process.pid}`) },
  globalState: { ...absent, keys: () => [] },
  secrets: {
    get: async () => undefined,
    store: async () => undefined,
    delete: async () => undefined,
  },
};
