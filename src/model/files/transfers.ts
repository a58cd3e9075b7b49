import { randomUUID } from 'node:crypto';
import type { Disposable } from '../../base/lifecycle.ts';
import { Turns } from '../../base/turns.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { Failure, failure, type UserError, userError } from '../../base/userError.ts';
import type { FileSource } from '../../xmpp/files/fileOffer.ts';
import { fetchFile } from '../../xmpp/files/httpDownload.ts';
import { explain } from '../explain.ts';
import type { AnnouncedFile, AvailableFile, OwnContent } from '../history.ts';
import { Bundle } from './bundle.ts';
import type { FileTransport, SendingWay } from './fileTransport.ts';
import { Speed } from './speed.ts';

/** Maximum size of a file that is shown, in bytes: it is held in memory, and the editor shows no more. */
const MAX_SHOWN_BYTES = 50 * 1000 * 1000;
/** Maximum number of finished transfers remembered for views, the newest. */
const KEPT = 50;
/** Maximum number of failed transfers that can be retried: their files may be held in memory. */
const RETRIABLE = 5;
/** Time between two reports of progress, in ms. */
const REPORT_MS = 100;
/** Maximum number of files of one message that are sent at once. */
const AT_ONCE = 3;
/** The kinds of failures of a way after which another one may do. */
const OTHER_WAY = ['too-large', 'no-upload-service', 'unreachable'];
/** So may it where the upload service gives no place, as that of ejabberd gives none to an empty file. */
const NO_PLACE = ['refused.upload', 'refused.quota'];

/** A file being sent to a contact. */
export interface Transfer {
  readonly id: string;
  readonly to: Jid;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** How it is sent, also for another try. */
  readonly way: SendingWay;
  readonly sent: number;
  /** While it runs, in bytes per second, once that is known. */
  readonly bytesPerSecond?: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly error?: UserError;
}

/** What stays the same of a transfer. */
type SentFile = Pick<Transfer, 'id' | 'to' | 'name' | 'size'>;
/** A way that can send a file, and those that may be tried after it, the preferred ones first. */
type Usable = readonly [FileTransport, ...FileTransport[]];

/** The place of a file among those that one message announces. */
interface Member {
  readonly bundle: Bundle;
  readonly place: number;
}

interface Deps {
  /** Sends a message that announces files. */
  readonly announce: (to: Jid, content: OwnContent) => Promise<unknown>;
  /** The ways to send, the preferred ones first. */
  readonly transports: readonly FileTransport[];
  readonly clock: Clock;
  /** Extra certificate authorities the user trusts, as PEM. */
  readonly trustedCa: () => string | undefined;
}

/** Sending of files, in any way, and fetching of announced ones. */
export class Transfers {
  readonly #deps: Deps;
  readonly #changed = new Emitter<Transfer>();
  readonly #transfers = new Map<string, Transfer>();
  readonly #aborts = new Map<string, AbortController>();
  /** The files of failed transfers, by id. */
  readonly #failed = new Map<string, FileSource>();
  /** The ways in which transfers that are stopped go on, by id. */
  readonly #otherWays = new Map<string, Usable>();
  /** Of what is announced by one message with others, by id. */
  readonly #members = new Map<string, Member>();
  readonly #turns = new Turns(AT_ONCE);

  /** A transfer began, changed, or is no longer remembered. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  values(): Iterable<Transfer> {
    return this.#transfers.values();
  }

  find(id: string): Transfer | undefined {
    return this.#transfers.get(id);
  }

  /**
   * Starts to send a file.
   * @param way how; absent: the first of all ways that can, and another one if that cannot after all
   * @returns the transfer's id
   * @throws Failure if it cannot be sent
   */
  async send(to: Jid, source: FileSource, way?: SendingWay): Promise<string> {
    const ways = await this.#usable(to, source.size, this.#asked(way));
    const { name, size } = source;
    const id = randomUUID();
    void this.#run({ id, to, name, size }, ways, source);
    return id;
  }

