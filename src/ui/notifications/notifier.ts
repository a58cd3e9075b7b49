import type { OfChat } from '../../api/requests.ts';
import type { ConversationView } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';
import { product } from '../../base/product.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { chatKey } from '../chatKey.ts';
import type { DesktopNotification, DesktopNotifications } from '../desktop/desktopNotifications.ts';
import type { ChangedOf, ViewState } from '../state.ts';
import { briefText } from './briefText.ts';
import type { Said } from './notify.ts';
import { MAX_SENTENCE, shownLine } from './shownLine.ts';

/** What the desktop, and whoever looks at it, may know: all, who wrote, or only that something came. */
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

/** Notifies where the user is: in the editor, or on the desktop while no window has the focus. */
export class Notifier implements Disposable {
  readonly #state: Pick<ViewState, 'conversation'>;
  readonly #deps: NotifierDeps;
  readonly #owned = new DisposableStore();
  /** The chats whose notification may be on the desktop, by key. */
  readonly #out = new Map<string, OfChat>();
  #others = 0;

  constructor(state: Pick<ViewState, 'conversation' | 'onConversations'>, deps: NotifierDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#owned.add(
      state.onConversations((change) => {
        this.#removeRead(change);
      }),
    );
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
    if (from) this.#out.set(notification.key, from.of);
    const failed = () => false;
    void Promise.all([shown, this.#pictureOf(from)])
      .then(([notifications, picture]) => {
        // It may have been read meanwhile.
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
      // An answer to nobody knows whom would be a mistake.
      ...(from?.isAnswerable &&
        known !== 'nothing' && {
          reply: (text) => {
            answer(from.of, text);
          },
        }),
    };
  }

  /** Removes the notifications of chats that were read, wherever that was, or are gone with their account. */
  #removeRead({ account, changed }: ChangedOf<ConversationView>): void {
    const { desktop } = this.#deps;
    for (const [key, of] of this.#out) {
      if (of.account !== account || !mayConcern(changed, of)) continue;
      if ((this.#state.conversation(account, of.chat)?.unread ?? 0) > 0) continue;
      this.#out.delete(key);
      void desktop()?.then((notifications) => {
        notifications.remove(key);
      });
    }
  }
}

function mayConcern(changed: ChangedOf<ConversationView>['changed'], { chat }: OfChat): boolean {
  return changed === 'all' || changed.some(({ id }) => id === chat);
}
