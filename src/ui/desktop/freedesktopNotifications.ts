import type { Clock } from '../../base/clock.ts';
import { t } from '../../base/l10n.ts';
import type {
  DesktopNotification,
  DesktopNotifications,
  EditorIdentity,
} from './desktopNotifications.ts';
import { FreedesktopDaemon } from './freedesktopDaemon.ts';

/** After a failure the desktop is left alone for some time, rather than waited for each time. In ms. */
const REST_MS = 60_000;
/** Maximum number that are out; of the oldest, clicks are not waited for any more. */
const MAX_OUT = 100;

const DEFAULT = 'default';
const REPLY = 'inline-reply';

/** Notifications by the Desktop Notifications Specification 1.2, of Linux and its like. */
export class FreedesktopNotifications implements DesktopNotifications {
  readonly #clock: Clock;
  readonly #editor: EditorIdentity;
  readonly #sockets: readonly string[];
  #daemon: Promise<FreedesktopDaemon> | undefined;
  /** When it last failed, by the monotonic clock. */
  #failedAt: number | undefined;
  #isDisposed = false;
  /** By the daemon's id, the oldest first. */
  readonly #out = new Map<number, DesktopNotification>();
  /** Tokens of clicks that are about to be announced, by the daemon's id. */
  readonly #tokens = new Map<number, string>();
  /** The end of the last step; one notification replaces another only once that is out. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param sockets those of the session bus, to be tried one after the other */
  constructor(clock: Clock, editor: EditorIdentity, sockets: readonly string[]) {
    this.#clock = clock;
    this.#editor = editor;
    this.#sockets = sockets;
  }

  show(notification: DesktopNotification): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#isDisposed || this.#isResting()) return false;
      try {
        await this.#show(notification);
        return true;
      } catch {
        this.#failedAt = this.#clock.monotonic();
        this.#disconnect();
        return false;
      }
    });
  }

  remove(key: string): void {
    void this.#inTurn(async () => {
      const id = this.#idOf(key);
      if (id === undefined) return;
      this.#out.delete(id);
      (await this.#daemon)?.close(id);
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    const out = [...this.#out.keys()];
    void this.#daemon?.then((daemon) => {
      for (const id of out) daemon.close(id);
      daemon.dispose();
    }, ignored);
    this.#out.clear();
  }

  async #show(notification: DesktopNotification): Promise<void> {
    const daemon = await (this.#daemon ??= this.#connect());
    const capabilities = await daemon.capabilities();
    const has = (name: string) => capabilities.has(name);
    const { actions, body, key, picture, reply, sound, summary } = notification;
    const buttons = [
      ...[DEFAULT, t({ message: 'Open', comment: ['verb, opens a chat'] })],
      ...(reply && has(REPLY) ? [REPLY, t('Reply')] : []),
      ...actions.flatMap(({ label }, at) => [`${at}`, label]),
    ];
    const replaced = this.#idOf(key);
    const id = await daemon.notify({
      ...{ summary, sound, picture, replaces: replaced ?? 0, editor: this.#editor },
      body: has('body-markup') ? withoutMarkup(body) : body,
      actions: has('actions') ? buttons : [],
    });
    if (replaced !== undefined) this.#out.delete(replaced);
    this.#out.set(id, notification);
    for (const oldest of this.#out.keys()) if (this.#out.size > MAX_OUT) this.#out.delete(oldest);
  }

  async #connect(): Promise<FreedesktopDaemon> {
    const daemon = await FreedesktopDaemon.connect(this.#sockets, this.#clock);
    daemon.onDidClose((id) => {
      this.#out.delete(id);
      this.#tokens.delete(id);
    });
    daemon.onToken(({ id, text }) => {
      if (this.#out.has(id)) this.#tokens.set(id, text);
    });
    daemon.onAction(({ id, text }) => {
      this.#act(id, text);
    });
    daemon.onReply(({ id, text }) => {
      const answer = text.trim();
      if (answer !== '') this.#take(id)?.reply?.(answer);
    });
    // Ids of a daemon that has ended are given again by the next one.
    daemon.onDidReplace(() => {
      this.#clear();
    });
    daemon.onDidEnd(() => {
      this.#disconnect();
    });
    return daemon;
  }

  #act(id: number, key: string): void {
    const token = this.#tokens.get(id);
    const notification = this.#out.get(id);
    const action = notification?.actions[/^\d$/u.test(key) ? Number(key) : -1];
    if (key !== DEFAULT && !action) return;
    this.#take(id);
    if (action) action.run();
    else notification?.open(token);
  }

  /** Takes one out of those that are out: it is used once, and then gone from the screen, too. */
  #take(id: number): DesktopNotification | undefined {
    const notification = this.#out.get(id);
    this.#out.delete(id);
    this.#tokens.delete(id);
    if (notification) void this.#daemon?.then((daemon) => daemon.close(id), ignored);
    return notification;
  }

  /** Disconnects; the next notification opens another connection. */
  #disconnect(): void {
    this.#daemon?.then((daemon) => daemon.dispose(), ignored);
    this.#daemon = undefined;
    this.#clear();
  }

  /** Forgets all notifications: the program that showed them is gone. */
  #clear(): void {
    this.#out.clear();
    this.#tokens.clear();
  }

  #idOf(key: string): number | undefined {
    for (const [id, notification] of this.#out) if (notification.key === key) return id;
    return undefined;
  }

  #isResting(): boolean {
    const since = this.#failedAt;
    return since !== undefined && this.#clock.monotonic() - since < REST_MS;
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(step);
    this.#last = done.catch(ignored);
    return done;
  }
}

/** Escapes a text for a body that may have markup (specification, "Markup"). */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function ignored(): void {
  // A failing desktop is reported by what could not be shown.
}