  /**
   * Starts to send files, which one message announces with a caption: those that are uploaded. What
   * fails does not hold up the others.
   * @param caption may be empty
   * @returns the ids of the transfers
   * @throws Failure if any cannot be sent; then none is
   */
  async sendTogether(
    to: Jid,
    sources: readonly FileSource[],
    { caption, way }: { readonly caption: string; readonly way?: SendingWay | undefined },
  ): Promise<readonly string[]> {
    const asked = this.#asked(way);
    const all = await Promise.all(sources.map(({ size }) => this.#usable(to, size, asked)));
    const bundle = new Bundle(sources.length, caption, (content) =>
      this.#deps.announce(to, content),
    );
    return sources.flatMap((source, place) => {
      const ways = all[place];
      if (!ways) return [];
      const { name, size } = source;
      const id = randomUUID();
      this.#members.set(id, { bundle, place });
      void this.#run({ id, to, name, size }, ways, source);
      return [id];
    });
  }

  /**
   * Retries a failed transfer under its id, or sends a running one from its beginning in another way; does nothing
   * with those that have ended otherwise.
   * @throws Failure as {@link send}, or if too many have failed since
   */
  async retry(id: string, way?: SendingWay): Promise<void> {
    const transfer = this.#transfers.get(id);
    if (!transfer) return;
    const { to, name, size, state } = transfer;
    const isOther = way !== undefined && way !== transfer.way;
    if (state !== 'failed' && !(state === 'running' && isOther)) return;
    const ways = await this.#usable(to, size, this.#asked(way));
    // Meanwhile it may have been retried or cancelled.
    if (this.#transfers.get(id)?.state !== state) return;
    if (state === 'running') {
      const abort = this.#aborts.get(id);
      if (!abort || abort.signal.aborted) return;
      this.#otherWays.set(id, ways);
      abort.abort();
      return;
    }
    const source = this.#failed.get(id);
    if (!source) throw failure('no-file.forgotten', { name });
    this.#failed.delete(id);
    const member = this.#members.get(id);
    member?.bundle.reopen(member.place);
    void this.#run({ id, to, name, size }, ways, source);
  }

  /** Cancels a running or failed transfer. */
  cancel(id: string): void {
    this.#otherWays.delete(id);
    this.#aborts.get(id)?.abort();
    const transfer = this.#transfers.get(id);
    if (transfer?.state !== 'failed') return;
    this.#failed.delete(id);
    this.#members.delete(id);
    this.#set({ ...transfer, state: 'cancelled' });
  }

  /**
   * Downloads an announced file to be shown, at most 50 MB, and decrypts it if it is encrypted.
   *
   * @param id for {@link cancel}
   * @param maxBytes less than 50 MB, where less is wanted
   * @throws Failure, also if the content is not what was announced
   */
  async fetch(
    file: AnnouncedFile,
    id: string = randomUUID(),
    maxBytes = MAX_SHOWN_BYTES,
  ): Promise<Uint8Array> {
    const { url } = file;
    if (url === undefined) throw failure('no-file.on-its-way', { name: file.name });
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    try {
      return await fetchFile(
        { ...file, url },
        {
          trustedCa: this.#deps.trustedCa(),
          signal: abort.signal,
          maxBytes: Math.min(maxBytes, MAX_SHOWN_BYTES),
        },
      );
    } catch (error) {
      throw explain(error, userError('task.fetch-file', { name: file.name }));
    } finally {
      this.#aborts.delete(id);
    }
  }

  /** Forgets those that have ended and cannot be retried. */
  clear(): void {
    for (const transfer of this.#transfers.values()) {
      if (transfer.state === 'running' || this.#failed.has(transfer.id)) continue;
      this.#transfers.delete(transfer.id);
      this.#changed.fire(transfer);
    }
  }

  /** The way in which a file of `size` bytes goes first. @throws Failure if none can */
  async findWay(to: Jid, size: number): Promise<SendingWay> {
    const [{ way }] = await this.#usable(to, size, this.#asked(undefined));
    return way;
  }

  /** All ways that a file of `size` bytes can go. @throws Failure of the first if none can */
  async findWays(to: Jid, size: number): Promise<readonly SendingWay[]> {
    const { transports } = this.#deps;
    const checks = await Promise.allSettled(transports.map((each) => each.check(to, size)));
    const able = transports.filter((_, index) => checks[index]?.status === 'fulfilled');
    const refused = checks.find((check) => check.status === 'rejected');
    if (able.length === 0) throw refused?.reason ?? failure('bad-request');
    return able.map(({ way }) => way);
  }

  /** The way that is asked for; else all of them. */
  #asked(way: SendingWay | undefined): readonly FileTransport[] {
    const { transports } = this.#deps;
    return transports.filter((transport) => way === undefined || transport.way === way);
  }

  /**
   * Finds the first way in which a file can be sent; those after it are not asked yet, as a device
   * may take long to answer.
   * @throws Failure of the first way, if none can
   */
  async #usable(
    to: Jid,
    size: number,
    [transport, ...others]: readonly FileTransport[],
  ): Promise<Usable> {
    if (!transport) throw failure('bad-request');
    try {
      await transport.check(to, size);
    } catch (error) {
      if (others.length === 0) throw error;
      return this.#usable(to, size, others).catch(() => {
        throw error;
      });
    }
    return [transport, ...others];
  }

