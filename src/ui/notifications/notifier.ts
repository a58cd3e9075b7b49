import type { OfChat } from '../../api/requests.ts';
import { t } from '../../base/l10n.ts';
import { product } from '../../base/product.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';
import type { DesktopNotification, DesktopNotifications } from '../desktop/desktopNotifications.ts';
import type { ViewState } from '../state.ts';
import type { Changed } from '../watched.ts';
import type { ChangedOf } from '../watchedByAccount.ts';
import { briefText } from './briefText.ts';
import type { Said, Sender } from './notify.ts';
import { MAX_SENTENCE, shownLine } from './shownLine.ts';

/** What the desktop, and its onlookers, may know: all, who wrote, or only that something came. */
export type DesktopContent = 'all' | 'name' | 'nothing';

/** Dependencies of {@link Notifier}. */
export interface NotifierDeps {
  /** Whether this window has the focus. One that notifies without it says that no window has it. */
  readonly isFocused: () => boolean;
  /** The desktop's notifications, `undefined` if there are none to be shown. */
  readonly desktop: () => Promise<DesktopNotifications> | undefined;
  /** The path of the file with an avatar, once it is there; `undefined` if it does not come soon. */
  readonly picture: (of: OfChat, hash: string) => Promise<string | undefined>;
  readonly content: () => DesktopContent;
  readonly sound: () => boolean;
  /** Shows a notification of the editor's own. */
  readonly sayInEditor: (said: Said) => void;
  /** Brings this window to the front. */
  readonly raise: (token?: string) => void;
  readonly answer: (of: OfChat, text: string) => void;
  readonly markRead: (of: OfChat) => void;
}

/** Determines whether a notification still applies. */
type Chats = Pick<
  ViewState,
  | ('contact' | 'conversation' | 'privateChat' | 'room')
  | ('onContacts' | 'onConversations' | 'onPrivateChats' | 'onRooms')
>;

/** Notifies where the user is: in the editor, or on the desktop while no window has the focus. */
export class Notifier implements Disposable {
  readonly #state: Chats;
  readonly #deps: NotifierDeps;
  readonly #owned = new DisposableStore();
  /** The chats whose notification may be on the desktop, by key. */
  readonly #out = new Map<string, Pick<Sender, 'of' | 'message'>>();
  #others = 0;

  constructor(state: Chats, deps: NotifierDeps) {
    this.#state = state;
    this.#deps = deps;
    const removeOver = (change: ChangedOf<{ readonly id: string }>) => {
      this.#removeOver(change);
    };
    const { onContacts, onConversations, onPrivateChats, onRooms } = state;
    for (const event of [onContacts, onConversations, onPrivateChats, onRooms]) {
      this.#owned.add(event(removeOver));
    }
  }

  say(said: Said): void {
    const { desktop, isFocused, sayInEditor } = this.#deps;
    const shown = isFocused() ? undefined : desktop();
    if (!shown) {
      sayInEditor(said);
      return;
    }
    const notification = this.#onDesktop(said);
    const { from } = said;
    if (from) this.#out.set(notification.key, from);
    const failed = () => false;
    void Promise.all([shown, this.#pictureOf(from)])
      .then(([notifications, picture]) => {
        // It may have been read or taken back meanwhile.
        if (from && !this.#out.has(notification.key)) return true;
        return notifications.show({ ...notification, ...(picture !== undefined && { picture }) });
      })
      .catch(failed)
      .then((isShown) => {
        if (!isShown) sayInEditor(said);
      });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #pictureOf(from: Said['from']): Promise<string | undefined> {
    if (from?.avatar === undefined || this.#deps.content() === 'nothing') return undefined;
    return this.#deps.picture(from.of, from.avatar);
  }

  #onDesktop(said: Said): DesktopNotification {
    const { answer, content, markRead, raise, sound } = this.#deps;
    const { from, kind, open } = said;
    const known = content();
    const read = (of: OfChat) => ({
      label: t('Mark as Read'),
      run: () => {
        markRead(of);
      },
    });
    return {
      key: from ? chatKey(from.of) : `${++this.#others}`,
      summary: from && known !== 'nothing' ? shownLine(from.name, MAX_SENTENCE) : product.name,
      body: known === 'all' ? shownLine(from?.words ?? said.text, MAX_SENTENCE) : briefText(kind),
      sound: sound(),
      actions: [...(said.actions ?? []), ...(from?.isAnswerable ? [read(from.of)] : [])],
      open: (token) => {
        open();
        raise(token);
      },
      // An answer to a sender who is not shown would be a mistake.
      ...(from?.isAnswerable &&
        known !== 'nothing' && {
          reply: (text) => {
            answer(from.of, text);
          },
        }),
    };
  }

  /** Removes the notifications of what was read or taken back, wherever that was, or is gone with its account. */
  #removeOver({ account, changed }: ChangedOf<{ readonly id: string }>): void {
    const { desktop } = this.#deps;
    for (const [key, { of, message }] of this.#out) {
      if (of.account !== account || !mayConcern(changed, of)) continue;
      if (this.#isUnread(of) && !this.#isDeleted(of, message)) continue;
      this.#out.delete(key);
      void desktop()?.then((notifications) => {
        notifications.remove(key);
      });
    }
  }

  /** What a stranger begins is no conversation yet. */
  #isUnread({ account, chat }: OfChat): boolean {
    const of = this.#state.conversation(account, chat) ?? this.#state.contact(account, chat);
    return (of?.unread ?? 0) > 0;
  }

  #isDeleted({ account, chat }: OfChat, message: string | undefined): boolean {
    const { lastReceived } =
      this.#state.room(account, chat) ??
      this.#state.privateChat(account, chat) ??
      this.#state.contact(account, chat) ??
      {};
    return lastReceived?.id === message && lastReceived?.isDeleted === true;
  }
}

function mayConcern(changed: Changed<{ readonly id: string }>, { chat }: OfChat): boolean {
  return changed === 'all' || changed.some(({ id }) => id === chat);
}
