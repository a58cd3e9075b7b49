import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contributions, extension } from './parley.ts';

/** Where a workspace's own settings must change nothing. */
const GUARDED =
  /^parley\.(account|connection|contacts|download|files|history|log|notifications|tls)\b/;

describe('what the extension contributes', () => {
  before(async () => {
    await extension().activate();
  });

  it('registers each command of its manifest, in the category XMPP', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command, category } of contributions().commands) {
      assert.match(command, /^parley\./);
      assert.equal(category, 'XMPP', `${command} has another category`);
      assert.ok(registered.has(command), `${command} is in the manifest only`);
    }
  });

  it('C6: keeps settings of server, account, files and log out of the reach of a workspace', () => {
    for (const [name, { scope }] of Object.entries(contributions().settings)) {
      assert.match(name, /^parley\./);
      if (GUARDED.test(name))
        assert.equal(scope, 'application', `${name} has scope ${scope ?? '–'}`);
    }
  });

  it('gives each setting a default and words', () => {
    for (const [name, { description, markdownDescription }] of Object.entries(
      contributions().settings,
    )) {
      assert.ok(description ?? markdownDescription, `${name} has no description`);
      const found = vscode.workspace.getConfiguration().inspect(name);
      assert.notEqual(found?.defaultValue, undefined, `${name} has no default`);
    }
  });

  it('C5, C12: runs beside the user where it can, and in restricted workspaces', () => {
    const manifest = extension().packageJSON as {
      extensionKind: string[];
      capabilities: { untrustedWorkspaces: { supported: string } };
    };
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });
});
