import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startContacts, you } from '../../../scripts/contacts.mjs';
import { pack } from '../../../scripts/package.mjs';
import { startProsody } from '../../servers/prosody.mjs';
import { startedHere } from '../../support/started.ts';
import { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

const SOURCE = path.resolve(import.meta.dirname, '../../../scripts/start');

describe('the workbench of npm start', () => {
  let workbench: Workbench;
  let window: Window;

  const started = startedHere();
  before(async () => {
    const server = await started.add(startProsody());
    await started.add(startContacts(server));
    const home = await mkdtemp(path.join(tmpdir(), 'parley-start-'));
    await started.defer(() => rm(home, { recursive: true }));
    const folder = path.join(home, 'workspace');
    await cp(path.join(SOURCE, 'workspace'), folder, { recursive: true });
    const companion = path.join(home, 'companion.vsix');
    await pack(path.join(SOURCE, 'companion'), companion);
    const { jid, password } = you;
    const account = { jid, password, contact: 'ada@localhost', file: 'answer.ts' };
    workbench = await started.add(
      Workbench.start({
        vsix: [await packagedExtension(), companion],
        folder,
        env: { PARLEY_START_ACCOUNT: JSON.stringify(account) },
        settings: {
          'parley.connection.caFile': server.caFile,
          'parley.connection.servers': {
            [jid]: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
          },
        },
      }),
    );
    window = await workbench.openWindow();
  });
  keepTracesOnFailure(() => workbench);

  it('opens on the contacts, a chat beside a file, and the first steps one click away', async () => {
    await window.treeItem(/Ada Lovelace/u).waitFor();
    await window.editorTab('answer.ts').waitFor();
    const input = window.webview().getByRole('textbox', { name: 'Message Ada Lovelace' });
    await input.fill('help');
    await input.press('Enter');
    await window.webview().getByText('I react to what you wrote').waitFor();
    await window.screenshot('start/ready');
    await window.editorTab('Welcome').click();
    await window.page.getByText('Send the file you are in').first().waitFor();
    await window.screenshot('start/first-steps');
  });
});
