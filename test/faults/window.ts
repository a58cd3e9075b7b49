/**
 * One window of the product without the editor, in a process of its own: what the extension builds
 * from the storage to the session that windows share. Its views are at the other end of the IPC.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { type Desktop, startCore } from '../../src/desktop.ts';
import { HostChannel } from '../../src/host/channel.ts';
import { SharedSession } from '../../src/windows/sharedSession.ts';
import { defaultSettings } from '../support/fakePlatform.ts';
import { FileValues } from './fileValues.ts';
import type { Figures, FromWindow, ToWindow, WindowSettings } from './windowProcess.ts';
import { told } from '../support/say.ts';

const settings = JSON.parse(process.argv[2] ?? '') as WindowSettings;
const { folder, caFile, port, storage } = settings;

const write = (level: string) => (text: string) => {
  const time = new Date().toISOString().slice(11, 23);
  appendFileSync(path.join(folder, 'window.log'), `${time} ${process.pid} ${level} ${text}\n`);
};
const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
const say = (message: FromWindow) => process.send?.(message);

const desktop: Desktop = {
  clock: systemClock,
  log,
  values: new FileValues(path.join(folder, 'values.json')),
  secrets: new FileValues(path.join(folder, 'secrets.json')),
  settings: {
    ...defaultSettings,
    server: () => ({ mode: 'starttls', host: '127.0.0.1', port }),
    caFile: () => caFile,
    downloadFolder: () => Promise.resolve(folder),
  },
  folder,
  program: storage,
  tell: (what) => say({ type: 'told', sentence: told(what) }),
};
const session = new SharedSession({
  ...desktop,
  folder: path.join(folder, 'session'),
  start: (takesOver) => {
    say({ type: 'owns' });
    return startCore(desktop, takesOver);
  },
  version: '0',
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
