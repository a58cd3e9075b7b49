/** A session bus of its own, and a notification daemon on it that does what the test says. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGroup } from '../../scripts/processes.mjs';

const WAIT_MS = 20_000;
/** More than anybody has a use for in 10 s. */
const FLOOD = 3000;

/** Nobody is started by a call, unlike on the desktop's bus. */
const config = (socket: string) => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A D-Bus session bus. */
export interface Bus {
  readonly address: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stop: () => Promise<void>;
}

/** @throws Error when it does not start */
export async function startBus(): Promise<Bus> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-bus-'));
  const file = path.join(folder, 'bus.conf');
  await writeFile(file, config(path.join(folder, 'bus')));
  const args = ['--nofork', '--print-address=1', `--config-file=${file}`];
  const { child, end } = spawnGroup('dbus-daemon', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const stop = async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  if (!child.stdout) throw new Error('dbus-daemon has no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line', {
    signal: AbortSignal.timeout(WAIT_MS),
  })) as [string];
  const address = line.trim();
  return { address, env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address }, stop };
}

/** What the daemon tells: a method that was called, or what it has done itself. */
export interface DaemonEvent {
  readonly event: string;
  readonly args?: readonly unknown[];
  readonly id?: number;
  readonly sender?: string;
}

/** What a call of `Notify` says. */
export interface Notified {
  readonly id: number;
  /** The unique name of who notifies. */
  readonly sender: string;
  readonly replaces: number;
  readonly icon: string;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hints: Readonly<Record<string, unknown>>;
}

/** A notification daemon that shows nothing. */
export class TestDaemon {
  readonly events: DaemonEvent[] = [];
  readonly #group: ReturnType<typeof spawnGroup>;
  readonly #listeners = new Set<() => void>();

  private constructor(bus: Bus, capabilities: readonly string[]) {
    const script = path.join(import.meta.dirname, 'daemon.py');
    // Debian's Python, which has D-Bus, whatever other one is on the path.
    this.#group = spawnGroup('/usr/bin/python3', ['-u', '-B', script, ...capabilities], {
      env: bus.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdout } = this.#group.child;
    if (!stdout) throw new Error('The daemon has no output');
    createInterface({ input: stdout }).on('line', (line) => {
      this.events.push(JSON.parse(line) as DaemonEvent);
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** @throws Error when it does not start */
  static async start(bus: Bus, capabilities: readonly string[]): Promise<TestDaemon> {
    const daemon = new TestDaemon(bus, capabilities);
    await daemon.waitFor('ready');
    return daemon;
  }

  /**
   * Waits for an event, and also finds those already told.
   * @param from how many of the first events to leave out
   * @throws Error when it does not come in time
   */
  async waitFor(event: string, from = 0): Promise<DaemonEvent> {
    const found = () => this.events.slice(from).find((each) => each.event === event);
    const late = AbortSignal.timeout(WAIT_MS);
    for (;;) {
      const seen = found();
      if (seen) return seen;
      await new Promise<void>((resolve, reject) => {
        const listener = () => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
        late.addEventListener('abort', () => {
          reject(new Error(`no ${event}; there was ${JSON.stringify(this.events)}`));
        });
      });
    }
  }

  /** The notification that comes next, or was the first after the first `from` events. */
  async notified(from = 0): Promise<Notified> {
    const { args = [], id = 0, sender = '' } = await this.waitFor('Notify', from);
    const [, replaces, icon, summary, body, actions, hints] = args as [
      string,
      number,
      string,
      string,
      string,
      string[],
      Record<string, unknown>,
    ];
    return { id, sender, replaces, icon, summary, body, actions, hints };
  }

  /** Sends a signal, by default to all who watch. */
  signal(signal: string, signature: string, args: readonly unknown[], options: object = {}): void {
    this.#command({ signal, signature, args, ...options });
  }

  /** Sends a signal many times. */
  async flood(signal: string, signature: string, args: readonly unknown[]): Promise<void> {
    const from = this.events.length;
    this.#command({ signal, signature, args, count: FLOOD });
    await this.waitFor('sent', from);
  }

  async behave(behave: 'silent' | 'rubbish' | 'restarting' | 'well'): Promise<void> {
    const from = this.events.length;
    this.#command({ behave });
    await this.waitFor('behaves', from);
  }

  /** Gives up its name, and stays on the bus. */
  async dropName(): Promise<void> {
    const from = this.events.length;
    this.#command({ name: false });
    await this.waitFor('released', from);
  }

  /** Ends as a program does, and starts again. */
  async restart(): Promise<void> {
    const from = this.events.length;
    this.#command({ name: false });
    this.#command({ name: true });
    await this.waitFor('ready', from);
  }

  async stop(): Promise<void> {
    await this.#group.end();
  }

  #command(command: object): void {
    this.#group.child.stdin?.write(`${JSON.stringify(command)}\n`);
  }
}
