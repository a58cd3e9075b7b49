import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type ClientKind,
  type ClientSetup,
  offersOf,
  type OtherClient,
  type Step,
  unsupported,
} from './otherClient.ts';
import { Terminal } from './terminal.ts';

/** The colour of a message of ours that no receipt has come for. */
const RED = '\u001b[31m';

const unknown = unsupported('has no such feature');

export const profanity: ClientKind = { name: 'Profanity', package: 'profanity', start };

async function start(setup: ClientSetup): Promise<OtherClient> {
  const { folder, account, chat } = setup;
  await configure(setup);
  const terminal = await Terminal.start(['profanity', '-a', account], {
    folder,
    env: { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  const sees = (text: string) => terminal.waitFor((screen) => screen.includes(text));
  await sees('logged in successfully');
  await terminal.enter(`/msg ${chat}`);
  await terminal.waitFor((screen) => screen.split('\n', 1)[0]?.includes(chat) === true);
  const write = ({ body }: Step) => terminal.enter(body);
  const reads = ({ body }: Step) => sees(body);
  return {
    does: {
      text: write,
      carbons: write,
      typing: async () => {
        await terminal.type('I am');
        await sees('I am');
        await terminal.press('C-u');
      },
      receipts: reads,
      correction: ({ next }) => terminal.enter(`/correct ${next}`),
      file: ({ file }) => terminal.enter(`/sendfile ${file}`),
      markers: unknown,
      retraction: unknown,
      reaction: unknown,
      ...offersOf(unknown, unknown),
      reply: unknown,
      readSync: unsupported('tells nobody what was read'),
    },
    shows: {
      text: reads,
      carbons: reads,
      file: reads,
      typing: () => sees('(typing...)'),
      receipts: ({ body }) =>
        terminal.waitFor((screen) => {
          const line = screen.split('\n').findLast((one) => one.includes(body));
          return line !== undefined && !line.includes(RED);
        }, true),
      correction: ({ body, next }) =>
        terminal.waitFor((screen) => screen.includes(next) && !screen.includes(body)),
      markers: unknown,
      retraction: unsupported('shows a sentence that a message was taken back', () =>
        sees('took back a message'),
      ),
      reaction: unknown,
      ...offersOf(unknown, unknown),
      reply: unsupported(
        'shows the answer below the quotation that goes with it',
        ({ body, next }) =>
          terminal.waitFor((screen) => screen.includes(`> ${body}`) && screen.includes(next)),
      ),
      readSync: unsupported('does not learn what was read'),
    },
    seen: () => terminal.screen,
    stop: () => terminal.stop(),
  };
}

async function configure({ server, folder, account, password }: ClientSetup): Promise<void> {
  const trusted = path.join(folder, 'trusted');
  await mkdir(trusted);
  await copyFile(server.caFile, path.join(trusted, 'ca.crt'));
  await promisify(execFile)('openssl', ['rehash', trusted]);
  await mkdir(path.join(folder, 'profanity'));
  const file = (name: string) => path.join(folder, 'profanity', name);
  await writeFile(
    file('profrc'),
    `[connection]
tls.certpath=${trusted}
receipts.request=true
receipts.send=true
carbons=true
correction.allow=true

[chatstates]
enabled=true
outtype=true

[ui]
intype=true
roster=false
splash=false
wrap=false
vercheck=false
`,
  );
  await writeFile(
    file('accounts'),
    `[${account}]
enabled=true
jid=${account}
resource=profanity
server=127.0.0.1
port=${String(server.ports.starttls)}
password=${password}
tls.policy=force
presence.login=online
`,
  );
}
