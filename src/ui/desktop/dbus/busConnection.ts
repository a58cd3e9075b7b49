import { connect, type Socket } from 'node:net';
import type { Clock } from '../../../base/clock.ts';
import { Emitter } from '../../../base/event.ts';
import type { Disposable } from '../../../base/lifecycle.ts';
import {
  decodeMessage,
  encodeCall,
  type Message,
  type MethodCall,
  sizeOfMessage,
} from './message.ts';
import { DBusFormatError, type DBusValue } from './signature.ts';

/** How long connecting, and each answer, may take; a program that is started by a call takes some time. In ms. */
const TIMEOUT_MS = 5000;
/** Maximum length of a line of the authentication, in bytes. */
const MAX_LINE = 1024;
/** Maximum number of messages per interval; a bus that says more has run wild. */
const MAX_MESSAGES = 2000;
const INTERVAL_MS = 10_000;

/** What the bus itself is called, as a program and as the sender of its own signals. */
export const BUS = 'org.freedesktop.DBus';

interface Pending {
  readonly resolve: (values: readonly DBusValue[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Disposable;
}

/**
 * A connection to a D-Bus bus (D-Bus specification 0.43) on which methods are called and signals come.
 * A bus that does not answer in time, or breaks the rules, loses it.
 */
export class BusConnection implements Disposable {
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  readonly #signalled = new Emitter<Message>();
  readonly #closed = new Emitter<undefined>();
  #isClosed = false;
  /** Whether messages come; before, lines of the authentication do. */
  #isAuthenticated = false;
  #authenticated: () => void = () => undefined;
  #unread: Buffer = Buffer.alloc(0);
  #serial = 0;
  #intervalStart: number;
  #messages = 0;

  readonly onSignal = this.#signalled.event;
  readonly onDidClose = this.#closed.event;

  private constructor(path: string, clock: Clock) {
    this.#clock = clock;
    this.#intervalStart = clock.monotonic();
    this.#socket = connect({ path });
    // It must not keep the extension host running.
    this.#socket.unref();
    this.#socket.on('data', (chunk) => {
      this.#take(chunk);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.dispose();
    });
  }

  /** @throws Error if no bus answers there, or not in time */
  static async open(path: string, clock: Clock): Promise<BusConnection> {
    const bus = new BusConnection(path, clock);
    try {
      await bus.#authenticate();
      await bus.call({
        ...{ destination: BUS, path: '/org/freedesktop/DBus' },
        interface: BUS,
        member: 'Hello',
      });
      return bus;
    } catch (error) {
      bus.dispose();
      throw error;
    }
  }

  /** Calls a method. @throws Error if it fails, or is not answered in time, which ends the connection */
  call(call: MethodCall): Promise<readonly DBusValue[]> {
    if (this.#isClosed) return Promise.reject(new Error('The connection to D-Bus has ended'));
    const serial = ++this.#serial;
    this.#socket.write(encodeCall(call, serial));
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(TIMEOUT_MS, () => {
        this.dispose();
      });
      this.#pending.set(serial, { resolve, reject, timer });
    });
  }

  /** Calls a method without waiting for its answer. */
  post(call: MethodCall): void {
    if (!this.#isClosed) this.#socket.write(encodeCall(call, ++this.#serial));
  }

  /** Ends the connection, once what was posted is sent. */
  dispose(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.removeAllListeners('data');
    this.#socket.destroySoon();
    this.#clock.after(TIMEOUT_MS, () => {
      this.#socket.destroy();
    });
    for (const { timer, reject } of this.#pending.values()) {
      timer.dispose();
      reject(new Error('D-Bus did not answer'));
    }
    this.#pending.clear();
    this.#closed.fire(undefined);
  }

  /** By the user's id, which the socket tells the bus as well (specification, "EXTERNAL"). */
  #authenticate(): Promise<void> {
    const user = Buffer.from(String(process.getuid?.() ?? '')).toString('hex');
    return new Promise((resolve, reject) => {
      const fail = () => {
        reject(new Error('There is no D-Bus'));
      };
      const closing = this.onDidClose(fail);
      const timer = this.#clock.after(TIMEOUT_MS, () => {
        this.dispose();
      });
      this.#authenticated = () => {
        closing.dispose();
        timer.dispose();
        resolve();
      };
      this.#socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    });
  }

  #take(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    try {
      if (!this.#isAuthenticated) this.#takeLine();
      if (this.#isAuthenticated) this.#takeMessages();
    } catch (error) {
      if (!(error instanceof DBusFormatError || error instanceof RangeError)) throw error;
      this.dispose();
    }
  }

  #takeLine(): void {
    const end = this.#unread.indexOf('\r\n');
    if (end < 0 && this.#unread.length <= MAX_LINE) return;
    if (end < 0 || !this.#unread.toString('latin1').startsWith('OK ')) {
      throw new DBusFormatError('not authenticated');
    }
    this.#unread = this.#unread.subarray(end + 2);
    this.#isAuthenticated = true;
    this.#socket.write('BEGIN\r\n');
    this.#authenticated();
  }

  #takeMessages(): void {
    for (;;) {
      const size = sizeOfMessage(this.#unread);
      if (size === undefined || this.#unread.length < size || this.#isClosed) return;
      const message = decodeMessage(this.#unread.subarray(0, size));
      this.#unread = this.#unread.subarray(size);
      this.#count();
      if (message.kind === 'signal') this.#signalled.fire(message);
      else this.#settle(message);
    }
  }

  #settle({ kind, replySerial, errorName, body }: Message): void {
    const pending = this.#pending.get(replySerial ?? 0);
    if (!pending) return;
    // What cannot be read ends the connection, and with it the call.
    const values = kind === 'return' ? body() : undefined;
    this.#pending.delete(replySerial ?? 0);
    pending.timer.dispose();
    if (values) pending.resolve(values);
    else pending.reject(new Error(`D-Bus refused: ${errorName ?? 'without a reason'}`));
  }

  #count(): void {
    const now = this.#clock.monotonic();
    if (now - this.#intervalStart >= INTERVAL_MS) {
      this.#intervalStart = now;
      this.#messages = 0;
    }
    if (++this.#messages > MAX_MESSAGES) throw new DBusFormatError('too many messages');
  }
}
