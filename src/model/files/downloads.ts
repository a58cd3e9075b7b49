import type { Disposable } from '../../base/lifecycle.ts';
import { Emitter } from '../../base/event.ts';
import { failure } from '../../base/userError.ts';
import type { Chat } from '../chats/chat.ts';
import type { AnnouncedFile } from '../history.ts';
import type { Settings } from '../settings.ts';
import {
  type DownloadDeps,
  FileDownload,
  type SavedFile,
  type SaveOptions,
} from './fileDownload.ts';

/** Maximum number of ended ones remembered for views, the newest. */
const KEPT = 50;
/** Maximum number of failed ones that keep what they have received, on the disk. */
const KEPT_PARTS = 5;
/** Least time between two reports of progress of one, in ms. */
const PROGRESS_MS = 100;

export interface DownloadsDeps extends Omit<DownloadDeps, 'changed'> {
  readonly settings: Pick<Settings, 'saveFilesUpTo'>;
}

/** The files of messages that are saved from servers, by the ids of these transfers. */
export class Downloads implements Disposable {
  readonly #deps: DownloadsDeps;
  readonly #downloads = new Map<string, FileDownload>();
  readonly #changed = new Emitter<string>();
  /** Those whose change is announced with a delay. */
  readonly #reports = new Map<string, Disposable>();

  /** One began, changed or is no longer remembered; its id. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: DownloadsDeps) {
    this.#deps = deps;
  }

  values(): Iterable<FileDownload> {
    return this.#downloads.values();
  }

  find(id: string): FileDownload | undefined {
    return this.#downloads.get(id);
  }

  /**
   * Saves the file of a message; one that has failed for want of a connection goes on.
   * @returns its path
   * @throws Failure; `program` if it holds one: it can be saved with the user's consent, or stopped
   */
  async save(
    chat: Chat,
    of: SavedFile,
    file: AnnouncedFile,
    how: Omit<SaveOptions, 'most'>,
  ): Promise<string> {
    const { id } = of;
    const { name, url, size = 0 } = file;
    if (url === undefined) throw failure('no-file.on-its-way', { name });
    const most = this.#deps.settings.saveFilesUpTo();
    if (size > most) throw failure('too-large.to-save', { most: { bytes: most } });
    const known = this.#downloads.get(id);
    if (known?.state === 'running') throw failure('busy.saving', { name });
    const changed = () => {
      this.#report(id);
    };
    const download = known?.holdsPart
      ? known
      : new FileDownload(chat, of, { ...file, url }, { ...this.#deps, changed });
    // The newest is the last one.
    this.#downloads.delete(id);
    this.#downloads.set(id, download);
    try {
      return await download.save({ ...how, most });
    } finally {
      this.#forgetOldest();
    }
  }

  /** Cancels one, or gives up what a failed one has received. */
  async stop(id: string): Promise<void> {
    await this.#downloads.get(id)?.stop();
  }

  /** Forgets those that have ended, with what they have received. */
  clear(): void {
    for (const [id, { state }] of this.#downloads) if (state !== 'running') this.#forget(id);
  }

  dispose(): void {
    for (const download of this.#downloads.values()) this.#stop(download);
    this.#downloads.clear();
    for (const report of this.#reports.values()) report.dispose();
    this.#changed.dispose();
  }

  #forgetOldest(): void {
    const ended = [...this.#downloads].filter(([, { state }]) => state !== 'running');
    for (const [id] of ended.slice(0, -KEPT)) this.#forget(id);
    const holding = ended.filter(([, { holdsPart }]) => holdsPart);
    for (const [id] of holding.slice(0, -KEPT_PARTS)) this.#forget(id);
  }

  #forget(id: string): void {
    const download = this.#downloads.get(id);
    this.#downloads.delete(id);
    if (download) this.#stop(download);
    this.#tell(id, download);
  }

  #stop(download: FileDownload): void {
    download.stop().catch((error: unknown) => {
      this.#deps.report('stopping a download', error);
    });
  }

  #report(id: string): void {
    if (this.#reports.has(id)) return;
    const report = this.#deps.clock.after(PROGRESS_MS, () => {
      this.#reports.delete(id);
      this.#tell(id, this.#downloads.get(id));
    });
    this.#reports.set(id, report);
  }

  /** Tells views, and the chat, whose message shows it. */
  #tell(id: string, download: FileDownload | undefined): void {
    this.#changed.fire(id);
    download?.chat.redrawStored(download.message).catch((error: unknown) => {
      this.#deps.report('showing a download', error);
    });
  }
}
