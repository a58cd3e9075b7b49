/** The walls of the house: who may import whom. See docs/architecture.md. */
const VSCODE = '(^vscode$)|(@types/vscode/)';
const XMPP_LIBRARY = 'node_modules/(@xmpp|ltx)/';

/** A room may import itself and the rooms named, nothing else of ours. */
function room(name, path, allowed) {
  return {
    name: `${name}-imports`,
    comment: `${name} may import only: ${[name, ...allowed].join(', ')}`,
    severity: 'error',
    from: { path },
    to: {
      path: '^(src|webview|test|scripts)/',
      pathNot: [path, ...allowed.map((other) => `^src/${other}/`)],
    },
  };
}

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    room('base', '^src/base/', []),
    room('api', '^src/api/', []),
    room('xmpp', '^src/xmpp/', ['base']),
    room('model', '^src/model/', ['xmpp', 'base']),
    room('storage', '^src/storage/', ['model', 'base']),
    room('host', '^src/host/', ['model', 'api', 'base']),
    room('windows', '^src/windows/', ['host', 'api', 'base']),
    room('ui', '^src/ui/', ['api', 'base']),
    room('webview', '^webview/', ['api', 'base']),
    {
      name: 'model-without-stream',
      comment: 'The model knows the Session and typed events, never the stream or its XML.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^src/xmpp/(connection|xml|stream/)' },
    },
    {
      name: 'xmpp-library',
      comment: 'Only the stream and the XML helpers know the XMPP library.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/xmpp/(connection|xml|stream/|xmppClient)' },
      to: { path: XMPP_LIBRARY },
    },
    {
      name: 'vscode-only-in-ui',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(ui/|(extension|ownSession)\\.ts$)' },
      to: { path: VSCODE },
    },
    {
      name: 'toolkit-behind-one-door',
      comment: 'The toolkit is archived upstream: replacing it must touch one file.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^webview/toolkit\\.ts$' },
      to: { path: '@vscode/webview-ui-toolkit|@microsoft/fast-' },
    },
    {
      name: 'sqlite-in-its-thread',
      comment:
        'Whatever opens the database may block: nothing does so on the extension host thread.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/storage/sqlite/database\\.ts$' },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'not-to-unresolvable',
      comment:
        'But for what the build makes (scripts/emojiData.mjs), and what only the Node of VS Code has.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: [VSCODE, '^parley:emoji$', '^node:sqlite$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
