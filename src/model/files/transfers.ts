import { randomUUID } from 'node:crypto';
import type { Disposable } from '../../base/lifecycle.ts';
import { Turns } from '../../base/turns.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { FileSource } from '../../xmpp/files/fileOffer.ts';
import { fetchFile } from '../../xmpp/files/httpDownload.ts';
import type { Resource } from '../contacts/contacts.ts';
import { explain } from '../explain.ts';
import type { AnnouncedFile, AvailableFile, OwnContent } from '../history.ts';
import { Bundle } from './bundle.ts';
import type { FileTransport, SendingWay } from './fileTransport.ts';
import {
  type ChosenWay,
  firstUsable,
  mayGoOtherwise,
  PossibleWays,
  type Usable,
} from './possibleWays.ts';
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

/** A file being sent to a contact. */
export interface Transfer {
  readonly id: string;
  readonly to: Jid;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly way: SendingWay;
  /** How the user wants it to go, also at another try; absent: in whatever way can. */
  readonly chosen?: ChosenWay | undefined;
  readonly sent: number;
  /** While it runs, in bytes per second, once that is known. */
  readonly bytesPerSecond?: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly error?: UserError;
}

/** What stays the same of a transfer. */
type SentFile = Pick<Transfer, 'id' | 'to' | 'name' | 'size' | 'chosen'>;

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
  /** How transfers that are stopped go on, by id. */
  readonly #otherWays = new Map<string, { readonly file: SentFile; readonly ways: Usable }>();
  readonly #ways: PossibleWays;
  /** Of what is announced by one message with others, by id. */
  readonly #members = new Map<string, Member>();
  readonly #turns = new Turns(AT_ONCE);

  /** A transfer began, changed, or is no longer remembered. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#ways = new PossibleWays(deps.transports);
  }

  values(): Iterable<Transfer> {
    return this.#transfers.values();
  }

  find(id: string): Transfer | undefined {
    return this.#transfers.get(id);
  }

  /**
   * Starts to send a file.
   * @param chosen how; absent: the first of all ways that can, and another one if that cannot after all
   * @returns the transfer's id
   * @throws Failure if it cannot be sent
   */
  async send(to: Jid, source: FileSource, chosen?: ChosenWay): Promise<string> {
    const ways = await this.#ways.usable(to, source.size, chosen);
    const { name, size } = source;
    const id = randomUUID();
    void this.#run({ id, to, name, size, chosen }, ways, source);
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
    { caption, chosen }: { readonly caption: string; readonly chosen?: ChosenWay | undefined },
  ): Promise<readonly string[]> {
    const all = await Promise.all(sources.map(({ size }) => this.#ways.usable(to, size, chosen)));
    const bundle = new Bundle(sources.length, caption, (content) =>
      this.#deps.announce(to, content),
    );
    return sources.flatMap((source, place) => {
      const ways = all[place];
      if (!ways) return [];
      const { name, size } = source;
      const id = randomUUID();
      this.#members.set(id, { bundle, place });
      void this.#run({ id, to, name, size, chosen }, ways, source);
      return [id];
    });
  }

  /**
   * Retries a failed transfer under its id, or sends a running one from its beginning in another way, or to another
   * device; does nothing with those that have ended otherwise.
   * @param other absent: as the user chose before
   * @throws Failure as {@link send}, or if too many have failed since
   */
  async retry(id: string, other?: ChosenWay): Promise<void> {
    const transfer = this.#transfers.get(id);
    if (!transfer) return;
    const { to, name, size, state, way } = transfer;
    const chosen = other ?? transfer.chosen;
    const isOther = chosen && (chosen.way !== way || chosen.device !== transfer.chosen?.device);
    if (state !== 'failed' && !(state === 'running' && isOther)) return;
    const ways = await this.#ways.usable(to, size, chosen);
    const file = { id, to, name, size, chosen };
    // Meanwhile it may have been retried or cancelled.
    if (this.#transfers.get(id)?.state !== state) return;
    if (state === 'running') {
      const abort = this.#aborts.get(id);
      if (!abort || abort.signal.aborted) return;
      this.#otherWays.set(id, { file, ways });
      abort.abort();
      return;
    }
    const source = this.#failed.get(id);
    if (!source) throw failure('no-file.forgotten', { name });
    this.#failed.delete(id);
    const member = this.#members.get(id);
    member?.bundle.reopen(member.place);
    void this.#run(file, ways, source);
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
    const [{ way }] = await this.#ways.usable(to, size, undefined);
    return way;
  }

  /** All ways that a file of `size` bytes can go. @throws Failure of the first if none can */
  findWays(to: Jid, size: number): Promise<readonly SendingWay[]> {
    return this.#ways.findAll(to, size);
  }

  /** Their devices that take files in this way, the best one first. @throws Failure if none does */
  findDevices(to: Jid, way: SendingWay): Promise<readonly Resource[]> {
    return this.#ways.findDevices(to, way);
  }

  async #run(file: SentFile, ways: Usable, source: FileSource): Promise<void> {
    const abort = new AbortController();
    const { id, name, size } = file;
    this.#aborts.set(id, abort);
    try {
      await this.#sendBy(ways, file, source, abort.signal);
      this.#end(id, { sent: size, state: 'done' });
    } catch (error) {
      const other = this.#otherWays.get(id);
      this.#otherWays.delete(id);
      if (other) await this.#run(other.file, other.ways, source);
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
      await transport.send(file.to, source, {
        ...{ signal, onProgress, device: file.chosen?.device },
        ...announced,
      });
    } catch (error) {
      turn?.dispose();
      if (!mayGoOtherwise(error) || signal.aborted) throw error;
      const next = await firstUsable(file.to, file.size, others).catch(() => {
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
