import assert from 'node:assert/strict';
import { startProsody } from '../../servers/prosody.mjs';
import { startedHere } from '../../support/started.ts';
import { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

const PASSWORD = 'secret';

describe('a certificate that cannot be trusted', () => {
  let server: Awaited<ReturnType<typeof startProsody>>;
  let workbench: Workbench;
  let window: Window;

  const started = startedHere();
  before(async () => {
    server = await started.add(startProsody({ certificate: 'selfSigned' }));
    await server.addUser('you', PASSWORD);
    const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
    workbench = await started.add(
      Workbench.start({
        vsix: [await packagedExtension()],
        settings: { 'parley.connection.servers': { localhost: endpoint } },
      }),
    );
    window = await workbench.openWindow();
  });
  keepTracesOnFailure(() => workbench);

  it('is refused with the reason and its fingerprint, and Cancel leaves all as it was', async () => {
    await window.runCommand('XMPP: Sign In…');
    await window.answer('Sign In', 'you@localhost');
    await window.answer('Password of you@localhost', PASSWORD);
    const dialog = window.dialog(/cannot be trusted/u);
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/u);
    await window.screenshot('certificate/1-refused');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.statusBarItem('sign in').waitFor();
  });

  it('is trusted for this account once the user says so, also after a reload', async () => {
    await window.runCommand('XMPP: Sign In…');
    await window.answer('Sign In', 'you@localhost');
    await window.answer('Password of you@localhost', PASSWORD);
    await window.dialog(/cannot be trusted/u).waitFor();
    await window.page.getByRole('button', { name: 'Trust This Certificate' }).click();
    await window.statusBarItem('available').waitFor();
    await window.reload();
    await window.statusBarItem('available').waitFor();
  });

  it('is asked about before an account is registered, too', async () => {
    await window.runCommand('XMPP: Register New Account…');
    await window.answer('The server that will host your account', 'localhost');
    const dialog = window.dialog(/certificate of localhost cannot be trusted/u);
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Do Not Register' }).click();
    await window.runCommand('XMPP: Register New Account…');
    await window.answer('The server that will host your account', 'localhost');
    await window.page.getByRole('button', { name: 'Trust This Certificate' }).click();
    await window.answer('Username', 'new');
    await window.answer('Password', PASSWORD);
    await window.answer('The same password again', PASSWORD);
    await window.notified('new@localhost is yours, and you are signed in.');
    await window.runCommand('XMPP: Sign Out');
    await window.pick('new@localhost');
    // From then on one account is left, and nobody is asked which one.
    const isOnline = async () => (await server.resources('new')).length > 0;
    for (let look = 0; look < 1200 && (await isOnline()); look++) {
      await window.page.waitForTimeout(50);
    }
    assert.equal(await isOnline(), false);
  });

  it('says in one sentence that a server cannot be reached', async () => {
    await window.runCommand('XMPP: Sign Out');
    await window.statusBarItem('sign in').waitFor();
    await workbench.updateSettings({
      'parley.connection.servers': {
        'you@localhost': { mode: 'tls', host: '127.0.0.1', port: 1 },
      },
    });
    await window.reload();
    await window.runCommand('XMPP: Sign In…');
    await window.answer('Sign In', 'you@localhost');
    await window.answer('Password of you@localhost', PASSWORD);
    await window.notified('127.0.0.1:1 does not accept connections');
    await window.screenshot('certificate/2-unreachable');
  });
});
