import { pathToFileURL } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { BUS, BusConnection } from './dbus/busConnection.ts';
import type { Message } from './dbus/message.ts';
import { type DBusValue, Variant } from './dbus/signature.ts';
import type { EditorIdentity } from './desktopNotifications.ts';

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const NORMAL = 1;
/** As long as the desktop shows notifications by default. */
const DEFAULT_EXPIRY = -1;
/** What a token of a compositor may look like: it becomes a part of an environment. */
const TOKEN = /^[\w.:+/=@-]{1,512}$/u;

/** A signal about one notification, and its text: the key of an action, an answer, or a token. */
interface Signalled {
  readonly id: number;
  readonly text: string;
}

/** What is to be shown (Desktop Notifications Specification 1.2, `Notify`). */
export interface Shown {
  readonly summary: string;
  /** With markup, if the daemon understands that. */
  readonly body: string;
  readonly sound: boolean;
  /** The path of a picture. */
  readonly picture: string | undefined;
  /** The keys of actions, each followed by its label. */
  readonly actions: readonly string[];
  /** The id of the notification to replace, or 0. */
  readonly replaces: number;
  readonly editor: EditorIdentity;
}

/** The program that shows notifications, as the bus knows it now. */
export class FreedesktopDaemon implements Disposable {
  readonly #bus: BusConnection;
  /** The unique name of the program, by which its signals are known; empty while there is none. */
  #owner: string | undefined;
  #capabilities: Promise<ReadonlySet<string>> | undefined;
  readonly #ended = new Emitter<undefined>();
  readonly #replaced = new Emitter<undefined>();
  readonly #closed = new Emitter<number>();
  readonly #action = new Emitter<Signalled>();
  readonly #reply = new Emitter<Signalled>();
  readonly #token = new Emitter<Signalled>();

  /** The bus is gone. */
  readonly onDidEnd = this.#ended.event;
  /** The program is gone with its notifications; another one may have replaced it. */
  readonly onDidReplace = this.#replaced.event;
  /** A notification is no longer shown, by its id. */
  readonly onDidClose = this.#closed.event;
  readonly onAction = this.#action.event;
  readonly onReply = this.#reply.event;
  readonly onToken = this.#token.event;

  private constructor(bus: BusConnection) {
    this.#bus = bus;
    bus.onSignal((message) => {
      this.#take(message);
    });
    bus.onDidClose(() => this.#ended.fire(undefined));
  }

  /** @throws Error if there is no bus, or no notification server on it */
  static async connect(sockets: readonly string[], clock: Clock): Promise<FreedesktopDaemon> {
    let failure: unknown = new Error('There is no session bus');
    for (const socket of sockets) {
      try {
        return await FreedesktopDaemon.#on(await BusConnection.open(socket, clock));
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  static async #on(bus: BusConnection): Promise<FreedesktopDaemon> {
    const daemon = new FreedesktopDaemon(bus);
    try {
      await daemon.#ask('AddMatch', `type='signal',sender='${NAME}',interface='${NAME}'`);
      await daemon.#ask(
        'AddMatch',
        `type='signal',sender='${BUS}',member='NameOwnerChanged',arg0='${NAME}'`,
      );
      // A call starts the program, where the bus knows how.
      await daemon.capabilities();
      const [owner] = await daemon.#ask('GetNameOwner', NAME);
      if (typeof owner === 'string') daemon.#owner = owner;
      return daemon;
    } catch (error) {
      bus.dispose();
      throw error;
    }
  }

  /** What the program can do. */
  capabilities(): Promise<ReadonlySet<string>> {
    return (this.#capabilities ??= this.#call('GetCapabilities').then(([names]) => {
      const all = Array.isArray(names) ? (names as readonly DBusValue[]) : [];
      return new Set(all.filter((name) => typeof name === 'string'));
    }));
  }

  /** @returns the id of the notification. @throws Error if it cannot be shown */
  async notify(shown: Shown): Promise<number> {
    const { summary, body, sound, picture, actions, replaces, editor } = shown;
    const hints: readonly (readonly [string, Variant])[] = [
      ['desktop-entry', new Variant('s', editor.desktopEntry)],
      ['category', new Variant('s', 'im.received')],
      ['urgency', new Variant('y', NORMAL)],
      sound
        ? ['sound-name', new Variant('s', 'message-new-instant')]
        : ['suppress-sound', new Variant('b', true)],
      ...(picture === undefined
        ? []
        : [['image-path', new Variant('s', pathToFileURL(picture).href)] as const]),
    ];
    const [id] = await this.#call('Notify', 'susssasa{sv}i', [
      ...['Parley', replaces, editor.icon, summary, body],
      ...[actions, hints, DEFAULT_EXPIRY],
    ]);
    if (typeof id !== 'number' || id === 0) throw new Error('The notification has no id');
    return id;
  }

  /** Removes a notification. */
  close(id: number): void {
    const call = { destination: NAME, path: PATH, interface: NAME, member: 'CloseNotification' };
    this.#bus.post({ ...call, signature: 'u', args: [id] });
  }

  dispose(): void {
    this.#bus.dispose();
  }

  #take(message: Message): void {
    const { sender, member, interface: name } = message;
    if (sender === BUS && name === BUS && member === 'NameOwnerChanged') {
      const [program, , owner] = message.body();
      if (program !== NAME || typeof owner !== 'string') return;
      // The connection is kept: a pending call may be answered by the next program.
      if (this.#owner !== undefined && owner !== this.#owner) this.#replace(owner);
      return;
    }
    // Anybody on the bus can send us signals, asked for or not.
    if (sender !== this.#owner || sender === undefined || name !== NAME) return;
    const [id, value] = message.body();
    if (typeof id !== 'number') return;
    const text = typeof value === 'string' ? value : '';
    if (member === 'NotificationClosed') this.#closed.fire(id);
    if (member === 'ActionInvoked') this.#action.fire({ id, text });
    if (member === 'NotificationReplied') this.#reply.fire({ id, text });
    if (member === 'ActivationToken' && TOKEN.test(text)) this.#token.fire({ id, text });
  }

  #replace(owner: string): void {
    this.#owner = owner;
    this.#capabilities = undefined;
    this.#replaced.fire(undefined);
  }

  #call(
    member: string,
    signature = '',
    args: readonly DBusValue[] = [],
  ): Promise<readonly DBusValue[]> {
    const call = { destination: NAME, path: PATH, interface: NAME, member };
    return this.#bus.call({ ...call, signature, args });
  }

  /** Asks the bus itself. */
  #ask(member: string, argument: string): Promise<readonly DBusValue[]> {
    const call = { destination: BUS, path: '/org/freedesktop/DBus', interface: BUS, member };
    return this.#bus.call({ ...call, signature: 's', args: [argument] });
  }
}
