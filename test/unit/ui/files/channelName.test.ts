import assert from 'node:assert/strict';
import { channelName } from '../../../../src/ui/files/channelName.ts';

describe('the name of an output channel', () => {
  const names = {
    '/extension-output-vscode.git-#1-Git': 'Git',
    'parley.parley-xmpp.Parley.log': 'Parley',
    '/logs/exthost1/parley.parley-xmpp/parley.parley-xmpp.Parley': 'Parley',
    rendererLog: 'rendererLog',
    'tasks.log': 'tasks',
    '/': 'output',
  };
  for (const [path, name] of Object.entries(names)) {
    it(`of ${path} is ${name}`, () => {
      assert.equal(channelName(path), name);
    });
  }
});
