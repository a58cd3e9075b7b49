/**
 * One window of the product without the editor, in a process of its own: what the extension builds
 * from the storage to the session that windows share. Its views are at the other end of the IPC.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { HostChannel } from '../../src/host/channel.ts';
import { startSession } from '../../src/host/session.ts';
import { Accounts } from '../../src/model/account/accounts.ts';
import { PersistentAccountStore } from '../../src/storage/accountStore.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import { ResumeStates } from '../../src/storage/resumeStates.ts';
import { SqliteHistory } from '../../src/storage/sqlite/sqliteHistory.ts';
import { TextFiles } from '../../src/storage/textFiles.ts';
import { type OwnSession, SharedSession } from '../../src/windows/sharedSession.ts';
import { XmppLink } from '../../src/xmpp/link.ts';
import { parseManualEndpoint } from '../../src/xmpp/stream/net/manualEndpoint.ts';
import { fetchRegistrationForm } from '../../src/xmpp/registration.ts';
import { FileValues } from './fileValues.ts';
import type { Figures, FromWindow, ToWindow, WindowSettings } from './windowProcess.ts';

const settings = JSON.parse(process.argv[2] ?? '') as WindowSettings;
const { folder, caFile, port, storage } = settings;

const write = (level: string) => (text: string) => {
  const time = new Date().toISOString().slice(11, 23);
  appendFileSync(path.join(folder, 'window.log'), `${time} ${process.pid} ${level} ${text}\n`);
};
const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
const tools = { clock: systemClock, log };
const say = (message: FromWindow) => process.send?.(message);

/** As `src/ownSession.ts` does it. */
async function openSession(takesOver: boolean): Promise<OwnSession> {
  say({ type: 'owns' });
  const values = new FileValues(path.join(folder, 'values.json'));
  const secrets = new FileValues(path.join(folder, 'secrets.json'));
  const history = new SqliteHistory({
    file: path.join(folder, 'history', 'history.sqlite'),
    program: storage,
    fallback: new MemoryHistory(),
    log,
    tell: (sentence) => say({ type: 'told', sentence }),
  });
  const resumeStates = new ResumeStates(secrets, new TextFiles(path.join(folder, 'resume')));
  const ca = readFileSync(caFile, 'utf8');
  const reach = { manual: parseManualEndpoint({ mode: 'starttls', host: '127.0.0.1', port }), ca };
  const accounts = new Accounts({
    ...tools,
    trustedCa: () => ca,
    history,
    store: new PersistentAccountStore(values, secrets, resumeStates),
    openLink: (options) =>
      new XmppLink(
        {
          ...options,
          ...reach,
          password: () => Promise.resolve(options.password),
          pinnedFingerprint: options.fingerprint,
          strongestMechanism: options.mechanism,
        },
        tools,
      ),
    fetchRegistration: (account, pinnedFingerprint) =>
      fetchRegistrationForm({ account, ...reach, pinnedFingerprint }, tools),
  });
  const started = await startSession(accounts, takesOver, tools);
  return {
    host: started.host,
    dispose: () => {
      started.dispose();
      history.dispose();
    },
  };
}

const session = new SharedSession({
  folder: path.join(folder, 'session'),
  start: openSession,
  version: '0',
  tell: (sentence) => tools.log.info(sentence),
  ...tools,
});
const everything = {
  mayRequest: () => true,
  mayWatch: () => true,
  maxWatches: 1000,
  maxRequests: 1000,
};
const channel = new HostChannel(session.api, everything, say);
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();

/** Since they were asked for last. Memory as it is used, after what nobody needs is gone. */
function figures(): Figures {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { max } = lag;
  const p99 = lag.percentile(99);
  lag.reset();
  return {
    heapMb: heapUsed / 2 ** 20,
    rssMb: rss / 2 ** 20,
    lagMs: p99 / 1e6,
    maxLagMs: max / 1e6,
  };
}

process.on('message', (message: ToWindow) => {
  if (message.type === 'figures') say({ type: 'figures', figures: figures() });
  else channel.receive(message);
});
process.on('disconnect', () => process.exit());
void session.joined.then(() => say({ type: 'joined' }));
