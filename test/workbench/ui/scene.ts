/** What most suites of this folder begin with: a server, Ada as another client, and a workbench. */
import { type Peer, startPeer } from '../../interop/peer.mjs';
import { startProsody } from '../../servers/prosody.mjs';
import type { RosterItem } from '../../servers/server.mjs';
import { startAll } from '../../support/started.ts';
import { Workbench } from '../driver.ts';
import type { Window } from '../window.ts';
import { packagedExtension } from './packaged.ts';

const YOU = 'you@localhost';

export interface SceneOptions {
  /** Your contacts, who have you in theirs; they need an account. */
  readonly contacts: readonly RosterItem[];
  /** Accounts of the server besides yours and Ada's. */
  readonly others?: readonly string[];
  /** User settings besides how to reach the server. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many occupants the room crowd@conference.localhost has; no such room when absent. */
  readonly crowd?: number;
  /** The host in the addresses of uploaded files; 127.0.0.1 when absent. */
  readonly urlHost?: string;
  /** The display language of extensions; by default that of the suites. */
  readonly locale?: string;
  /** Other extensions to install, as .vsix files. */
  readonly extensions?: readonly string[];
  /** Whether to begin signed in; yes when absent. */
  readonly signIn?: boolean;
}

/** The accounts are `you@localhost`, `ada@localhost` and the others, all with the same password. */
export interface Scene {
  readonly password: string;
  readonly server: Awaited<ReturnType<typeof startProsody>>;
  readonly ada: Peer;
  readonly workbench: Workbench;
  readonly window: Window;
  /** Signs in, which ends with the first contact in the side bar. */
  readonly signIn: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @throws Error when a part does not start; those that did are stopped */
export function startScene(options: SceneOptions): Promise<Scene> {
  const { contacts, others = [] } = options;
  const password = 'pässword';
  return startAll(async (started) => {
    const { crowd, urlHost } = options;
    const server = await started.add(
      startProsody({
        ...(crowd !== undefined && { crowd }),
        ...(urlHost !== undefined && { urlHost }),
      }),
    );
    for (const user of ['you', 'ada', ...others]) await server.addUser(user, password);
    for (const contact of contacts) {
      await server.addRosterItem('you', contact);
      const [user = ''] = contact.jid.split('@');
      await server.addRosterItem(user, { jid: YOU, name: 'You' });
    }
    const ada = await started.add(startPeer({ server, user: 'ada', password }));
    const workbench = await started.add(
      Workbench.start({
        vsix: [await packagedExtension(), ...(options.extensions ?? [])],
        ...(options.env && { env: options.env }),
        ...(options.locale && { locale: options.locale }),
        settings: {
          ...options.settings,
          'parley.connection.caFile': server.caFile,
          'parley.connection.servers': {
            [YOU]: { mode: 'starttls', host: '127.0.0.1', port: server.ports.starttls },
          },
        },
      }),
    );
    const window = await workbench.openWindow();
    const scene = {
      ...{ password, server, ada, workbench, window, stop: () => started.end() },
      signIn: async () => {
        await window.openContainer('XMPP');
        await window.runCommand('XMPP: Sign In…');
        await window.answer('Sign In', YOU);
        await window.answer(`Password of ${YOU}`, password);
        await window.treeItem(contacts[0]?.name ?? /./u).waitFor();
      },
    };
    if (options.signIn ?? true) {
      await scene.signIn().catch(async (cause: unknown) => {
        const shown = await workbench.keepTraces(`signing in ${server.ports.starttls}`);
        throw new Error(`Signing in failed; the side bar shows:\n${shown}`, { cause });
      });
    }
    return scene;
  });
}
