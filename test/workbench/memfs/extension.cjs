// A virtual file system with one file that cannot be changed, as some remote workspaces are.
const { commands, EventEmitter, FileSystemError, FileType, Uri, workspace } = require('vscode');

const PATH = '/virtual.ts';
const content = Buffer.from('export const disk = undefined;\n');

const provider = {
  onDidChangeFile: new EventEmitter().event,
  watch: () => ({ dispose() {} }),
  stat: ({ path }) => {
    if (path !== PATH) throw FileSystemError.FileNotFound(path);
    return { type: FileType.File, ctime: 0, mtime: 0, size: content.byteLength };
  },
  readDirectory: () => [[PATH.slice(1), FileType.File]],
  readFile: () => content,
  writeFile: refuse,
  createDirectory: refuse,
  delete: refuse,
  rename: refuse,
};

function refuse() {
  throw FileSystemError.NoPermissions();
}

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    workspace.registerFileSystemProvider('memfs', provider, { isReadonly: true }),
    commands.registerCommand('memfs.open', () =>
      commands.executeCommand('vscode.open', Uri.from({ scheme: 'memfs', path: PATH })),
    ),
  );
};