  async #run(file: SentFile, ways: Usable, source: FileSource): Promise<void> {
    const abort = new AbortController();
    const { id, name, size } = file;
    this.#aborts.set(id, abort);
    try {
      await this.#sendBy(ways, file, source, abort.signal);
      this.#end(id, { sent: size, state: 'done' });
    } catch (error) {
      const others = this.#otherWays.get(id);
      this.#otherWays.delete(id);
      if (others) await this.#run(file, others, source);
      else if (abort.signal.aborted) this.#end(id, { state: 'cancelled' });
      else {
        const why = explain(error, userError('task.send-file', { name }));
        const isTheirs = why.code === 'cancelled';
        this.#keepFailed(id, source);
        this.#end(id, {
          ...{ state: 'failed', error: isTheirs ? userError('cancelled.peer') : why.userError },
        });
      }
    } finally {
      this.#otherWays.delete(id);
      this.#aborts.delete(id);
      const member = this.#members.get(id);
      member?.bundle.end(member.place);
      if (!this.#failed.has(id)) this.#members.delete(id);
    }
  }

  async #sendBy(
    [transport, ...others]: Usable,
    file: SentFile,
    source: FileSource,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock } = this.#deps;
    const running = { ...file, way: transport.way, state: 'running' } as const;
    this.#set({ ...running, sent: 0 });
    const speed = new Speed(clock);
    let reported = clock.monotonic();
    const onProgress = (sent: number) => {
      const now = clock.monotonic();
      if (sent < file.size && now - reported < REPORT_MS) return;
      reported = now;
      speed.reach(sent);
      const { bytesPerSecond } = speed;
      this.#set({ ...running, sent, ...(bytesPerSecond !== undefined && { bytesPerSecond }) });
    };
    const member = this.#members.get(file.id);
    const turn = member && (await this.#turn(signal));
    const announced = member && {
      announce: (uploaded: AvailableFile) => {
        turn?.dispose();
        return member.bundle.add(member.place, uploaded, signal);
      },
    };
    try {
      await transport.send(file.to, source, { signal, onProgress, ...announced });
    } catch (error) {
      turn?.dispose();
      if (!mayGoOtherwise(error) || signal.aborted) throw error;
      const next = await this.#usable(file.to, file.size, others).catch(() => {
        throw error;
      });
      await this.#sendBy(next, file, source, signal);
    } finally {
      turn?.dispose();
    }
  }

  /** Resolves when it is the turn of a file. @throws the signal's reason */
  async #turn(signal: AbortSignal): Promise<Disposable> {
    const turn = this.#turns.take(false);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
    try {
      return await Promise.race([turn, aborted]);
    } catch (error) {
      void turn.then((late) => {
        late.dispose();
      });
      throw error;
    }
  }

  #end(id: string, end: Partial<Transfer>): void {
    const transfer = this.#transfers.get(id);
    if (!transfer) return;
    const { bytesPerSecond: _, ...rest } = transfer;
    this.#set({ ...rest, ...end });
  }

  #keepFailed(id: string, source: FileSource): void {
    this.#failed.set(id, source);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size <= RETRIABLE || oldest === undefined) return;
    this.#failed.delete(oldest);
    this.#members.delete(oldest);
  }

  #set(transfer: Transfer): void {
    this.#transfers.set(transfer.id, transfer);
    const changed = [transfer];
    for (const old of this.#transfers.values()) {
      if (this.#transfers.size <= KEPT) break;
      if (old.state === 'running') continue;
      this.#transfers.delete(old.id);
      this.#failed.delete(old.id);
      this.#members.delete(old.id);
      changed.push(old);
    }
    for (const one of changed) this.#changed.fire(one);
  }
}

function mayGoOtherwise(error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  return OTHER_WAY.includes(error.code) || NO_PLACE.includes(error.userError.code);
}
