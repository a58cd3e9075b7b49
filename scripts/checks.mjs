// The checks that read the source and run none of it.
const bin = (name, ...args) => [process.execPath, `node_modules/${name}`, ...args];

/** @type {Readonly<Record<string, readonly string[]>>} name → command line */
export const checks = {
  format: bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  lint: bin('eslint/bin/eslint.js', '--cache', '--cache-location', '.cache/eslint/', '.'),
  'types-host': bin('typescript/bin/tsc', '-p', 'tsconfig.json'),
  'types-webview': bin('typescript/bin/tsc', '-p', 'webview/tsconfig.json'),
  'types-tests': bin('typescript/bin/tsc', '-p', 'test/tsconfig.json'),
  layering: bin('dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'webview'),
};

/** @returns {string[]} the command line of mocha with a configuration file */
export const mocha = (config, ...args) => bin('mocha/bin/mocha.js', '--config', config, ...args);
