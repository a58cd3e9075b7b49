// Installed beside Parley by npm start only: signs in as a user would, by Parley's own command, and
// shows the contacts, a chat with the first of them beside a file, and the first steps in a tab behind it.
const { commands, ViewColumn, window, workspace } = require('vscode');

const WALKTHROUGH = 'parley.parley-xmpp#firstSteps';

exports.activate = async () => {
  const { jid, password, contact, file } = JSON.parse(process.env.PARLEY_START_ACCOUNT ?? '{}');
  try {
    await commands.executeCommand('parley.signIn', { jid, password });
    await commands.executeCommand('workbench.view.extension.parley');
    // A window that was open before has its tabs again.
    if (window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
    await commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
    const [uri] = await workspace.findFiles(file);
    await window.showTextDocument(uri, { viewColumn: ViewColumn.One, preview: false });
    await commands.executeCommand('workbench.action.newGroupRight');
    await commands.executeCommand('parley.openChat', { account: jid, chat: contact });
  } catch (error) {
    window.showErrorMessage(`Could not sign in as ${jid}: ${error.message}`);
  }
};
