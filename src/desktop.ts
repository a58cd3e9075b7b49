import path from 'node:path';
import { DisposableStore } from './base/lifecycle.ts';
import type { UserError } from './base/userError.ts';
import { type CoreSettings, createCore, type Platform } from './core.ts';
import { AvatarFiles } from './storage/avatarFiles.ts';
import { readCaFile } from './storage/caFile.ts';
import { DiskFiles } from './storage/diskFiles.ts';
import { MemoryHistory } from './storage/memoryHistory.ts';
import { SqliteHistory } from './storage/sqlite/sqliteHistory.ts';
import { TextFiles } from './storage/textFiles.ts';
import type { OwnSession } from './windows/sharedSession.ts';

/** What an editor window, or a substitute for it, provides to the core. */
export interface Desktop extends Pick<Platform, 'clock' | 'log' | 'values' | 'secrets'> {
  readonly settings: DesktopSettings;
  /** The user's own folder, shared by all windows of the session. */
  readonly folder: string;
  /** The script of the storage thread: the bundle of storage/sqlite/worker.ts. */
  readonly program: string;
  /** Notifies the user of an event. */
  readonly tell: (what: UserError) => void;
}

export interface DesktopSettings extends CoreSettings {
  /** The path of a file with additional certificate authorities to trust; may be empty. */
  caFile(): string;
  /** The folder for received files. */
  downloadFolder(): Promise<string>;
}

/**
 * Starts the core on Node: the history in SQLite, sessions in files, the network over TLS. Only
 * called in the window that owns the session.
 * @param takesOver see {@link Core.restore}
 */
export async function startCore(desktop: Desktop, takesOver: boolean): Promise<OwnSession> {
  const { folder, program, settings, log, tell } = desktop;
  const owned = new DisposableStore();
  const file = path.join(folder, 'history.sqlite');
  const fallback = new MemoryHistory();
  const history = owned.add(new SqliteHistory({ file, program, fallback, log, tell }));
  const texts = new TextFiles(path.join(folder, 'resume'));
  const avatars = new AvatarFiles(path.join(folder, 'avatars'));
  const files = new DiskFiles(() => settings.downloadFolder());
  const trustedCa = () => readCaFile(settings.caFile());
  const core = owned.add(createCore({ ...desktop, history, texts, avatars, files, trustedCa }));
  await core.restore(takesOver);
  return {
    host: core.host,
    dispose: () => {
      owned.dispose();
    },
  };
}
