import assert from 'node:assert/strict';
import { startPeer } from '../../interop/peer.mjs';
import { startEjabberd } from '../../servers/ejabberd.mjs';
import { startedHere } from '../../support/started.ts';
import { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

const PASSWORD = 'pässword';

describe('an account from its registration to its end', () => {
  let server: Awaited<ReturnType<typeof startEjabberd>>;
  let workbench: Workbench;
  let window: Window;

  const started = startedHere();
  before(async () => {
    server = await started.add(startEjabberd());
    await server.addUser('taken', PASSWORD);
    workbench = await started.add(
      Workbench.start({
        vsix: [await packagedExtension()],
        settings: {
          'parley.connection.caFile': server.caFile,
          'parley.connection.servers': {
            localhost: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
            // Nobody listens there.
            'nowhere.example': { mode: 'starttls', host: '127.0.0.1', port: 1 },
          },
        },
      }),
    );
    window = await workbench.openWindow();
  });
  keepTracesOnFailure(() => workbench);

  const signedIn = (password: string) => startPeer({ server, user: 'you', password });

  it('begins with a welcome that leads to both ways in, and to the first steps', async () => {
    await window.openContainer('XMPP');
    await window.page.getByRole('button', { name: 'Sign In' }).waitFor();
    await window.page.getByRole('button', { name: 'Register New Account' }).waitFor();
    await window.page.getByText('Take the first steps').click();
    await window.page.getByText('Send the file you are in').first().waitFor();
    await window.screenshot('account/1-welcome');
    await window.runCommand('View: Close Editor');
  });

  it('says that a name is taken, and keeps what was typed', async () => {
    await window.runCommand('XMPP: Register New Account…');
    await window.answer('The server that will host your account', 'localhost');
    await window.page
      .getByText(/ – Username/u)
      .first()
      .waitFor();
    await window.screenshot('account/2-form');
    await window.answer('Username', 'taken');
    await window.answer('Password', PASSWORD);
    await window.answer('The same password again', 'other');
    await window.answer('The passwords differ', PASSWORD);
    await window.page.getByText('The name taken is already taken at localhost').first().waitFor();
    assert.equal(await window.quickInput.inputValue(), 'taken');
    await window.screenshot('account/3-taken');
  });

  it('is registered and signed in', async () => {
    await window.answer('The name taken is already taken', 'you');
    // The first step, too, speaks of a password, and may still be there.
    await window.answer('Register New Account (2/3)', PASSWORD);
    await window.answer('The same password again', PASSWORD);
    await window.notified('you@localhost is yours, and you are signed in.');
    await window.statusBarItem('available').waitFor();
    await window.page.getByText('No contacts yet').waitFor();
    await window.page.getByRole('button', { name: 'Find Users' }).waitFor();
    await window.screenshot('account/4-registered');
    await (await signedIn(PASSWORD)).stop();
  });

  it('changes its password', async () => {
    await window.runCommand('XMPP: Change Password…');
    await window.answer('New password of you@localhost', 'new');
    await window.answer('The same password again', 'new');
    await window.notified('The password of you@localhost was changed');
    await (await signedIn('new')).stop();
  });

  it('leaves this machine and stays on its server', async () => {
    await window.runCommand('XMPP: Remove Account from This Machine…');
    await window.dialog('Remove you@localhost from this machine?').waitFor();
    await window.screenshot('account/5-remove');
    await window.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await window.statusBarItem('sign in').waitFor();
    await (await signedIn('new')).stop();
  });

  it('is signed in though its address was mistyped first', async () => {
    await window.runCommand('XMPP: Sign In…');
    await window.answer('Sign In', 'you@nowhere.example');
    await window.answer('Password of you@nowhere.example', 'new');
    await window.pressNotificationButton('127.0.0.1:1', 'Change Address…');
    await window.inputSays('Your XMPP address');
    assert.equal(await window.quickInput.inputValue(), 'you@nowhere.example');
    await window.answer('Your XMPP address', 'you@localhost');
    await window.statusBarItem('available').waitFor();
  });

  it('is deleted only for who types its address', async () => {
    await window.runCommand('XMPP: Delete Account from Server…');
    await window.answer('This deletes you@localhost', 'you');
    await window.page.getByText('Type you@localhost').first().waitFor();
    await window.screenshot('account/6-delete');
    await window.answer('Type you@localhost', 'you@localhost');
    await window.notified('you@localhost was deleted from its server');
    await window.statusBarItem('sign in').waitFor();
    await assert.rejects(signedIn('new'), /authentication failed/u);
  });
});
