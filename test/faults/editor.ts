import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '../support/client.ts';
import type { Started } from '../support/started.ts';
import { type StorageProgram, WindowProcess, type WindowSettings } from './windowProcess.ts';

type Place = Omit<WindowSettings, 'storage'>;

/** The editor of one account, of which several windows may be open. */
export class Editor {
  readonly account: string;
  /** Its own, the same for every window. */
  readonly folder: string;
  readonly windows: WindowProcess[] = [];
  readonly #started: Started;
  readonly #place: Place;

  private constructor(started: Started, account: string, place: Place) {
    this.#started = started;
    this.#place = place;
    this.account = account;
    this.folder = place.folder;
  }

  /** Signs in, and ends the window of it. @param server how it is reached */
  static async start(
    started: Started,
    account: string,
    server: Omit<Place, 'folder'>,
  ): Promise<Editor> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-faults-'));
    await started.defer(() => rm(folder, { recursive: true, force: true }));
    const editor = new Editor(started, account, { folder, ...server });
    const first = await editor.open();
    await first.request('signIn', { jid: account, password: 'secret' });
    // From here on the archive is read from where it ended last.
    await editor.waitForCursor(account);
    await first.kill();
    return editor;
  }

  /** Its database. */
  get history(): string {
    return path.join(this.folder, 'history.sqlite');
  }

  /** Another window; waits until it can be worked with. */
  async open(storage?: StorageProgram): Promise<WindowProcess> {
    const window = await this.begin(storage);
    await window.joined;
    return window;
  }

  /** The same, not waiting. */
  async begin(storage?: StorageProgram): Promise<WindowProcess> {
    const window = await WindowProcess.start(this.#place, storage);
    this.windows.push(window);
    await this.#started.defer(() => window.kill());
    return window;
  }

  /** A window that is open; one is opened where there is none. */
  async someWindow(): Promise<WindowProcess> {
    const window = this.windows.findLast(({ hasEnded }) => !hasEnded) ?? (await this.begin());
    await window.joined;
    return window;
  }

  /** Waits until it is known how far an archive was read. @param archive a bare JID */
  async waitForCursor(archive: string): Promise<void> {
    await until(() => {
      const database = new DatabaseSync(this.history);
      const rows = database.prepare('SELECT 1 FROM cursors WHERE archive = ?').all(archive);
      database.close();
      return rows.length > 0;
    });
  }
}
