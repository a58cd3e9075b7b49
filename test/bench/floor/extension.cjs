// The smallest extension with a tab: a row that opens a page with one line of text.
const { commands, TreeItem, ViewColumn, window } = require('vscode');

const OPEN = 'floor.open';

exports.activate = ({ subscriptions }) => {
  const row = new TreeItem('The Smallest Tab');
  row.command = { command: OPEN, title: '' };
  subscriptions.push(
    commands.registerCommand(OPEN, () => {
      const panel = window.createWebviewPanel('floor', 'Floor', ViewColumn.Active);
      panel.webview.html = '<!DOCTYPE html><p class="composer message">One line of text.</p>';
    }),
    window.registerTreeDataProvider('floor.view', {
      getChildren: () => [row],
      getTreeItem: (item) => item,
    }),
  );
};
