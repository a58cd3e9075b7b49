// Installed beside Parley by npm start only: signs in as a user would, by Parley's own command.
const { commands, window } = require('vscode');

exports.activate = async () => {
  const { jid, password } = JSON.parse(process.env.PARLEY_START_ACCOUNT ?? '{}');
  try {
    await commands.executeCommand('parley.signIn', { jid, password });
  } catch (error) {
    window.showErrorMessage(`Could not sign in as ${jid}: ${error.message}`);
  }
};
