import type { Api } from '../../src/api/channel.ts';
import type { MessageView } from '../../src/api/views.ts';
import { AvatarPictures } from '../avatarPictures.ts';
import { SenderAvatars } from '../room/senderAvatars.ts';
import type { ChatStore } from '../store.ts';

/** The avatars in a chat: its own, ours, and those of the authors in a room. */
export class ChatAvatars {
  readonly pictures: AvatarPictures;
  readonly #store: ChatStore;
  readonly #senders: SenderAvatars;
  #isOnline = false;

  /** @param changed called when another picture is to be shown */
  constructor(api: Api, store: ChatStore, changed: () => void) {
    this.#store = store;
    this.pictures = new AvatarPictures(
      (hash) => api.request('getAvatar', { ...store.of, hash }),
      changed,
    );
    this.#senders = new SenderAvatars(api, store.of, changed);
  }

  /** That of the contact or room, as its address within the page. */
  get ofChat(): string | undefined {
    return this.pictures.url(this.#store.head?.avatar);
  }

  /** That of a message's author, in the same way. */
  ofAuthor(message: MessageView): string | undefined {
    return this.pictures.url(this.#authorHash(message));
  }

  #authorHash({ outgoing, sender }: MessageView): string | undefined {
    const { head } = this.#store;
    if (outgoing) return head?.ownAvatar;
    return sender === undefined ? head?.avatar : this.#senders.hashOf(sender);
  }

  /** What could not be had without a connection is requested once there is one. */
  setOnline(isOnline: boolean): void {
    if (isOnline && !this.#isOnline) this.pictures.retry();
    this.#isOnline = isOnline;
  }
}
