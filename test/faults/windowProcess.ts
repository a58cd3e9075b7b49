import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import {
  type Api,
  type ClientMessage,
  connectApi,
  type HostMessage,
} from '../../src/api/channel.ts';
import type { Method, Requests } from '../../src/api/requests.ts';
import type { AccountView } from '../../src/api/views.ts';
import { watchAll } from '../../src/ui/watched.ts';
import { until } from '../support/client.ts';

/** What a window is started with. */
export interface WindowSettings {
  /** The user's own: the same for all windows of one editor. */
  readonly folder: string;
  readonly caFile: string;
  /** Of the server, for STARTTLS on loopback. */
  readonly port: number;
  /** The program of the storage thread. */
  readonly storage: string;
}

/** What a window's process is like; lag is that of its event loop since the last figures. */
export interface Figures {
  readonly heapMb: number;
  readonly rssMb: number;
  /** The 99th percentile. */
  readonly lagMs: number;
  readonly maxLagMs: number;
}

export type ToWindow = ClientMessage | { readonly type: 'figures' };
export type FromWindow =
  | HostMessage
  | { readonly type: 'owns' | 'joined' }
  /** What the user was told. */
  | { readonly type: 'told'; readonly sentence: string }
  | { readonly type: 'figures'; readonly figures: Figures };

const root = path.resolve(import.meta.dirname, '../..');
const built = path.join(root, '.cache/faults');
let building: Promise<unknown> | undefined;

/** Programs of the storage thread: the product's, and the same on a disk that can be full. */
export type StorageProgram = 'storage' | 'fullDisk';

/** Bundles the window and its storage thread as the product is. Result: where a program is. */
async function build(program: 'window' | StorageProgram): Promise<string> {
  building ??= mkdir(built, { recursive: true }).then(() =>
    bundle({
      entryPoints: {
        window: path.join(root, 'test/faults/window.ts'),
        storage: path.join(root, 'src/storage/sqlite/worker.ts'),
        fullDisk: path.join(root, 'test/faults/fullDisk.ts'),
      },
      outdir: built,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external: ['bufferutil', 'utf-8-validate'],
      sourcemap: 'inline',
    }),
  );
  await building;
  return path.join(built, `${program}.cjs`);
}

/** A window in a process of its own, and this end of its contract. */
export class WindowProcess {
  readonly api: Api;
  /** What the user was told. */
  readonly told: string[] = [];
  /** Whether it is the one that holds the session. */
  owns = false;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #joined: Promise<void>;
  #hasEnded = false;
  #hearFigures: (figures: Figures) => void = () => undefined;

  private constructor(program: string, settings: WindowSettings) {
    // The kernel ends the window when its starter dies, however that happens.
    this.#process = fork(program, [JSON.stringify(settings)], {
      execPath: 'setpriv',
      execArgv: ['--pdeathsig', 'KILL', process.execPath, '--expose-gc'],
    });
    this.#exited = once(this.#process, 'exit').then(() => (this.#hasEnded = true));
    let joined: () => void = () => undefined;
    this.#joined = new Promise((resolve) => (joined = resolve));
    let hear: (message: HostMessage) => void = () => undefined;
    this.#process.on('message', (message: FromWindow) => {
      switch (message.type) {
        case 'owns':
          this.owns = true;
          break;
        case 'joined':
          joined();
          break;
        case 'told':
          this.told.push(message.sentence);
          break;
        case 'figures':
          this.#hearFigures(message.figures);
          break;
        case 'result':
        case 'error':
        case 'change':
          hear(message);
      }
    });
    this.api = connectApi({
      post: (message) => {
        this.#send(message);
      },
      onMessage: (listener) => {
        hear = listener;
      },
    });
  }

  static async start(
    settings: Omit<WindowSettings, 'storage'>,
    storage: StorageProgram = 'storage',
  ): Promise<WindowProcess> {
    return new WindowProcess(await build('window'), { ...settings, storage: await build(storage) });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves once the window can be worked with. */
  get joined(): Promise<void> {
    return this.#orEnd(this.#joined);
  }

  /** As the contract's; fails, too, when the process ends before it has answered. */
  request<M extends Method>(
    method: M,
    params: Requests[M]['params'],
  ): Promise<Requests[M]['result']> {
    return this.#orEnd(this.api.request(method, params));
  }

  /** Waits until its account's connection stands so. Result: how long that took, in ms. */
  async waitForPhase(
    phase: AccountView['connection']['phase'],
    timeoutMs = 60_000,
  ): Promise<number> {
    const begun = performance.now();
    const watched = watchAll(this.api, 'accounts', {});
    try {
      await until(
        () => watched.values().some(({ connection }) => connection.phase === phase),
        timeoutMs,
        () => JSON.stringify(watched.values()),
      );
    } finally {
      watched.dispose();
    }
    return performance.now() - begun;
  }

  figures(): Promise<Figures> {
    return this.#orEnd(
      new Promise((resolve) => {
        this.#hearFigures = resolve;
        this.#send({ type: 'figures' });
      }),
    );
  }

  /** As a laptop that sleeps: nothing runs until {@link wake}. */
  sleep(): void {
    this.#process.kill('SIGSTOP');
  }

  wake(): void {
    this.#process.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  #send(message: ToWindow): void {
    // Whoever is gone hears nothing; what waits for it fails by its end.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #orEnd<T>(work: Promise<T>): Promise<T> {
    return Promise.race([
      work,
      this.#exited.then(() => Promise.reject(new Error('the window has ended'))),
    ]);
  }
}
