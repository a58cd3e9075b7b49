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

/** A folder inside a room may import itself, the folders and files named beside it, and what its room may. */
function folder(room, name, allowed) {
  const path = `^src/${room}/${name}/`;
  return {
    name: `${room}-${name}-imports`.replaceAll('/', '-'),
    comment: `Inside ${room}, ${name} may import only: ${[name, ...allowed].join(', ')}`,
    severity: 'error',
    from: { path },
    to: {
      path: `^src/${room}/`,
      pathNot: [path, ...allowed.map((other) => `^src/${room}/${other}`)],
    },
  };
}

/** What lies in a room itself, in no folder: its vocabulary. */
const OWN = '[^/]+$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    room('base', '^src/base/', []),
    room('api', '^src/api/', ['base']),
    room('xmpp', '^src/xmpp/', ['base']),
    room('model', '^src/model/', ['xmpp', 'base']),
    room('storage', '^src/storage/', ['model', 'base']),
    room('host', '^src/host/', ['model', 'api', 'base']),
    room('windows', '^src/windows/', ['host', 'api', 'base']),
    room('ui', '^src/ui/', ['api', 'base']),
    room('webview', '^webview/', ['api', 'base']),
    folder('xmpp', 'stanza', []),
    folder('xmpp', 'stream', ['stanza/', 'xep/0352-', 'resumeState']),
    folder('xmpp', 'xep', ['stream/', 'stanza/', 'byteStream', 'transferError']),
    folder('xmpp', 'im', ['xep/', 'stanza/']),
    folder('xmpp', 'files', ['xep/', 'stream/net/', 'stanza/', 'byteStream', 'transferError']),
    folder('xmpp/stream', 'xml', ['streamFault']),
    folder('xmpp/stream', 'sasl', []),
    folder('xmpp/stream', 'net', ['xml/', 'connectionError']),
    folder('xmpp/stream', 'sm', ['net/', 'connectionError', 'streamFault']),
    folder('model', 'avatars', [OWN]),
    folder('model', 'chats', [OWN]),
    folder('model', 'contacts', [OWN]),
    folder('model', 'directory', [OWN]),
    folder('model', 'files', ['chats/', 'contacts/', OWN]),
    folder('model', 'rooms', [OWN]),
    folder('model', 'sending', ['chats/', 'contacts/', 'rooms/', OWN]),
    folder('model', 'sync', ['sending/', 'chats/', 'contacts/', 'rooms/', OWN]),
    folder('ui', 'presence', [OWN]),
    folder('ui', 'search', [OWN]),
    folder('ui', 'files', ['presence/', OWN]),
    folder('ui', 'desktop', [OWN]),
    folder('ui', 'notifications', ['desktop/desktopNotifications', 'rooms/', OWN]),
    folder('ui', 'rooms', ['contacts/nameOrder', 'files/', 'presence/', OWN]),
    folder('ui', 'contacts', ['files/', 'presence/', OWN]),
    folder('ui', 'conversations', ['contacts/', 'presence/', 'rooms/', OWN]),
    folder('ui', 'sentences', []),
    folder('ui', 'pages', [OWN]),
    folder('ui', 'chat', ['files/', 'pages/', OWN]),
    folder('ui', 'transfers', [OWN]),
    folder('ui', 'directory', ['files/', 'pages/', OWN]),
    folder('ui', 'links', [OWN]),
    folder('ui', 'profile', ['pages/', OWN]),
    folder('ui', 'details', ['chat/links', 'contacts/groupName', 'files/', 'pages/', OWN]),
    {
      name: 'core-on-any-platform',
      comment: 'What is the editor’s or Node’s, the core takes from its platform.',
      severity: 'error',
      from: { path: '^src/core\\.ts$' },
      to: { path: [VSCODE, '^src/(ui|windows|desktop|extension)'] },
    },
    {
      name: 'core-without-node',
      comment: 'As above: no module of Node’s own.',
      severity: 'error',
      from: { path: '^src/core\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'model-without-stream',
      comment: 'The model knows the Session and typed events, never the stream or its XML.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^src/xmpp/(stanza/xml|stream/)' },
    },
    {
      name: 'xmpp-library',
      comment: 'Only the stream and the XML helpers know the XMPP library.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/xmpp/(stanza/xml|stream/|xmppClient)' },
      to: { path: XMPP_LIBRARY },
    },
    {
      name: 'vscode-only-in-ui',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(ui/|extension\\.ts$)' },
      to: { path: VSCODE },
    },
    {
      name: 'page-state-without-view',
      comment: 'What a page knows is apart from how it is drawn; a main file joins the two.',
      severity: 'error',
      from: { path: '^webview/', pathNot: '^webview/(view/|toolkit\\.ts$|[^/]*[mM]ain\\.ts$)' },
      to: { path: '^webview/view/' },
    },
    {
      name: 'toolkit-behind-one-door',
      comment: 'The toolkit is archived upstream: replacing it must touch one file.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^webview/controls\\.ts$' },
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
      to: { couldNotResolve: true, pathNot: [VSCODE, '^parley:emoji', '^node:sqlite$'] },
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
