import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startEjabberd } from '../../servers/ejabberd.mjs';
import { startedHere } from '../../support/started.ts';
import { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { locale, verbatim } from '../language.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

const PASSWORD = 'pässword';
/** What ejabberd asks for, which it writes in the language of the user itself. */
const asked =
  locale === 'es'
    ? {
        name: verbatim('Usuario'),
        password: verbatim('Contraseña'),
        text: verbatim('Teclea el texto que ves'),
      }
    : { name: 'Username', password: 'Password', text: 'Enter the text you see' };

describe('a server that wants to know whether one is human', () => {
  let server: Awaited<ReturnType<typeof startEjabberd>>;
  let workbench: Workbench;
  let window: Window;

  const started = startedHere();
  before(async () => {
    server = await started.add(startEjabberd({ captcha: true }));
    const endpoint = { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls };
    workbench = await started.add(
      Workbench.start({
        vsix: [await packagedExtension()],
        settings: {
          'parley.connection.caFile': server.caFile,
          'parley.connection.servers': { localhost: endpoint },
        },
      }),
    );
    window = await workbench.openWindow();
  });
  keepTracesOnFailure(() => workbench);

  /** What this server's picture shows is also written at its end. */
  const onThePicture = async () => {
    const user = path.dirname(workbench.server.settingsFile);
    const folder = path.join(user, 'globalStorage/parley.parley-xmpp');
    // Its name is in the language of the window.
    const picture = (await readdir(folder)).find((name) => name.endsWith('.png')) ?? '';
    return (await readFile(path.join(folder, picture))).subarray(-6).toString('latin1');
  };

  it('shows its picture beside the question, and takes it away afterwards', async () => {
    await window.runCommand('XMPP: Register New Account…');
    await window.answer('The server that will host your account', 'localhost');
    await window.answer(asked.name, 'you');
    await window.answer(asked.password, PASSWORD);
    await window.answer('The same password again', PASSWORD);
    await window.editorTab(/Are you human/u).waitFor();
    await window.webview().locator('img').waitFor();
    await window.screenshot('account/7-captcha');
    await window.answer(asked.text, await onThePicture());
    await window.notified('you@localhost is yours, and you are signed in.');
    await window.editorTab(/Are you human/u).waitFor({ state: 'detached' });
  });
});
