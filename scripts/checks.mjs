// The checks that read the source and run none of it.
const bin = (name, ...args) => [process.execPath, `node_modules/${name}`, ...args];
/** Of a project, it keeps what it found out, so that the next time takes a fraction of the first. */
const types = (name, project) => [
  ...bin('typescript/bin/tsc', '-p', project, '--incremental'),
  ...['--tsBuildInfoFile', `.cache/types-${name}.tsbuildinfo`],
];

/** @type {Readonly<Record<string, readonly string[]>>} name → command line */
export const checks = {
  format: bin(
    ...['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn'],
    ...['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/prettier', '.'],
  ),
  lint: bin('eslint/bin/eslint.js', '--cache', '--cache-location', '.cache/eslint/', '.'),
  'types-host': types('host', 'tsconfig.json'),
  'types-webview': types('webview', 'webview/tsconfig.json'),
  'types-tests': types('tests', 'test/tsconfig.json'),
  layering: bin('dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'webview'),
};

/** @returns {string[]} the command line of mocha with a configuration file */
export const mocha = (config, ...args) => bin('mocha/bin/mocha.js', '--config', config, ...args);
